// The picture of a chat.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeChrome } from '../chrome.js';

/** @type {typeof import('../../../extension/shared/timeline.js')} */
let module;

beforeEach(async () => {
  vi.stubGlobal('chrome', fakeChrome());
  module = await import('../../../extension/shared/timeline.js');
});

/** @param {[Level, number, string | null][]} points */
const points = (...points) =>
  points.map(([level, risk, stage], i) => ({
    key: `k${i}`,
    sent_at: /** @type {string | null} */ (null),
    sender: /** @type {Sender} */ ('them'),
    level,
    risk,
    stage,
    spans: [],
  }));

const CHAT = points(['none', 0, 'hook'], ['caution', 0.4, 'groom'], ['caution', 0.5, null], ['danger', 1, 'extract']);
const PLAIN = { hook: 'First contact', groom: 'Building trust', extract: 'Asking <b>money</b>' };

describe('the timeline', () => {
  it('marks each rise of the level once, with its sign', () => {
    const signs = [...module.timeline(CHAT, PLAIN).querySelectorAll('.rise text')].map((text) => text.textContent);
    expect(signs).toEqual(['i', '!!']);
  });

  it('says in words what the picture shows', () => {
    const figure = module.timeline(CHAT, PLAIN);
    expect(figure.querySelector('svg')?.getAttribute('aria-label')).toBe(
      'Line of how suspicious this chat was over its 4 messages. It ends at: stop before you send anything.',
    );
    expect([...figure.querySelectorAll('ol li')].map((li) => li.textContent)).toEqual([
      'First contact (message 1)',
      'Building trust (messages 2 to 3)',
      'Asking <b>money</b> (message 4)',
    ]);
    expect([...figure.querySelectorAll('ul li')].map((li) => li.textContent)).toEqual([
      'Message 2: worth a second look',
      'Message 4: stop before you send anything',
    ]);
    expect(figure.querySelector('b')).toBeNull();
  });

  it('runs in the direction in which one reads', () => {
    const rises = () =>
      [...module.timeline(CHAT, PLAIN).querySelectorAll('.rise circle')].map((one) => Number(one.getAttribute('cx')));
    const boxes = () =>
      [...module.timeline(CHAT, PLAIN).querySelectorAll('.stage rect')].map((one) => Number(one.getAttribute('x')));
    expect([rises(), boxes()]).toEqual([rises().sort((a, b) => a - b), boxes().sort((a, b) => a - b)]);
    vi.stubGlobal('chrome', fakeChrome({ lang: 'ar' }));
    expect([rises(), boxes()]).toEqual([rises().sort((a, b) => b - a), boxes().sort((a, b) => b - a)]);
  });

  it.each([[1], [2], [5000]])('of %i messages stays in its frame', (n) => {
    const long = points(
      ...Array.from({ length: n }, () => /** @type {[Level, number, string]} */ (['none', 7, 'hook'])),
    );
    const path = module.timeline(long, PLAIN).querySelector('.line')?.getAttribute('d') ?? '';
    const numbers = path.match(/[\d.]+/g)?.map(Number) ?? [];
    expect(Math.max(...numbers)).toBeLessThanOrEqual(364);
    expect(numbers.some(Number.isNaN)).toBe(false);
  });

  it('goes over days, in the picture and in words, where the page tells of them', () => {
    const dated = CHAT.map((point, i) => ({ ...point, sent_at: [null, '2026-03-02T22:00:00Z', null][i] ?? null }));
    dated[3].sent_at = '2026-03-05T08:00:00Z';
    const figure = module.timeline(dated, PLAIN);
    expect(module.days(dated)).toEqual([1, 3]);
    expect([...figure.querySelectorAll('.day text')].map((day) => day.textContent)).toEqual(['Mar 2', 'Mar 5']);
    const words = [...figure.querySelectorAll('.when, li')].map((one) => one.textContent?.replace(/\u2009/g, ' '));
    expect(words).toEqual([
      'Mar 2 – 5, 2026',
      'First contact (message 1)',
      'Building trust (messages 2 to 3) · Mar 2',
      'Asking <b>money</b> (message 4) · Mar 5',
      'Message 2: worth a second look · Mar 2',
      'Message 4: stop before you send anything · Mar 5',
    ]);
  });

  it('names no day over another, however many there are', () => {
    const many = points(...Array.from({ length: 60 }, () => /** @type {[Level, number, null]} */ (['none', 0, null])));
    many.forEach((point, i) => (point.sent_at = new Date(Date.UTC(2026, 0, i + 1, 12)).toISOString()));
    const places = [...module.timeline(many, PLAIN).querySelectorAll('.day text')].map((one) =>
      Number(one.getAttribute('x')),
    );
    const apart = places.slice(1).map((x, i) => x - places[i]);
    expect(places.length).toBeGreaterThan(3);
    expect(Math.min(...apart)).toBeGreaterThan(30);
  });

  it('draws no stage where none was told', () => {
    expect(module.stages(points(['none', 0, null], ['none', 0, null]))).toEqual([]);
  });
});
