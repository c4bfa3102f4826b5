// Which addresses are read. None is, until the person switches it on: then its permission is asked for, and the content
// scripts are registered for it and put into the pages of it that are open.

import { sites } from '../sites/index.js';
import { PARTS, filesFor } from './scripts.js';
import { SERVER } from './server.js';
import { origins, setOrigins, setTaught } from './store.js';
import { turns } from './turns.js';

// The browser tells of a permission while the page that asked for it does too.
const inTurn = turns();

const ONE_HOST = /^https?:\/\/[^*/]+\/\*$/;

/** The match pattern of an address; null where no content script can run. Patterns hold no port.
 * @param {string | undefined} address  @returns {string | null} */
export function patternOf(address) {
  const url = address && URL.canParse(address) ? new URL(address) : null;
  return url && /^https?:$/.test(url.protocol) && url.hostname ? `${url.protocol}//${url.hostname}/*` : null;
}

/** Names of the apps that are known at an address.
 * @param {string} pattern */
const namesAt = (pattern) =>
  sites.filter((site) => site.hosts.includes(pattern.split('/')[2])).map((site) => site.name);

/** @param {string} pattern */
const scriptFor = (pattern) => ({
  id: pattern,
  matches: [pattern],
  js: filesFor(pattern),
  runAt: /** @type {const} */ ('document_idle'),
  persistAcrossSessions: true,
});

/** Every known address and every other one that is on, for the options page. */
export async function list() {
  const on = new Set(await origins());
  const known = new Set(sites.flatMap((site) => site.hosts.map((host) => `https://${host}/*`)));
  const rows = [...known, ...[...on].filter((pattern) => !known.has(pattern))];
  return Promise.all(
    rows.map(async (pattern) => ({
      pattern,
      names: namesAt(pattern),
      on: on.has(pattern) && (await chrome.permissions.contains({ origins: [pattern] })),
    })),
  );
}

/** Called once the permission is there, by the page that asked for it and by the browser: the second time nothing
 * happens. @param {string} pattern */
export function switchOn(pattern) {
  return inTurn(async () => {
    if (!(await chrome.permissions.contains({ origins: [pattern] }))) return;
    const before = await origins();
    if (before.includes(pattern) && (await registered()).includes(pattern)) return;
    if (!before.includes(pattern)) await setOrigins([...before, pattern]);
    await register(pattern);
  });
}

/** @param {string} pattern */
export function switchOff(pattern) {
  return inTurn(async () => {
    await setOrigins((await origins()).filter((origin) => origin !== pattern));
    await unregister([pattern]);
    // Once a permission is gone the browser no longer tells which tabs it was for: each page looks for itself.
    for (const tab of await chrome.tabs.query({})) {
      if (tab.id !== undefined) await chrome.tabs.sendMessage(tab.id, { kind: 'stop', pattern }).catch(() => {});
    }
    await chrome.permissions.remove({ origins: [pattern] }).catch(() => {}); // a required one stays: the server's own
  });
}

/** After an install or an update: what is registered is what is on and still permitted. */
export function restore() {
  return inTurn(async () => {
    await unregister(await registered());
    for (const pattern of await origins()) {
      if (await chrome.permissions.contains({ origins: [pattern] })) await register(pattern);
    }
  });
}

/** The person gave permissions in our page, in the browser's own, or by the popup that closed under them.
 * @param {string[]} patterns */
export async function granted(patterns) {
  for (const pattern of patterns) if (pattern !== SERVER && ONE_HOST.test(pattern)) await switchOn(pattern);
}

/** Puts a part into the page of a tab, or throws. @param {number} tabId  @param {Part} part */
export async function putIn(tabId, part) {
  const files = [...PARTS[part], 'content/done.js'];
  const [frame] = await chrome.scripting.executeScript({ target: { tabId }, files });
  if (frame?.result !== true) throw new Error(`could not put in ${part}`);
}

/** Has the person teach the page of a tab. @param {number} tabId */
export async function teach(tabId) {
  await putIn(tabId, 'teaching');
  await chrome.tabs.sendMessage(tabId, { kind: 'teach' });
}

/** Forgets what was taught about the pages of an origin, and reads those that are open without it. @param {string} origin */
export async function forgetTaught(origin) {
  await setTaught(origin, null);
  for (const tab of await chrome.tabs.query({ url: patternOf(origin) ?? [] })) {
    if (tab.id !== undefined) await chrome.tabs.sendMessage(tab.id, { kind: 'rule' }).catch(() => {});
  }
}

/** @param {string[]} patterns */
export async function revoked(patterns) {
  for (const pattern of patterns) if ((await origins()).includes(pattern)) await switchOff(pattern);
}

/** @returns {Promise<string[]>} */
async function registered() {
  return (await chrome.scripting.getRegisteredContentScripts()).map(({ id }) => id);
}

/** Registers an address for pages to come, and runs in the pages of it that are open.
 * @param {string} pattern */
async function register(pattern) {
  await unregister([pattern]);
  await chrome.scripting.registerContentScripts([scriptFor(pattern)]);
  for (const tab of await chrome.tabs.query({ url: pattern })) {
    if (tab.id === undefined || tab.discarded) continue;
    await chrome.scripting.executeScript({ target: { tabId: tab.id }, files: filesFor(pattern) }).catch(() => {});
  }
}

/** @param {string[]} patterns */
async function unregister(patterns) {
  const there = await registered();
  const ids = patterns.filter((pattern) => there.includes(pattern));
  if (ids.length > 0) await chrome.scripting.unregisterContentScripts({ ids });
}
