// The popup: how things stand on this page, what was found in this chat, and what the person can do about it.

import { signOf, summary } from '../background/badge.js';
import { patternOf } from '../background/sites.js';
import { tabState } from '../background/store.js';
import { ask, byId, confirmed, h, stateCard, t, translate } from '../shared/page.js';
import { helpBlock } from './help.js';
import { timeline } from './timeline.js';

/** The tab that this is about: the active one, or the one in the address of this page.
 * @returns {Promise<chrome.tabs.Tab>} */
async function theTab() {
  const named = Number(new URLSearchParams(location.search).get('tab'));
  if (named) return chrome.tabs.get(named);
  return (await chrome.tabs.query({ active: true, currentWindow: true }))[0];
}

/** @param {string} label  @param {() => unknown} click */
const button = (label, click) => h('button', { click }, label);

const open = (/** @type {HTMLElement[]} */ ...actions) => h('div.actions', {}, ...actions);

/** A page that is not read: offer to switch it on.
 * @param {chrome.tabs.Tab} tab */
async function showOff(tab) {
  const pattern = patternOf(tab.url);
  if (!pattern) return byId('state').replaceChildren(stateCard('cannot', 'quiet'));
  const rows = /** @type {{ pattern: string, on: boolean }[]} */ (await ask({ kind: 'sites' }));
  if (rows.some((row) => row.pattern === pattern && row.on)) {
    const reload = button(t('reload'), () => chrome.tabs.reload(/** @type {number} */ (tab.id)).then(() => close()));
    return byId('state').replaceChildren(stateCard('reload', 'quiet'), open(reload));
  }
  const click = async () => {
    // Asked for at once, while the click counts. If this popup is closed by the question, the background goes on.
    if (!(await chrome.permissions.request({ origins: [pattern] }))) return;
    await ask({ kind: 'switch', pattern, on: true });
    await show();
  };
  const on = h('button.strong', { click }, t('switch_on_here', pattern.split('/')[2]));
  byId('state').replaceChildren(stateCard('off', 'quiet'), open(on));
}

/** What the server has to say of how things stand; null where that is for the extension to say.
 * @param {string} what  a summary  @param {Verdict} verdict  @param {Wording} wording  @returns {Note | null} */
function wordsFor(what, verdict, { levels, notes }) {
  if (what === 'cannot_judge') return { title: notes.not_assessable.title, body: verdict.why_not ?? '' };
  if (what === 'trusted') return notes.trusted;
  if (what === 'watching') return notes.none;
  if (!(what in levels)) return null;
  const body = [levels[what].body, verdict.why_not, verdict.quiet && notes[verdict.quiet].body]
    .filter(Boolean)
    .join(' ');
  return { title: levels[what].title, body };
}

/** What the server says of the chat on this page.
 * @param {number} tabId  @param {Verdict} verdict  @param {Wording} wording */
function showChat(tabId, verdict, wording) {
  const parts = [];
  if (verdict.timeline?.length) parts.push(h('h2', {}, t('timeline')), timeline(verdict.timeline, wording.stages));
  const counts = new Map();
  for (const { tactic, plain } of verdict.trusted ? [] : verdict.findings) {
    counts.set(tactic, { plain, n: (counts.get(tactic)?.n ?? 0) + 1 });
  }
  if (counts.size > 0) {
    const items = [...counts.values()].map(({ plain, n }) =>
      h('li', {}, n > 1 ? `${plain} (${t('times', n)})` : plain),
    );
    parts.push(h('h2', {}, t('tactics_found')), h('ul', {}, ...items));
  }
  const note = verdict.distress ? wording.notes.distress : null;
  if (note) parts.push(h('h2', {}, note.title), h('p', {}, note.body), advice(note.advice));
  const level = verdict.trusted ? undefined : wording.levels[verdict.level];
  if (level) parts.push(h('h2', {}, t('what_now')), advice(level.advice));
  const fraud = !!level && ['warning', 'danger'].includes(verdict.level);
  if (fraud || verdict.distress) parts.push(helpBlock({ fraud, trafficking: verdict.distress }));
  parts.push(open(...feedbackButtons(tabId, verdict.trusted, !!level), forgetButton(tabId)));
  byId('chat').replaceChildren(...parts);
}

/** @param {number} tabId  @param {boolean} trusted  @param {boolean} warned */
function feedbackButtons(tabId, trusted, warned) {
  const give = async (/** @type {FeedbackKind} */ act) => {
    await ask({ kind: 'feedback', act, tabId });
    await show();
    return '';
  };
  if (trusted) return [button(t('untrust'), () => give('untrust'))];
  const trust = h('button', {}, t('trust'));
  confirmed(trust, t('trust_ask'), t('trust_yes'), () => give('trust'));
  if (!warned) return [trust];
  return [button(t('wrong'), () => give('wrong')), trust, button(t('snooze'), () => give('snooze'))];
}

/** @param {number} tabId */
function forgetButton(tabId) {
  const forget = h('button', {}, t('forget_chat'));
  confirmed(forget, t('forget_chat_ask'), t('forget_yes'), async () => {
    const { ok } = await ask({ kind: 'forget', tabId });
    return t(ok ? 'forgotten' : 'not_saved');
  });
  return forget;
}

const advice = (/** @type {string[] | undefined} */ lines) =>
  h('ul', {}, ...(lines ?? []).map((line) => h('li', {}, line)));

/** Draws all of it anew. Who was in the midst of it stays there. */
async function show() {
  const main = /** @type {HTMLElement} */ (document.querySelector('main'));
  const here = main.contains(document.activeElement);
  await draw();
  if (here && !main.contains(document.activeElement)) main.focus();
}

async function draw() {
  const tab = await theTab();
  const tabId = /** @type {number} */ (tab.id);
  const [seen, { state: server }] = await Promise.all([
    chrome.tabs.sendMessage(tabId, { kind: 'look' }).catch(() => null),
    ask({ kind: 'status' }),
  ]);
  byId('chat').replaceChildren();
  if (!seen) return showOff(tab);
  const state = await tabState(tabId);
  if (server === 'connected' && state.server && state.server !== 'connected') {
    await chrome.tabs.sendMessage(tabId, { kind: 'retry' }); // it is back: the page need not wait
  }
  const { verdict = null, wording = null } = server === 'connected' ? await ask({ kind: 'chat', tabId }) : {};
  const what = summary({ ...state, server, page: seen, chat: verdict });
  const words = verdict && wording ? wordsFor(what, verdict, wording) : null;
  const tone = signOf(what) ?? 'quiet';
  const leftOut = seen.state === 'reading' && seen.unknown > 0 && t('left_out', seen.unknown);
  const read = verdict && seen.state === 'reading' && t('read_messages', verdict.n_messages);
  byId('state').replaceChildren(stateCard(what, tone, words), h('p.soft', {}, read, leftOut && ` ${leftOut}`));
  if (server !== 'connected') byId('state').append(open(button(t('try_again'), show)));
  if (verdict && wording && (verdict.n_messages > 0 || verdict.trusted)) showChat(tabId, verdict, wording);
}

translate();
byId('options').addEventListener('click', () => chrome.runtime.openOptionsPage());
await show();
