// The messages with their marks. Long stretches without a mark are folded; the reason of a mark shows on focus or hover.

import { bring, h } from './dom.js';
import { risesIn } from './timeline.js';
import { moment, percent } from './words.js';

const AROUND = 2; // messages shown on either side of a marked one
const FOLD_FROM = 5; // a shorter stretch is not worth folding
const SHORT_CHAT = 60; // is shown whole
const UNFOLD_MSGS = 200;

/** @param {Verdict} verdict
 * @returns {{ element: HTMLElement, show: (key: string) => void }} */
export function messageList(verdict) {
  /** @type {Map<string, Finding[]>} */
  const marks = new Map();
  for (const finding of verdict.findings) {
    marks.set(finding.key, [...(marks.get(finding.key) ?? []), finding]);
  }
  const list = h('ol', { class: 'messages', keydown: hideReason });
  const rises = new Map(risesIn(verdict.timeline).map(({ key, level }) => [key, level]));
  const bubble = (/** @type {Said} */ said) => {
    const key = String(said.index);
    return message(said, verdict.timeline[said.index], rises.get(key), marks.get(key));
  };
  const parts = folded(verdict.messages, [...marks.keys(), ...rises.keys()]);
  list.append(...parts.map((part) => (Array.isArray(part) ? fold(part, bubble) : bubble(part))));
  const count = marks.size;
  const title = count ? `${count} marked ${count === 1 ? 'message' : 'messages'}` : 'The messages';
  const hint = count ? h('p', { class: 'hint' }, 'Point at a mark, or tab to it, to see why and what to do.') : null;
  const element = h('section', { class: 'card' }, h('h3', {}, title), hint, list);
  return { element, show: (key) => goTo(list, key) };
}

/** Messages near a notable one by themselves, the stretches between them as lists.
 * @param {Said[]} messages  @param {string[]} notable */
function folded(messages, notable) {
  const near = new Set();
  for (const key of notable) for (let i = -AROUND; i <= AROUND; i++) near.add(Number(key) + i);
  /** @type {(Said | Said[])[]} */
  const parts = [];
  /** @type {Said[]} */
  let quiet = [];
  const flush = () => {
    if (quiet.length >= FOLD_FROM) parts.push(quiet);
    else parts.push(...quiet);
    quiet = [];
  };
  for (const said of messages) {
    if (messages.length > SHORT_CHAT && !near.has(said.index)) quiet.push(said);
    else {
      flush();
      parts.push(said);
    }
  }
  flush();
  return parts;
}

/** @param {Said[]} quiet  @param {(said: Said) => HTMLElement} bubble */
function fold(quiet, bubble) {
  const words = () => `${quiet.length} messages without a mark`;
  const button = h('button', { type: 'button', class: 'link', click: unfold }, words());
  const item = h(
    'li',
    { class: 'fold', 'data-from': quiet[0].index, 'data-to': quiet[quiet.length - 1].index },
    button,
  );
  function unfold() {
    const next = quiet.splice(0, UNFOLD_MSGS).map(bubble);
    item.before(...next);
    if (quiet.length === 0) item.remove();
    else {
      item.dataset.from = String(quiet[0].index);
      button.textContent = words();
    }
    next[0].focus();
  }
  return item;
}

/** @param {Said} said  @param {Moment | undefined} then  @param {Level | undefined} rise  the level that begins here
 * @param {Finding[]} [findings] */
function message(said, then, rise, findings = []) {
  const who = said.sender === 'me' ? 'You' : 'They';
  const when = said.sent_at ? h('time', { datetime: said.sent_at }, moment(said.sent_at)) : null;
  return h(
    'li',
    {
      class: `message ${said.sender}${findings.length || rise ? ` marked ${then?.level ?? ''}` : ''}`,
      'data-index': said.index,
      tabindex: '-1',
    },
    h('p', { class: 'who' }, `${who} · ${said.index + 1}`, when ? ' · ' : null, when),
    h('p', { class: 'text' }, ...withSpans(said.text, findings[0]?.spans ?? [])),
    rise ? h('p', { class: 'from-here' }, `From here: ${rise}`) : null,
    findings.length ? h('ul', { class: 'marks' }, ...findings.map((finding) => mark(said, finding))) : null,
  );
}

/** The text with what can be looked up underlined.
 * @param {string} text  @param {[number, number][]} spans */
function withSpans(text, spans) {
  const ends = spans.flat();
  const pieces = [0, ...ends].map((start, i) => text.slice(start, ends[i]));
  return pieces.map((piece, i) =>
    i % 2 ? h('mark', { title: 'Something to look up before you use it' }, piece) : piece,
  );
}

/** @param {Said} said  @param {Finding} finding */
function mark(said, finding) {
  const id = `why-${said.index}-${finding.tactic}`;
  return h(
    'li',
    {},
    h('button', { type: 'button', class: 'mark', 'aria-describedby': id }, finding.plain),
    h(
      'span',
      { class: 'reason', id, role: 'tooltip' },
      `${finding.advice} `,
      h('em', {}, `${percent(finding.probability)} sure`),
    ),
  );
}

/** Escape puts the reason away without leaving the mark. @param {KeyboardEvent} event */
function hideReason(event) {
  const mark = /** @type {HTMLElement} */ (event.target);
  if (event.key !== 'Escape' || !mark.classList.contains('mark')) return;
  mark.classList.add('hushed');
  mark.addEventListener('blur', () => mark.classList.remove('hushed'), { once: true });
}

/** @param {HTMLElement} list  @param {string} key */
function goTo(list, key) {
  for (const item of list.querySelectorAll('.fold')) {
    const { from, to } = /** @type {HTMLElement} */ (item).dataset;
    while (item.isConnected && Number(from) <= Number(key) && Number(key) <= Number(to)) {
      if (list.querySelector(`[data-index="${Number(key)}"]`)) break;
      item.querySelector('button')?.click();
    }
  }
  /** @type {HTMLElement | null} */
  const found = list.querySelector(`[data-index="${Number(key)}"]`);
  if (!found) return;
  bring(found, 'center');
  found.focus({ preventScroll: true });
}
