// What is kept. `local`: the pairing, the addresses that were switched on, what was taught about pages, the country of the
// help lines where one was chosen, nothing else. `session`, in memory only: what the badge and the popup show of each tab. No text of a chat is in
// either.

import { turns } from './turns.js';

const inTurn = turns();

/** @returns {Promise<Pairing | null>} */
export async function pairing() {
  return /** @type {any} */ (await chrome.storage.local.get('pairing')).pairing ?? null;
}

/** @param {Pairing | null} value */
export async function setPairing(value) {
  await (value ? chrome.storage.local.set({ pairing: value }) : chrome.storage.local.remove('pairing'));
}

/** @returns {Promise<string[]>} match patterns, as `https://web.telegram.org/*` */
export async function origins() {
  return /** @type {any} */ (await chrome.storage.local.get('origins')).origins ?? [];
}

/** @param {string[]} value */
export async function setOrigins(value) {
  await chrome.storage.local.set({ origins: value });
}

/** @returns {Promise<string | null>} what the person chose for the help lines, '' for another country; null if nothing */
export async function country() {
  return /** @type {any} */ (await chrome.storage.local.get('country')).country ?? null;
}

/** @param {string | null} value */
export async function setCountry(value) {
  await (value === null ? chrome.storage.local.remove('country') : chrome.storage.local.set({ country: value }));
}

/** @returns {Promise<Record<string, TaughtRule>>} what was taught, by origin */
export async function taught() {
  return /** @type {any} */ (await chrome.storage.local.get('taught')).taught ?? {};
}

/** @param {string} origin  @param {TaughtRule | null} rule  null to forget it */
export function setTaught(origin, rule) {
  return inTurn(async () => {
    const { [origin]: _before, ...others } = await taught();
    await chrome.storage.local.set({ taught: rule ? { ...others, [origin]: rule } : others });
  });
}

const nameOf = (/** @type {number} */ tabId) => `tab:${tabId}`;

/** @param {number} tabId  @returns {Promise<TabState>} */
export async function tabState(tabId) {
  const name = nameOf(tabId);
  const kept = /** @type {any} */ (await chrome.storage.session.get(name))[name];
  return kept ?? { server: null, page: null, conversation: null, chat: null };
}

/** @param {number} tabId  @param {(state: TabState) => Partial<TabState>} change  @returns {Promise<TabState>} */
export function setTabState(tabId, change) {
  return inTurn(async () => {
    const before = await tabState(tabId);
    const after = { ...before, ...change(before) };
    await chrome.storage.session.set({ [nameOf(tabId)]: after });
    return after;
  });
}

/** @param {number} tabId */
export async function dropTab(tabId) {
  await chrome.storage.session.remove(nameOf(tabId));
}
