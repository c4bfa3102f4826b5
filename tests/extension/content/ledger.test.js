// What is sent, when, with which neighbours, and what becomes of rows that change, vanish or come twice.
import { beforeEach, describe, expect, it } from 'vitest';
import { loadReader } from '../load.js';

/** @type {Ledger & { order: string[] }} */
let ledger;
const NOTHING = new Set();

/** @param {string} key  @param {Partial<Message>} [more]  @returns {Message} */
const them = (key, more) => ({ key, sender: 'them', text: `text of ${key}`, sent_at: null, deleted: false, ...more });
const me = (/** @type {string} */ key, /** @type {Partial<Message>} */ more = {}) =>
  them(key, { sender: 'me', ...more });
const page = (/** @type {string[]} */ ...keys) => keys.map((key) => them(key));
const numbered = (/** @type {number} */ from, /** @type {number} */ to) =>
  Array.from({ length: to - from + 1 }, (_, i) => `k${from + i}`);

const keysOf = (/** @type {Batch | null} */ batch) => batch?.map(({ key }) => key) ?? null;

/** Sends until nothing is left. @returns {string[][]} the keys of each batch */
function drain() {
  const batches = [];
  for (let batch = ledger.next(); batch; batch = ledger.next()) {
    batches.push(/** @type {string[]} */ (keysOf(batch)));
    ledger.acknowledge(batch);
  }
  return batches;
}

beforeEach(async () => {
  const { Ledger } = await loadReader();
  ledger = /** @type {any} */ (new Ledger());
});

describe('batches', () => {
  it('are in page order, and nothing is sent twice', () => {
    ledger.update(page('a', 'b', 'c'), NOTHING, 0);
    expect(drain()).toEqual([['a', 'b', 'c']]);
    ledger.update(page('a', 'b', 'c'), NOTHING, 0);
    expect(ledger.next()).toBeNull();
  });

  it('put up to seven rows that were sent before on either side of new ones', () => {
    ledger.update(page(...numbered(1, 9), ...numbered(11, 20)), NOTHING, 0);
    drain();
    ledger.update(page(...numbered(1, 20)), NOTHING, 0);
    expect(drain()).toEqual([numbered(3, 17)]);
  });

  it('give a single new row at the end its context, also when the page dropped the rows before it', () => {
    ledger.update(page(...numbered(1, 10)), NOTHING, 0);
    drain();
    ledger.update(page('k10', 'k11'), NOTHING, 0);
    expect(drain()).toEqual([numbered(4, 11)]);
  });

  it('hold at most 200 messages, and together all of a long history', () => {
    ledger.update(page(...numbered(1, 500)), NOTHING, 0);
    const batches = drain();
    expect(Math.max(...batches.map((batch) => batch.length))).toBeLessThanOrEqual(200);
    expect(new Set(batches.flat())).toEqual(new Set(numbered(1, 500)));
    expect(batches[1].slice(0, 8)).toEqual(numbered(180, 187));
  });

  it('stay far below the size that the server takes', () => {
    const long = numbered(1, 40).map((key) => them(key, { text: 'x'.repeat(8000) }));
    ledger.update(long, NOTHING, 0);
    let sent = 0;
    for (let batch = ledger.next(); batch; batch = ledger.next()) {
      expect(batch.reduce((units, { text }) => units + text.length, 0)).toBeLessThanOrEqual(60_000);
      ledger.acknowledge(batch);
      sent += 1;
    }
    expect(sent).toBeGreaterThan(5);
  });

  it('do not carry the rows between two changes that are far apart', () => {
    ledger.update(page(...numbered(1, 60)), NOTHING, 0);
    drain();
    const edited = page(...numbered(1, 60)).map((m) => (['k2', 'k50'].includes(m.key) ? { ...m, text: 'new' } : m));
    ledger.update(edited, NOTHING, 0);
    expect(drain()).toEqual([numbered(1, 9), numbered(43, 57)]);
  });
});

describe('what was not acknowledged', () => {
  it('is sent again', () => {
    ledger.update(page('a', 'b'), NOTHING, 0);
    expect(keysOf(ledger.next())).toEqual(['a', 'b']);
    expect(keysOf(ledger.next())).toEqual(['a', 'b']);
  });

  it('stays to be sent where it changed while it was on its way', () => {
    ledger.update([them('a', { text: 'first' })], NOTHING, 0);
    const batch = /** @type {Batch} */ (ledger.next());
    ledger.update([them('a', { text: 'second' })], NOTHING, 0);
    ledger.acknowledge(batch);
    expect(ledger.next()?.[0].text).toBe('second');
  });

  it('is everything, when asked for', () => {
    ledger.update(page('a', 'b'), NOTHING, 0);
    drain();
    ledger.resend();
    expect(drain()).toEqual([['a', 'b']]);
  });
});

describe('places', () => {
  it('older messages that load later stand before the others', () => {
    ledger.update(page('c', 'd'), NOTHING, 0);
    drain();
    ledger.update(page('a', 'b', 'c', 'd'), NOTHING, 0);
    expect(drain()).toEqual([['a', 'b', 'c', 'd']]);
  });

  it('history drawn anew as other nodes is known, and not sent', () => {
    ledger.update(page('a', 'b', 'c'), NOTHING, 0);
    drain();
    ledger.update(page('b', 'c'), NOTHING, 0);
    ledger.update(page('a', 'b', 'c'), NOTHING, 0);
    expect(ledger.next()).toBeNull();
  });

  it('a stretch that was never seen beside the others gets none of them as neighbours', () => {
    ledger.update(page('x', 'y', 'z'), NOTHING, 0);
    drain();
    expect(ledger.isElsewhere(page('a', 'b'))).toBe(true);
    ledger.update(page('a', 'b'), NOTHING, 0);
    expect(drain()).toEqual([['a', 'b']]);
  });
});

describe('edited and deleted messages', () => {
  it('an edit is the same key with another text', () => {
    ledger.update(page('a', 'b'), NOTHING, 0);
    drain();
    ledger.update([them('a', { text: 'other words' }), them('b')], NOTHING, 0);
    expect(ledger.next()?.map(({ key, text }) => [key, text])).toEqual([
      ['a', 'other words'],
      ['b', 'text of b'],
    ]);
  });

  it('a message that the page calls deleted is sent as deleted', () => {
    ledger.update(page('a', 'b'), NOTHING, 0);
    drain();
    ledger.update([them('a', { deleted: true, text: '' }), them('b')], NOTHING, 0);
    expect(ledger.next()?.[0]).toMatchObject({ key: 'a', deleted: true, text: '' });
  });

  it('a row that vanishes between two others is deleted, but only once it stays away', () => {
    ledger.update(page('a', 'b', 'c'), NOTHING, 0);
    drain();
    expect(ledger.update(page('a', 'c'), NOTHING, 1000)).toBe(2000);
    expect(ledger.next()).toBeNull();
    ledger.update(page('a', 'c'), NOTHING, 3100);
    expect(ledger.next()?.find(({ key }) => key === 'b')).toMatchObject({ deleted: true, text: '' });
  });

  it.each([
    ['at the top', ['b', 'c']],
    ['at the bottom', ['a', 'b']],
  ])('a row that vanishes %s was scrolled away, not deleted', (_where, left) => {
    ledger.update(page('a', 'b', 'c'), NOTHING, 0);
    drain();
    ledger.update(page(...left), NOTHING, 1000);
    ledger.update(page(...left), NOTHING, 9000);
    expect(ledger.next()).toBeNull();
  });

  it('a row that is only being changed is not deleted', () => {
    ledger.update(page('a', 'b', 'c'), NOTHING, 0);
    drain();
    for (const now_ms of [1000, 9000]) ledger.update(page('a', 'c'), new Set(['b']), now_ms);
    expect(ledger.next()).toBeNull();
  });

  it('a row that comes back is no longer deleted', () => {
    ledger.update(page('a', 'b', 'c'), NOTHING, 0);
    for (const now_ms of [1000, 9000]) ledger.update(page('a', 'c'), NOTHING, now_ms);
    drain();
    ledger.update(page('a', 'b', 'c'), NOTHING, 10_000);
    expect(ledger.next()?.find(({ key }) => key === 'b')).toMatchObject({ deleted: false, text: 'text of b' });
  });
});

describe('the own message under two ids', () => {
  const at = (/** @type {number} */ s) => new Date(Date.UTC(2026, 10, 2, 9, 0, s)).toISOString();

  it('shown twice side by side is one message', () => {
    const rows = [them('a'), me('tmp', { text: 'hi', sent_at: at(1) }), me('real', { text: 'hi', sent_at: at(2) })];
    ledger.update(rows, NOTHING, 0);
    expect(drain()).toEqual([['a', 'tmp']]);
    expect(ledger.otherName('tmp')).toBe('real');
  });

  it('that gets its final id is not sent again', () => {
    ledger.update([them('a'), me('tmp', { text: 'hi' })], NOTHING, 0);
    drain();
    ledger.update([them('a'), me('real', { text: 'hi' }), them('b')], NOTHING, 0);
    expect(drain()).toEqual([['a', 'tmp', 'b']]);
    for (const now_ms of [1000, 9000])
      ledger.update([them('a'), me('real', { text: 'hi' }), them('b')], NOTHING, now_ms);
    expect(ledger.next()).toBeNull();
  });

  it.each([
    ['somebody answered in between', [me('1', { text: 'ok' }), them('2'), me('3', { text: 'ok' })]],
    ['the words differ', [me('1', { text: 'ok' }), me('2', { text: 'fine' })]],
    ['it is minutes later', [me('1', { text: 'ok', sent_at: at(0) }), me('2', { text: 'ok', sent_at: at(55) })]],
    ['the other one says it', [them('1', { text: 'ok' }), them('2', { text: 'ok' })]],
  ])('is two messages where %s', (_why, rows) => {
    ledger.update(rows, NOTHING, 0);
    expect(drain()).toEqual([rows.map(({ key }) => key)]);
  });
});
