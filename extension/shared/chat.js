// What is said of a chat beside its level, and what the person can say of it. Shared by popup and side panel.

import { helpBlock } from './help.js';
import { ask, confirmed, h, t } from './page.js';
import { button } from './standing.js';
import { timeline } from './timeline.js';

const advice = (/** @type {string[] | undefined} */ lines) =>
  h('ul', {}, ...(lines ?? []).map((line) => h('li', {}, line)));

/** How the chat went, as a picture; nothing where it has fewer points than `least`.
 * @param {Verdict} verdict  @param {Wording} wording  @param {number} [least] */
export const pictureParts = ({ timeline: points = [] }, { stages }, least = 1) =>
  points.length < least ? [] : [h('h2', {}, t('timeline')), timeline(points, stages)];

/** Each tactic in plain words, and in how many messages it was seen.
 * @param {Verdict} verdict */
export function tacticParts({ trusted, findings }) {
  const counts = new Map();
  for (const { tactic, plain } of trusted ? [] : findings) {
    counts.set(tactic, { plain, n: (counts.get(tactic)?.n ?? 0) + 1 });
  }
  if (counts.size === 0) return [];
  const items = [...counts.values()].map(({ plain, n }) => h('li', {}, n > 1 ? `${plain} (${t('times', n)})` : plain));
  return [h('h2', {}, t('tactics_found')), h('ul', {}, ...items)];
}

/** What to do now, and whom to turn to.
 * @param {Verdict} verdict  @param {Wording} wording */
export function careParts(verdict, wording) {
  const parts = [];
  const note = verdict.distress ? wording.notes.distress : null;
  if (note) parts.push(h('h2', {}, note.title), h('p', {}, note.body), advice(note.advice));
  const level = levelOf(verdict, wording);
  if (level) parts.push(h('h2', {}, t('what_now')), advice(level.advice));
  const fraud = !!level && ['warning', 'danger'].includes(verdict.level);
  if (fraud || verdict.distress) parts.push(helpBlock({ fraud, trafficking: verdict.distress }));
  return parts;
}

/** The words of the level; undefined where nothing is said of the chat.
 * @param {Verdict} verdict  @param {Wording} wording */
export const levelOf = ({ trusted, level }, { levels }) => (trusted ? undefined : levels[level]);

/** Tells the server; `again` shows what holds then.
 * @param {number} tabId  @param {FeedbackKind} act  @param {() => unknown} again  @param {string} [note] */
export async function tell(tabId, act, again, note) {
  const { ok } = await ask({ kind: 'feedback', act, tabId, note });
  await again();
  return ok === false ? t('not_saved') : '';
}

/** "I trust this person", after a question, or the way back.
 * @param {number} tabId  @param {boolean} trusted  @param {() => unknown} again */
export function trustButton(tabId, trusted, again) {
  if (trusted) return button(t('untrust'), () => tell(tabId, 'untrust', again));
  const trust = h('button', {}, t('trust'));
  confirmed(trust, t('trust_ask'), t('trust_yes'), () => tell(tabId, 'trust', again));
  return trust;
}

/** @param {number} tabId  @param {() => unknown} [again] */
export function forgetButton(tabId, again) {
  const forget = h('button', {}, t('forget_chat'));
  confirmed(forget, t('forget_chat_ask'), t('forget_yes'), async () => {
    const { ok } = await ask({ kind: 'forget', tabId });
    if (ok) await again?.();
    return t(ok ? 'forgotten' : 'not_saved');
  });
  return forget;
}
