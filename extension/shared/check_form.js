// The box for a text that the person wants to have checked. Shared by popup and side panel.

import { h, t } from './page.js';

/** @param {(text: string) => unknown} check  called with what was pasted  @returns {HTMLElement} */
export function checkForm(check) {
  const area = /** @type {HTMLTextAreaElement} */ (h('textarea', { rows: 5, dir: 'auto', required: '' }));
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (area.value.trim()) check(area.value);
  };
  const label = h('label', {}, t('check_label'), area);
  const form = h('form', { submit }, label, h('button', { type: 'submit' }, t('check_yes')));
  return h('details.check', {}, h('summary', {}, t('check_heading')), form);
}
