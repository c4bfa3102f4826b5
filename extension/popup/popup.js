// The popup: how things stand on this page, what was found in this chat, and what the person can do about it.

import { checkForm } from '../shared/check_form.js';
import { careParts, forgetButton, levelOf, pictureParts, tacticParts, tell, trustButton } from '../shared/chat.js';
import { openPanel } from '../shared/open_panel.js';
import { ask, byId, t, translate } from '../shared/page.js';
import { actions, button, countParts, standingOf, stateParts, theTab } from '../shared/standing.js';
import { teachOffer } from './teach.js';

/** What the server says of the chat on this page.
 * @param {number} tabId  @param {Verdict} verdict  @param {Wording} wording */
function showChat(tabId, verdict, wording) {
  const warned = !!levelOf(verdict, wording);
  const give = (/** @type {FeedbackKind} */ act) => button(t(act), () => tell(tabId, act, show));
  const trust = trustButton(tabId, verdict.trusted, show);
  const say = warned ? [give('wrong'), trust, give('snooze')] : [trust];
  byId('chat').replaceChildren(
    ...pictureParts(verdict, wording),
    ...tacticParts(verdict),
    ...careParts(verdict, wording),
    actions(...say, forgetButton(tabId)),
  );
}

/** Draws all of it anew. Who was in the midst of it stays there. */
async function show() {
  const main = /** @type {HTMLElement} */ (document.querySelector('main'));
  const here = main.contains(document.activeElement);
  await draw();
  if (here && !main.contains(document.activeElement)) main.focus();
}

async function draw() {
  const standing = await standingOf(await theTab());
  const { tab, verdict, wording } = standing;
  byId('chat').replaceChildren();
  const offer = standing.seen ? teachOffer(/** @type {number} */ (tab.id), standing.seen) : [];
  byId('state').replaceChildren(...(await stateParts(standing, show, close)), ...countParts(standing), ...offer);
  if (verdict && wording && (verdict.n_messages > 0 || verdict.trusted))
    showChat(/** @type {number} */ (tab.id), verdict, wording);
}

translate();
byId('options').addEventListener('click', () => chrome.runtime.openOptionsPage());
const { windowId, id: tabId = -1 } = await theTab(); // known before a click: Firefox waits for nothing after one
byId('panel').addEventListener('click', () => openPanel(windowId, tabId).then(() => close()));
const check = async (/** @type {string} */ text) => {
  await Promise.all([openPanel(windowId, tabId), ask({ kind: 'hold', text, windowId })]);
  close();
};
byId('check').replaceWith(checkForm(check));
await show();
