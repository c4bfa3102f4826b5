// Whom to turn to: lines of the person's country for a fraud, and for a sender that may be a captive.

import { request } from './api.js';
import { h } from './dom.js';

const CHOSEN = 'second-look-country'; // a code, or '' for another country

/** The country that the first language is of, as in `en-GB`; else the one where it is spoken most. */
function guess() {
  const locales = navigator.languages.map((language) => new Intl.Locale(language));
  const own = locales.filter((locale) => locale.language === locales[0].language); // browsers add en-US to any
  const region = own.find((locale) => locale.region)?.region ?? own[0]?.maximize().region ?? '';
  return /^[A-Z]{2}$/.test(region) ? region : ''; // es-419 is a part of the world, not a country
}

/** @param {HelpLine} line */
function item({ name, phone, url, hours, languages, checked }) {
  const spoken = new Intl.DisplayNames('en', { type: 'language' });
  const month = new Intl.DateTimeFormat('en', { year: 'numeric', month: 'long', timeZone: 'UTC' });
  const known = [hours, languages.map((language) => spoken.of(language)).join(', ')].filter(Boolean);
  return h(
    'li',
    {},
    h('span', { class: 'name' }, name),
    phone && h('div', {}, h('span', { class: 'phone' }, phone), ' ', copyButton(phone)),
    url && h('div', {}, h('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, new URL(url).hostname)),
    h('div', { class: 'fresh' }, [...known, `in service in ${month.format(new Date(checked))}`].join(' · ')),
  );
}

/** @param {string} phone */
function copyButton(phone) {
  const said = h('span', { role: 'status' });
  const click = async () => {
    await navigator.clipboard.writeText(phone);
    said.textContent = ' Copied.';
  };
  return h('span', {}, h('button', { type: 'button', 'aria-label': `Copy ${phone}`, click }, 'Copy'), said);
}

/** @param {Help} help  @param {() => void} change */
function countrySelect({ country, countries }, change) {
  const names = new Intl.DisplayNames('en', { type: 'region' });
  const rows = countries.map((code) => [code, names.of(code) ?? code]);
  rows.sort(([, a], [, b]) => a.localeCompare(b, 'en'));
  const options = [...rows, ['', 'Another country']].map(([code, name]) =>
    h('option', { value: code, selected: code === (country ?? '') }, name),
  );
  const choose = (/** @type {Event} */ event) => {
    localStorage.setItem(CHOSEN, /** @type {HTMLSelectElement} */ (event.target).value);
    change();
  };
  return h('label', {}, 'Country ', h('select', { change: choose }, ...options));
}

/** The lines that this chat calls for. It fills itself; where the server cannot be asked, it stays away.
 * @param {{ fraud: boolean, trafficking: boolean }} wanted */
export function helpBlock(wanted) {
  const block = h('section', { class: 'card help', 'aria-label': 'Where to get help', hidden: true });
  async function fill() {
    const asked = localStorage.getItem(CHOSEN) ?? guess();
    /** @type {Help | null} */
    const help = await request(asked ? `/v1/help?country=${asked}` : '/v1/help').catch(() => null);
    if (!help) return;
    const again = block.contains(document.activeElement);
    /** @param {'fraud' | 'trafficking'} kind  @param {string} heading */
    const part = (kind, heading) => (wanted[kind] ? [h('h4', {}, heading), h('ul', {}, ...help[kind].map(item))] : []);
    block.replaceChildren(
      h('h3', {}, 'Where to get help'),
      ...part('fraud', 'To report a fraud or ask for advice'),
      ...part('trafficking', 'For a sender who may be held and forced to write'),
      countrySelect(help, fill),
    );
    block.hidden = false;
    if (again) block.querySelector('select')?.focus(); // the one that was used is gone
  }
  fill();
  return block;
}
