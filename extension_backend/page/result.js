// Shows a verdict: what it is, what to do now, how it came about, and the messages it rests on.

import { bring, h } from './dom.js';
import { helpBlock } from './help.js';
import { messageList } from './messages.js';
import { timeline } from './timeline.js';
import { percent } from './words.js';

/** A sign beside the words, so that a level is never told by colour alone. */
const SIGNS = { none: '–', caution: 'i', warning: '!', danger: '!!', unknown: '?' };

/** @param {HTMLElement} place  @param {Verdict} verdict  @param {Wording} wording */
export function showResult(place, verdict, wording) {
  const messages = messageList(verdict);
  place.replaceChildren(
    banner(verdict, wording),
    ...notes(verdict, wording),
    help(verdict),
    ...(verdict.assessable ? [facts(verdict), timeline(verdict, wording, messages.show)] : []),
    messages.element,
  );
  place.hidden = false;
  place.focus({ preventScroll: true });
  bring(place, 'start');
}

/** @param {Verdict} verdict  @param {Wording} wording */
function banner(verdict, wording) {
  const words = verdict.assessable ? (verdict.alert ?? wording.notes.none) : wording.notes.not_assessable;
  const level = verdict.assessable ? verdict.level : 'unknown';
  return h(
    'div',
    { class: `banner ${level}` },
    h('span', { class: 'sign', 'aria-hidden': 'true' }, SIGNS[level]),
    h(
      'div',
      {},
      h('h2', {}, words.title),
      h('p', {}, verdict.assessable ? words.body : verdict.why_not),
      advice('What you can do now', words.advice),
    ),
  );
}

/** @param {string} title  @param {string[]} [lines] */
function advice(title, lines = []) {
  if (lines.length === 0) return null;
  return h('div', { class: 'advice' }, h('h3', {}, title), h('ul', {}, ...lines.map((line) => h('li', {}, line))));
}

/** What must be said beside the level.
 * @param {Verdict} verdict  @param {Wording} wording */
function notes(verdict, wording) {
  const senders = new Set(verdict.messages.map((message) => message.sender));
  const only = senders.size === 1 ? wording.notes[`only_${[...senders][0]}`] : null;
  const partly = verdict.assessable && verdict.why_not ? wording.notes.partly_assessable : null;
  return [verdict.distress ? wording.notes.distress : null, partly, only]
    .filter((words) => words)
    .map((words) =>
      h(
        'div',
        { class: 'note card' },
        h('h3', {}, words?.title),
        h('p', {}, words?.body),
        advice('What helps', words?.advice),
      ),
    );
}

/** Whom to turn to, where the chat calls for it.
 * @param {Verdict} verdict */
function help({ level, distress }) {
  const fraud = level === 'warning' || level === 'danger';
  return fraud || distress ? helpBlock({ fraud, trafficking: distress }) : '';
}

/** @param {Verdict} verdict */
function facts(verdict) {
  const rows = [
    ['Messages read', verdict.n_messages.toLocaleString('en')],
    ['How it reads', verdict.script?.plain],
    ['How far it is', verdict.stage?.plain],
    ['How sure', verdict.level === 'none' ? null : `${percent(verdict.risk ?? 0)} that it follows a known script`],
  ];
  const shown = rows.filter(([, value]) => value);
  return h('dl', { class: 'facts' }, ...shown.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]));
}
