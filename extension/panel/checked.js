// A text by itself: selected on a page or pasted. What the server says of it is shown in the place of the chat.

import { signOf, summary } from '../background/badge.js';
import { careParts, pictureParts, tacticParts } from '../shared/chat.js';
import { ask, byId, h, stateCard, t } from '../shared/page.js';
import { actions, button, wordsFor } from '../shared/standing.js';
import { indicatorParts, placesIn } from './indicators.js';

const QUOTED = 240; // characters of the text that are shown again, so that the person sees which one it was

/** @param {boolean} shown */
function turn(shown) {
  byId('checked').hidden = !shown;
  byId('live').hidden = shown;
}

/** Has a text judged and shows what comes of it.
 * @param {string} text  @param {string | null} [me]  as the server asks for it */
export async function showChecked(text, me = null) {
  turn(true);
  const place = byId('checked');
  const quote = text.length > QUOTED ? `${text.slice(0, QUOTED).toWellFormed()} …` : text;
  const close = h('button', { click: () => turn(false) }, t('close'));
  const status = h('div', { role: 'status' }, h('p', {}, t('checking')));
  const head = [
    h('h2', { id: 'checked-heading' }, t('checked_heading')),
    h('blockquote', { dir: 'auto' }, quote),
    status,
    actions(close),
  ];
  place.replaceChildren(...head);
  place.focus();
  const answer = await ask({ kind: 'assess', text, me });
  const [card, ...rest] = answer.ok ? await verdictParts(answer) : troubleParts(answer, text, me);
  if (!status.isConnected) return; // another text came meanwhile
  status.replaceChildren(card);
  place.append(...rest);
}

/** @param {{ verdict: Verdict, wording: Wording }} answer */
async function verdictParts({ verdict, wording }) {
  const what = summary({ server: 'connected', page: { state: 'reading', unknown: 0, site: null }, chat: verdict });
  const senders = new Set((verdict.messages ?? []).map(({ sender }) => sender));
  const oneSided = senders.size === 1 ? wording.notes[`only_${[...senders][0]}`] : null;
  const said = verdict.messages ?? [];
  const pieces = Object.entries(placesIn(verdict)).flatMap(([key, places]) =>
    places.map(([from, to]) => said[Number(key)].text.slice(from, to)),
  );
  return [
    stateCard(what, signOf(what) ?? 'quiet', wordsFor(what, verdict, wording)),
    ...(oneSided ? [h('p.soft', {}, oneSided.body)] : []),
    ...pictureParts(verdict, wording, 2),
    ...tacticParts(verdict),
    ...careParts(verdict, wording),
    ...(await indicatorParts([...new Set(pieces)])),
  ];
}

/** @param {Extract<Answer, { ok: false }>} answer  @param {string} text  @param {string | null} me */
function troubleParts({ state, code, names = [] }, text, me) {
  if (code === 'who_is_me') {
    const choose = (/** @type {string} */ name) => () => showChecked(text, name);
    const rows = names.map((name) => h('button', { click: choose(name) }, h('bdi', {}, name)));
    return [h('p', {}, t('who_is_me')), actions(...rows, button(t('who_is_nobody'), choose('')))];
  }
  if (state === 'refused') return [stateCard('refused', 'problem')];
  return [stateCard(state, 'problem'), actions(button(t('try_again'), () => showChecked(text, me)))];
}
