// The picture of a chat over time: the risk as a line, the stages as a strip below, the levels as steps to jump to.

import { h, svg } from './dom.js';
import { day } from './words.js';

const WIDTH = 720;
const HEIGHT = 170;
const LEFT = 64; // for the names of the levels
const TOP = 12;
const FLOOR = 128;
const STRIP = 140;
const STRIP_HEIGHT = 12;
const MAX_POINTS = 700; // a point a pixel
const LEVEL_NAMES = { caution: 'caution', warning: 'warning', danger: 'danger' };

/**
 * @param {Verdict} verdict
 * @param {Wording} wording
 * @param {(key: string) => void} goTo  shows a message
 */
export function timeline(verdict, wording, goTo) {
  const moments = verdict.timeline;
  const rises = risesIn(moments);
  const x = (/** @type {number} */ i) => LEFT + ((i + 0.5) / moments.length) * (WIDTH - LEFT - 8);
  const y = (/** @type {number} */ risk) => FLOOR - risk * (FLOOR - TOP);
  const picture = svg(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': inWords(moments, rises, wording) },
    axis('high risk', y(1)),
    axis('low', y(0)),
    strip(moments, wording, x),
    svg('path', { class: 'area', d: `${line(moments, x, y)} L${x(moments.length - 1)} ${FLOOR} L${x(0)} ${FLOOR} Z` }),
    svg('path', { class: 'risk', d: line(moments, x, y) }),
    ...rises.map((moment) => riseMark(moment, x(moments.indexOf(moment)), y(moment.risk))),
    ...dates(moments),
  );
  picture.addEventListener('click', (event) => {
    const box = picture.getBoundingClientRect();
    const at = ((((event.clientX - box.left) / box.width) * WIDTH - LEFT) / (WIDTH - LEFT - 8)) * moments.length;
    goTo(moments[Math.min(moments.length - 1, Math.max(0, Math.floor(at)))].key);
  });
  return h(
    'figure',
    { class: 'card' },
    h('figcaption', {}, h('h3', {}, 'How it developed')),
    picture,
    legend(moments, wording),
    jumps(moments, rises, goTo),
  );
}

const ORDER = ['none', 'caution', 'warning', 'danger'];

/** Where the level goes up.
 * @param {Moment[]} moments */
export const risesIn = (moments) =>
  moments.filter(({ level }, i) => ORDER.indexOf(level) > ORDER.indexOf(moments[i - 1]?.level ?? 'none'));

/** @param {string} name  @param {number} y */
function axis(name, y) {
  return svg(
    'g',
    { class: 'axis' },
    svg('line', { x1: LEFT, x2: WIDTH - 8, y1: y, y2: y }),
    svg('text', { x: LEFT - 8, y: y + 4, 'text-anchor': 'end' }, name),
  );
}

/** The highest risk of each column of pixels, so that no peak is lost in a long chat.
 * @param {Moment[]} moments  @param {(i: number) => number} x  @param {(risk: number) => number} y */
function line(moments, x, y) {
  const step = Math.max(1, moments.length / MAX_POINTS);
  const points = [];
  for (let start = 0; start < moments.length; start += step) {
    const part = moments.slice(Math.floor(start), Math.max(Math.floor(start) + 1, Math.floor(start + step)));
    const highest = part.reduce((a, b) => (b.risk > a.risk ? b : a));
    points.push(`${x(moments.indexOf(highest, Math.floor(start))).toFixed(1)} ${y(highest.risk).toFixed(1)}`);
  }
  return `M${points.join(' L')}`;
}

/** @param {Moment} moment  @param {number} x  @param {number} y */
function riseMark(moment, x, y) {
  return svg(
    'g',
    { class: `rise ${moment.level}` },
    svg('line', { x1: x, x2: x, y1: TOP, y2: FLOOR }),
    svg('circle', { cx: x, cy: y, r: 5 }),
  );
}

/** Stretches of the same stage, as coloured bars.
 * @param {Moment[]} moments  @param {Wording} wording  @param {(i: number) => number} x */
function strip(moments, wording, x) {
  const bars = [];
  for (let start = 0; start < moments.length;) {
    let end = start;
    while (end < moments.length && moments[end].stage === moments[start].stage) end++;
    const { stage } = moments[start];
    const half = (x(1) - x(0)) / 2;
    const bar = { x: x(start) - half, width: Math.max(1, x(end - 1) - x(start) + 2 * half), y: STRIP };
    const title = stage ? svg('title', {}, wording.stages[stage]) : null;
    if (stage) bars.push(svg('rect', { ...bar, height: STRIP_HEIGHT, class: `stage ${stage}` }, title));
    start = end;
  }
  const name = svg('text', { x: LEFT - 8, y: STRIP + 10, 'text-anchor': 'end' }, 'stage');
  return bars.length ? svg('g', { class: 'axis' }, name, ...bars) : null;
}

/** @param {Moment[]} moments */
function dates(moments) {
  const timed = moments.filter((moment) => moment.sent_at);
  const [first, last] = [timed[0]?.sent_at, timed.at(-1)?.sent_at];
  const ends = first && last ? [day(first), day(last)] : ['first message', 'last message'];
  const text = (/** @type {string} */ words, /** @type {number} */ x, /** @type {string} */ anchor) =>
    svg('text', { x, y: HEIGHT - 4, 'text-anchor': anchor, class: 'date' }, words);
  return ends[0] === ends[1]
    ? [text(ends[0], LEFT, 'start')]
    : [text(ends[0], LEFT, 'start'), text(ends[1], WIDTH - 8, 'end')];
}

/** @param {Moment[]} moments  @param {Wording} wording */
function legend(moments, wording) {
  const seen = [...new Set(moments.map((moment) => moment.stage))].filter((stage) => stage !== null);
  if (seen.length === 0) return null;
  const entry = (/** @type {string} */ stage) =>
    h('li', {}, h('span', { class: `swatch ${stage}` }), wording.stages[stage]);
  return h('ul', { class: 'legend', 'aria-hidden': 'true' }, ...seen.map(entry));
}

/** The same jumps for the keyboard.
 * @param {Moment[]} moments  @param {Moment[]} rises  @param {(key: string) => void} goTo */
function jumps(moments, rises, goTo) {
  if (rises.length === 0) return null;
  const buttons = rises.map((moment) =>
    h(
      'button',
      { type: 'button', class: `jump ${moment.level}`, click: () => goTo(moment.key) },
      `${LEVEL_NAMES[/** @type {'caution'} */ (moment.level)]} from message ${moments.indexOf(moment) + 1}`,
    ),
  );
  return h('p', { class: 'row' }, ...buttons);
}

/** What the picture shows, for those who do not see it.
 * @param {Moment[]} moments  @param {Moment[]} rises  @param {Wording} wording */
function inWords(moments, rises, wording) {
  const steps = rises.map((moment) => {
    const stage = moment.stage ? ` (${wording.stages[moment.stage]})` : '';
    return `${moment.level} from message ${moments.indexOf(moment) + 1}${stage}`;
  });
  const what = steps.length ? steps.join(', ') : 'nothing suspicious found';
  return `Timeline of ${moments.length} messages: ${what}.`;
}
