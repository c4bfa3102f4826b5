// What a page hands to the side panel: no more than is asked for.
import { beforeEach, expect, it } from 'vitest';
import { loadPart, loadReader } from '../load.js';

/** @type {Ledger} */
let ledger;

/** @param {string} key  @param {Partial<Message>} [more] */
const message = (key, more = {}) =>
  /** @type {Message} */ ({ key, sender: 'them', text: `text ${key}`, sent_at: null, deleted: false, ...more });
const handOver = (/** @type {any} */ asked, conversation = 'lily') =>
  SecondLook.handOver({ conversation: 'lily', ledger }, { conversation, ...asked });
const take = (/** @type {Message[]} */ ...messages) => ledger.update(messages, new Set(), 0);

beforeEach(async () => {
  await loadReader();
  const SecondLook = await loadPart('handover');
  ledger = new SecondLook.Ledger();
  take(
    message('1', { sent_at: '2026-03-02T19:04:00.000Z' }),
    message('2', { sender: 'me', sent_at: '2026-03-01T08:00:00.000Z' }),
    message('3', { text: '😀 pay 0xab or x.example' }),
    message('4', { text: '', deleted: true }),
  );
});

it('how much it holds: messages that are still there, from when to when', () => {
  const extent = { n: 3, from: '2026-03-01T08:00:00.000Z', to: '2026-03-02T19:04:00.000Z', gaps: 0 };
  expect(handOver({ what: 'extent' })).toEqual(extent);
});

it('that there is a gap, where two stretches were never seen side by side', () => {
  take(message('90'), message('91'));
  expect(handOver({ what: 'extent' })).toMatchObject({ n: 5, gaps: 1 });
});

it('pieces of messages by their places in UTF-16 units, and nothing else of them', () => {
  const spans = { 3: /** @type {Spans} */ ([7, 14].map((at) => [at, at + 4])), 4: [], 77: [] };
  expect(handOver({ what: 'pieces', spans })).toEqual({ 3: ['0xab', ' x.e'], 4: null, 77: null });
});

it('every message in order, with its time, without its key', () => {
  expect(handOver({ what: 'messages' })).toEqual([
    { sender: 'them', text: 'text 1', sent_at: '2026-03-02T19:04:00.000Z' },
    { sender: 'me', text: 'text 2', sent_at: '2026-03-01T08:00:00.000Z' },
    { sender: 'them', text: '😀 pay 0xab or x.example', sent_at: null },
  ]);
});

it.each([
  ['another chat is open', () => handOver],
  [
    'no chat is open',
    () => (/** @type {any} */ asked, /** @type {string} */ conversation) =>
      SecondLook.handOver(null, { conversation, ...asked }),
  ],
])('nothing where %s', (_what, ask) => {
  expect(ask()({ what: 'messages' }, 'bob')).toEqual([]);
  expect(ask()({ what: 'extent' }, 'bob')).toEqual({ n: 0, from: null, to: null, gaps: 0 });
  expect(ask()({ what: 'pieces', spans: { 3: [[0, 1]] } }, 'bob')).toEqual({ 3: null });
});
