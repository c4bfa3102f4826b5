// How things stand on a tab, and the card that says so with what to do next. Shared by popup and side panel.

import { signOf, summary } from '../background/badge.js';
import { patternOf } from '../background/sites.js';
import { tabState } from '../background/store.js';
import { ask, h, stateCard, t } from './page.js';

/** @param {string} label  @param {() => unknown} click */
export const button = (label, click) => h('button', { click }, label);

export const actions = (/** @type {(Node | false)[]} */ ...buttons) => h('div.actions', {}, ...buttons);

/** The tab that one of our pages is about: the active one, or the one in the address of the page.
 * @returns {Promise<chrome.tabs.Tab>} */
export async function theTab() {
  const named = Number(new URLSearchParams(location.search).get('tab'));
  if (named) return chrome.tabs.get(named);
  return (await chrome.tabs.query({ active: true, currentWindow: true }))[0];
}

/** Asks the page, the server, and the server about the chat in the page.
 * @param {chrome.tabs.Tab} tab  @returns {Promise<Standing>} */
export async function standingOf(tab) {
  const tabId = /** @type {number} */ (tab.id);
  const [seen, { state: server }] = await Promise.all([
    chrome.tabs.sendMessage(tabId, { kind: 'look' }).catch(() => null),
    ask({ kind: 'status' }),
  ]);
  if (!seen) return { tab, seen, server, what: 'off', verdict: null, wording: null };
  const state = await tabState(tabId);
  if (server === 'connected' && state.server && state.server !== 'connected') {
    await chrome.tabs.sendMessage(tabId, { kind: 'retry' }); // it is back: the page need not wait
  }
  const { verdict = null, wording = null } = server === 'connected' ? await ask({ kind: 'chat', tabId }) : {};
  const what = summary({ ...state, server, page: seen, chat: verdict });
  return { tab, seen, server, what, verdict, wording };
}

/** What the server has to say of how things stand; null where that is for the extension to say.
 * @param {string} what  a summary  @param {Verdict | null} verdict  @param {Wording | null} wording
 * @returns {Note | null} */
export function wordsFor(what, verdict, wording) {
  if (!verdict || !wording) return null;
  const { levels, notes } = wording;
  if (what === 'cannot_judge') return { title: notes.not_assessable.title, body: verdict.why_not ?? '' };
  if (what === 'trusted') return notes.trusted;
  if (what === 'watching') return notes.none;
  if (!(what in levels)) return null;
  const body = [levels[what].body, verdict.why_not, verdict.quiet && notes[verdict.quiet].body]
    .filter(Boolean)
    .join(' ');
  return { title: levels[what].title, body };
}

/** The card, with what can be done about it at once.
 * @param {Standing} standing  @param {() => unknown} again  called when something was done
 * @param {() => unknown} [afterReload]  @returns {Promise<HTMLElement[]>} */
export async function stateParts({ tab, seen, server, what, verdict, wording }, again, afterReload = again) {
  if (!seen) return offParts(tab, again, afterReload);
  const card = stateCard(what, signOf(what) ?? 'quiet', wordsFor(what, verdict, wording));
  return server === 'connected' ? [card] : [card, actions(button(t('try_again'), again))];
}

/** How many messages were read, and how many left out.
 * @param {Standing} standing */
export function countParts({ seen, verdict }) {
  if (seen?.state !== 'reading') return [];
  const read = verdict && t('read_messages', verdict.n_messages);
  const leftOut = seen.unknown > 0 && t('left_out', seen.unknown);
  return [h('p.soft', {}, [read, leftOut].filter(Boolean).join(' '))];
}

/** A page that is not read: offer to switch it on.
 * @param {chrome.tabs.Tab} tab  @param {() => unknown} again  @param {() => unknown} afterReload */
async function offParts(tab, again, afterReload) {
  const pattern = patternOf(tab.url);
  // Addresses of other tabs are not ours to know; a press of the button in the toolbar tells this one.
  if (tab.url === undefined) return [stateCard('off', 'quiet'), h('p', {}, t('off_how'))];
  if (!pattern) return [stateCard('cannot', 'quiet')];
  const rows = /** @type {{ pattern: string, on: boolean }[]} */ (await ask({ kind: 'sites' }));
  if (rows.some((row) => row.pattern === pattern && row.on)) {
    const reload = () => chrome.tabs.reload(/** @type {number} */ (tab.id)).then(afterReload);
    return [stateCard('reload', 'quiet'), actions(button(t('reload'), reload))];
  }
  const click = async () => {
    // Asked for at once, while the click counts. If this popup is closed by the question, the background goes on.
    if (!(await chrome.permissions.request({ origins: [pattern] }))) return;
    await ask({ kind: 'switch', pattern, on: true });
    await again();
  };
  const on = h('button.strong', { click }, t('switch_on_here', pattern.split('/')[2]));
  return [stateCard('off', 'quiet'), actions(on)];
}
