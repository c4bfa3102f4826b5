// A button that copies one thing, and says so.

import { h, t } from './page.js';

/** @param {string} value */
export function copyButton(value) {
  const said = h('span', { role: 'status' });
  const click = async () => {
    await navigator.clipboard.writeText(value);
    said.textContent = ` ${t('copied')}`;
  };
  const button = h('button', { type: 'button', 'aria-label': t('copy_number', value), click }, t('copy'));
  return h('span', {}, button, said);
}
