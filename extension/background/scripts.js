// Which content scripts a page gets, in the order in which they run: at first what finds a chat of the apps that may be
// there, and the rest once the page has need of it.

import { sites } from '../sites/index.js';

const filesOf = (/** @type {string} */ names) => names.split(' ').map((name) => `content/${name}.js`);
const AFTER = filesOf('link courier watcher main');
const READING = filesOf('text time rows page ledger');

/** @type {Record<Part, string[]>} */
export const PARTS = {
  reading: READING,
  warnings: filesOf('dom style marks question overlay send_guard warnings'),
  handover: filesOf('handover'),
  taught: filesOf('signs taught'),
  teaching: [...READING, ...filesOf('dom style signs taught shape sides derive candidates teach_panel teacher')],
};

/** @param {string} pattern  @returns {string[]} the files of a page at this address */
export function filesFor(pattern) {
  const host = pattern.split('/')[2];
  const own = sites.filter((site) => site.hosts.includes(host));
  const chosen = own.length > 0 ? own : sites.filter((site) => site.signature);
  return [...filesOf('namespace find'), ...chosen.map((site) => `sites/${site.id}.js`), ...AFTER];
}
