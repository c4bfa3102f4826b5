// Whom to turn to: lines of the person's country for a fraud, and for a sender that may be a captive.

import { copyButton } from './copy.js';
import { ask, h, locale, t } from './page.js';

/** @param {HelpLine} line */
function item({ name, phone, url, hours, languages, checked }) {
  const ours = locale().lang;
  const spoken = new Intl.DisplayNames(ours, { type: 'language' });
  const month = new Intl.DateTimeFormat(ours, { year: 'numeric', month: 'long', timeZone: 'UTC' });
  const names = languages.map((language) => spoken.of(language) ?? language);
  const open = [hours, new Intl.ListFormat(ours, { type: 'unit' }).format(names)].filter(Boolean).join(' · ');
  return h(
    'li',
    {},
    h('bdi.name', {}, name),
    // A number is copied and not dialled: the phone to call with is mostly another device.
    phone && h('div.phone', {}, h('bdi', { dir: 'ltr' }, phone), ' ', copyButton(phone)),
    url && h('div', {}, link(url)),
    h('div.soft', {}, open && `${open} · `, t('help_checked', month.format(new Date(checked)))),
  );
}

/** @param {string} url */
const link = (url) =>
  h('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, h('bdi', { dir: 'ltr' }, new URL(url).hostname));

/** @param {Help} help  @param {(country: string) => void} choose */
function countrySelect({ country, countries }, choose) {
  const names = new Intl.DisplayNames(locale().lang, { type: 'region' });
  const rows = countries.map((code) => ({ code, name: names.of(code) ?? code }));
  rows.sort((a, b) => a.name.localeCompare(b.name, locale().lang));
  const option = (/** @type {string} */ code, /** @type {string} */ name) =>
    h('option', { value: code, selected: code === (country ?? '') }, name);
  const change = (/** @type {Event} */ event) => choose(/** @type {HTMLSelectElement} */ (event.target).value);
  const options = [...rows.map(({ code, name }) => option(code, name)), option('', t('other_country'))];
  return h('label.country', {}, t('help_country'), ' ', h('select', { change }, ...options));
}

/** The lines that this chat calls for. It fills itself; where the server cannot be asked, it stays empty.
 * @param {{ fraud: boolean, trafficking: boolean }} wanted */
export function helpBlock(wanted) {
  const block = h('section.help', { 'aria-label': t('help_heading') });
  /** @param {string} [chosen] */
  async function fill(chosen) {
    const { help } = await ask({ kind: 'help', country: chosen });
    if (!help) return;
    /** @param {'fraud' | 'trafficking'} kind  @param {string} heading */
    const part = (kind, heading) => wanted[kind] && [h('h3', {}, heading), h('ul.lines', {}, ...help[kind].map(item))];
    block.replaceChildren(
      ...[part('fraud', t('help_fraud')), part('trafficking', t('help_trafficking'))].flatMap((found) => found || []),
      countrySelect(help, fill),
    );
    if (chosen !== undefined) block.querySelector('select')?.focus(); // the one that was used is gone
  }
  fill();
  return block;
}
