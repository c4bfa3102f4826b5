// The picture of a chat: how suspicious it was after each message, where the level rose, which stage it was in, on which
// days. The caption says the same in words.

import { h, locale, t } from './page.js';

const SVG = 'http://www.w3.org/2000/svg';
const [WIDTH, HEIGHT, TOP, LINE, PAD] = [364, 136, 14, 92, 12]; // in SVG units; LINE is where a risk of 0 lies
const DAY_APART = 48; // units between the names of two days, so that they do not run into each other
const SIGNS = { none: '', caution: 'i', warning: '!', danger: '!!' };
const LEVELS = ['none', 'caution', 'warning', 'danger'];

/** @typedef {NonNullable<Verdict['timeline']>} Points */
/** @typedef {{ at: (place: number) => number, y: (risk: number) => number }} Scale  places count messages, from 0 */

/** @param {string} name  @param {Record<string, string | number>} attributes  @param {(Node | string)[]} children */
function svg(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** Runs of messages in one stage, as [stage, first index, last index].
 * @param {Points} points  @returns {[string, number, number][]} */
export function stages(points) {
  /** @type {[string, number, number][]} */
  const runs = [];
  points.forEach(({ stage }, i) => {
    const last = runs.at(-1);
    if (last && (last[0] === stage || !stage)) last[2] = i;
    else if (stage) runs.push([stage, i, i]);
  });
  return runs;
}

/** The messages at which the level is higher than ever before, as indices.
 * @param {Points} points */
export function rises(points) {
  let highest = 0;
  return points.flatMap(({ level }, i) => {
    if (LEVELS.indexOf(level) <= highest) return [];
    highest = LEVELS.indexOf(level);
    return [i];
  });
}

/** The first message of each day, as indices, in the person's own time. Messages without a time begin none.
 * @param {Points} points */
export function days(points) {
  let last = '';
  return points.flatMap(({ sent_at }, i) => {
    const day = sent_at ? new Date(sent_at).toDateString() : last;
    if (day === last) return [];
    last = day;
    return [i];
  });
}

const dayFormat = (/** @type {Intl.DateTimeFormatOptions} */ more = {}) =>
  new Intl.DateTimeFormat(locale().lang, { day: 'numeric', month: 'short', ...more });

/** When a stretch of messages was written, in words; '' where no time is known.
 * @param {Points} points  @param {Intl.DateTimeFormatOptions} [more] */
function spanOfDays(points, more) {
  const times = points.flatMap(({ sent_at }) => (sent_at ? [Date.parse(sent_at)] : []));
  return times.length > 0 ? dayFormat(more).formatRange(Math.min(...times), Math.max(...times)) : '';
}

/** @param {Points} points  @param {Scale} scale */
function curve(points, { at, y }) {
  const [first, last] = [at(0.5).toFixed(1), at(points.length - 0.5).toFixed(1)];
  const path = points.map(({ risk }, i) => `${at(i + 0.5).toFixed(1)} ${y(risk).toFixed(1)}`).join(' L');
  const area = svg('path', { class: 'area', d: `M${first} ${LINE} L${path} L${last} ${LINE} Z` });
  const grid = [0, 0.5, 1].map((share) =>
    svg('line', { class: 'grid', x1: PAD, x2: WIDTH - PAD, y1: y(share), y2: y(share) }),
  );
  return [...grid, area, svg('path', { class: 'line', d: `M${path}` })];
}

/** @param {Points} points  @param {Scale} scale */
function riseMarks(points, { at, y }) {
  return rises(points).map((i) => {
    const { level, risk } = points[i];
    const [cx, cy] = [at(i + 0.5), y(risk)];
    const title = svg('title', {}, t('timeline_rise', i + 1, t(`level_${level}`)));
    const sign = svg('text', { x: cx, y: cy + 3.5 }, SIGNS[level]);
    return svg('g', { class: `rise ${level}` }, title, svg('circle', { cx, cy, r: 9 }), sign);
  });
}

/** @param {Points} points  @param {Record<string, string>} plain  @param {Scale} scale */
function stageBoxes(points, plain, { at }) {
  return stages(points).map(([stage, first, last], n) => {
    const [from, to] = [at(first), at(last + 1)].sort((a, b) => a - b);
    const box = svg('rect', { x: from, y: LINE + 10, width: Math.max(to - from, 2), height: 16 });
    const number = to - from > 12 ? [svg('text', { x: (from + to) / 2, y: LINE + 21.5 }, String(n + 1))] : [];
    return svg('g', { class: 'stage' }, svg('title', {}, plain[stage] ?? stage), box, ...number);
  });
}

/** A line where a day begins, named wherever there is room.
 * @param {Points} points  @param {Scale} scale */
function dayMarks(points, { at }) {
  let named = -Infinity;
  return days(points).map((i) => {
    const [x, along] = [at(i), Math.abs(at(i) - at(0))];
    const tick = svg('line', { class: 'grid', x1: x, x2: x, y1: TOP, y2: LINE + 30 });
    if (along - named < DAY_APART) return tick;
    named = along;
    const name = dayFormat().format(new Date(points[i].sent_at ?? 0));
    const middle = Math.min(Math.max(x, PAD + 14), WIDTH - PAD - 14); // the outermost stay in the frame
    return svg('g', { class: 'day' }, tick, svg('text', { x: middle, y: HEIGHT - 4 }, name));
  });
}

/** @param {Points} points  @param {Record<string, string>} plain */
function caption(points, plain) {
  const dated = (/** @type {string} */ words, /** @type {Points} */ part) =>
    [words, spanOfDays(part)].filter(Boolean).join(' · ');
  const parts = stages(points).map(([stage, first, last]) => {
    const name = plain[stage] ?? stage;
    const words = first === last ? t('stage_one', name, first + 1) : t('stage_part', name, first + 1, last + 1);
    return h('li', {}, dated(words, points.slice(first, last + 1)));
  });
  const marks = rises(points).map((i) =>
    h('li', {}, dated(t('timeline_rise', i + 1, t(`level_${points[i].level}`)), [points[i]])),
  );
  const when = spanOfDays(points, { year: 'numeric' });
  return h(
    'figcaption',
    {},
    when && h('p.when', {}, when),
    h('ol', {}, ...parts),
    marks.length > 0 && h('ul', {}, ...marks),
  );
}

/**
 * @param {Points} points  at least one
 * @param {Record<string, string>} plain  stage id to words
 * @returns {HTMLElement}
 */
export function timeline(points, plain) {
  const cell = (WIDTH - 2 * PAD) / points.length;
  const along = (/** @type {number} */ x) => (locale().dir === 'rtl' ? WIDTH - x : x); // time runs as one reads
  const scale = {
    at: (/** @type {number} */ place) => along(PAD + cell * place),
    y: (/** @type {number} */ risk) => LINE - (LINE - TOP) * Math.min(Math.max(risk, 0), 1),
  };
  const label = t('timeline_label', points.length, t(`level_${points[points.length - 1].level}`));
  const picture = svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': label });
  picture.append(...dayMarks(points, scale), ...curve(points, scale), ...riseMarks(points, scale));
  picture.append(...stageBoxes(points, plain, scale));
  return h('figure', {}, picture, caption(points, plain));
}
