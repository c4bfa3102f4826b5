// The side panel in Chromium, the sidebar in Firefox. It follows the active tab and the chat in it; a text that was
// selected or pasted is shown in the place of it.

import { careParts, forgetButton, levelOf, pictureParts, tacticParts, tell, trustButton } from '../shared/chat.js';
import { checkForm } from '../shared/check_form.js';
import { ask, byId, confirmed, h, stateCard, t, translate } from '../shared/page.js';
import { actions, button, countParts, standingOf, stateParts, theTab } from '../shared/standing.js';
import { showChecked } from './checked.js';
import { draw } from './draw.js';
import { exportButton } from './evidence.js';
import { indicatorParts, piecesFrom, placesIn } from './indicators.js';

const AGAIN_MS = 3000; // while the server is away, which tells nobody that it is back
const MAX_NOTE = 500; // as the server takes it

const windowId = /** @type {number} */ ((await chrome.windows.getCurrent()).id);
let forgotten = ''; // the chat that was deleted last: it is not about to be read, as one without a verdict else is
/** What holds now of the chat that is shown; what is drawn may be older. */
let latest = { n_messages: 0, unknown: 0, site: '' };
let wanted = false;
/** @type {Promise<void> | null} */
let looking = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** Looks once more; however often it is called during a look, there is one more after it. */
function refresh() {
  wanted = true;
  looking ??= (async () => {
    while (wanted) {
      wanted = false;
      await show();
    }
  })().finally(() => (looking = null));
  return looking;
}

async function show() {
  clearTimeout(timer);
  if (document.hidden) return; // it looks again when it is seen
  const tab = await theTab().catch(() => null);
  if (tab?.id === undefined) {
    await draw('state', null, () => [stateCard('cannot', 'quiet')]);
    return clear();
  }
  const standing = await standingOf(tab);
  const { seen, verdict, wording, what } = standing;
  const chat = [tab.id, seen?.site, seen?.conversation];
  const gone = !verdict && what === 'looking' && forgotten === String(chat);
  const card = gone
    ? () => [stateCard('forgotten', 'quiet', { title: t('forgotten'), body: t('forgotten_next') })]
    : () => stateParts(standing, refresh);
  await draw('state', [...chat, tab.url, what, gone, verdict?.why_not, verdict?.quiet], card);
  if (verdict && wording && seen && (verdict.n_messages > 0 || verdict.trusted))
    await showChat(tab.id, seen, chat, verdict, wording);
  else await clear();
  await draw('counts', [seen?.state, seen?.unknown, verdict?.n_messages], () => countParts(standing));
  if (standing.server !== 'connected') timer = setTimeout(refresh, AGAIN_MS);
}

async function clear() {
  for (const id of ['picture', 'tactics', 'care', 'found', 'acts']) await draw(id, null, () => []);
}

/** @param {number} tabId  @param {Seen} seen  @param {unknown[]} chat  which one  @param {Verdict} verdict
 * @param {Wording} wording */
async function showChat(tabId, seen, chat, verdict, wording) {
  const { trusted, level, distress, findings, n_messages } = verdict;
  const warned = !!levelOf(verdict, wording);
  latest = { n_messages, unknown: seen.unknown, site: seen.site ?? '' };
  await draw('picture', verdict.timeline ?? [], () => pictureParts(verdict, wording));
  await draw('tactics', [trusted, findings], () => tacticParts(verdict));
  await draw('care', [trusted, level, distress], () => careParts(verdict, wording));
  const { pieces, missing } = await piecesFrom(tabId, seen.conversation, placesIn(verdict));
  await draw('found', [chat, pieces, missing], () => indicatorParts(pieces, missing));
  await draw('acts', [chat, trusted, warned], () => [
    h('h2', {}, t('acts_heading')),
    actions(
      warned && wrongButton(tabId),
      trustButton(tabId, trusted, refresh),
      warned && button(t('snooze'), () => tell(tabId, 'snooze', refresh)),
      forgetButton(tabId, () => {
        forgotten = String(chat);
        return refresh();
      }),
      exportButton(tabId, seen.conversation, () => latest),
    ),
  ]);
}

/** "This is wrong", with a note for oneself that may stay empty.
 * @param {number} tabId */
function wrongButton(tabId) {
  const note = /** @type {HTMLTextAreaElement} */ (h('textarea', { rows: 3, dir: 'auto', maxlength: MAX_NOTE }));
  const wrong = h('button', {}, t('wrong'));
  const question = async () => h('div', {}, h('label', {}, t('note_label'), note), h('p.soft', {}, t('note_stays')));
  confirmed(wrong, question, t('note_yes'), async () => {
    const trouble = await tell(tabId, 'wrong', refresh, note.value.trim());
    if (!trouble) note.value = '';
    return trouble || t('heading_and_text', t('saved_title'), t('saved'));
  });
  return wrong;
}

async function takeText() {
  const text = await ask({ kind: 'take', windowId });
  if (text) await showChecked(text);
}

translate();
byId('options').addEventListener('click', () => chrome.runtime.openOptionsPage());
byId('check').replaceWith(checkForm(showChecked));
chrome.runtime.onMessage.addListener((message) => {
  if (message.kind === 'waiting' && message.windowId === windowId) takeText();
});
// What the background notes of a tab changes with every message that is read there.
chrome.storage.session.onChanged.addListener(refresh);
document.addEventListener('visibilitychange', refresh);
chrome.tabs.onActivated.addListener(refresh);
chrome.tabs.onUpdated.addListener((_tabId, { status, url }) => void ((status === 'complete' || url) && refresh()));
await Promise.all([refresh(), takeText()]);
