// The picture of a chat: how suspicious it was after each message, where the level rose, and which stage it was in.

import { t, locale } from '../shared/page.js';

const SVG = 'http://www.w3.org/2000/svg';
const [WIDTH, HEIGHT, TOP, LINE, PAD] = [364, 124, 14, 92, 12]; // in SVG units; LINE is where a risk of 0 lies
const SIGNS = { none: '', caution: 'i', warning: '!', danger: '!!' };
const LEVELS = ['none', 'caution', 'warning', 'danger'];

/** @param {string} name  @param {Record<string, string | number>} attributes  @param {(Node | string)[]} children */
function svg(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** Runs of messages in one stage, as [stage, first index, last index].
 * @param {NonNullable<Verdict['timeline']>} points  @returns {[string, number, number][]} */
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

/**
 * @param {NonNullable<Verdict['timeline']>} points  at least one
 * @param {Record<string, string>} plain  stage id to words
 * @returns {HTMLElement}
 */
export function timeline(points, plain) {
  const cell = (WIDTH - 2 * PAD) / points.length;
  const along = (/** @type {number} */ at) => (locale().dir === 'rtl' ? WIDTH - at : at); // time runs as one reads
  const x = (/** @type {number} */ i) => along(PAD + cell * (i + 0.5));
  const y = (/** @type {number} */ risk) => LINE - (LINE - TOP) * Math.min(Math.max(risk, 0), 1);
  const path = points.map(({ risk }, i) => `${x(i).toFixed(1)} ${y(risk).toFixed(1)}`).join(' L');
  const end = points[points.length - 1].level;
  const label = t('timeline_label', points.length, t(`level_${end}`));
  const picture = svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': label });
  for (const share of [0, 0.5, 1])
    picture.append(svg('line', { class: 'grid', x1: PAD, x2: WIDTH - PAD, y1: y(share), y2: y(share) }));
  picture.append(svg('path', { class: 'area', d: `M${x(0)} ${LINE} L${path} L${x(points.length - 1)} ${LINE} Z` }));
  picture.append(svg('path', { class: 'line', d: `M${path}` }));
  let highest = 0;
  points.forEach(({ level, risk }, i) => {
    if (LEVELS.indexOf(level) <= highest) return;
    highest = LEVELS.indexOf(level);
    const title = svg('title', {}, t('timeline_rise', i + 1, t(`level_${level}`)));
    const [cx, cy] = [x(i), y(risk)];
    picture.append(
      svg(
        'g',
        { class: `rise ${level}` },
        title,
        svg('circle', { cx, cy, r: 9 }),
        svg('text', { x: cx, y: cy + 3.5 }, SIGNS[level]),
      ),
    );
  });
  const runs = stages(points);
  runs.forEach(([stage, first, last], n) => {
    const [from, to] = [PAD + cell * first, PAD + cell * (last + 1)];
    const wide = to - from > 12;
    const box = svg('rect', {
      x: Math.min(along(from), along(to)),
      y: LINE + 10,
      width: Math.max(to - from, 2),
      height: 16,
    });
    const number = wide ? [svg('text', { x: along((from + to) / 2), y: LINE + 21.5 }, String(n + 1))] : [];
    picture.append(svg('g', { class: 'stage' }, svg('title', {}, plain[stage] ?? stage), box, ...number));
  });
  const figure = document.createElement('figure');
  const caption = document.createElement('figcaption');
  const list = document.createElement('ol');
  for (const [stage, first, last] of runs) {
    const item = document.createElement('li');
    const name = plain[stage] ?? stage;
    item.textContent = first === last ? t('stage_one', name, first + 1) : t('stage_part', name, first + 1, last + 1);
    list.append(item);
  }
  caption.append(list);
  figure.append(picture, caption);
  return figure;
}
