// Which content scripts a page gets, in the order in which they run: at first what reads it and sends what was read, for
// the apps that may be there; the rest once the page has need of it.

import { sites } from '../sites/index.js';

const filesOf = (/** @type {string} */ names) => names.split(' ').map((name) => `content/${name}.js`);
const BEFORE = filesOf('namespace text time rows page ledger');
const AFTER = filesOf('link courier watcher main');

/** @type {Record<Part, string[]>} */
export const PARTS = {
  warnings: filesOf('dom style marks question overlay send_guard warnings'),
  handover: filesOf('handover'),
  taught: filesOf('signs taught'),
  teaching: filesOf('dom style signs taught shape sides derive candidates teach_panel teacher'),
};

/** @param {string} pattern  @returns {string[]} the files of a page at this address */
export function filesFor(pattern) {
  const host = pattern.split('/')[2];
  const own = sites.filter((site) => site.hosts.includes(host));
  const chosen = own.length > 0 ? own : sites.filter((site) => site.signature);
  const more = chosen.some((site) => site.atEnd) ? filesOf('at_end') : [];
  return [...BEFORE, ...more, ...chosen.map((site) => `sites/${site.id}.js`), ...AFTER];
}
