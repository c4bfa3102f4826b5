// The background may be killed while it is asked something: the question fails, and the next one wakes it again.
import { beforeEach, expect, it, vi } from 'vitest';
import { event } from '../chrome.js';
import { loadContent } from '../load.js';

/** @type {any[]} */
let ports;
/** @type {Link} */
let link;

beforeEach(async () => {
  ports = [];
  const connect = () => {
    const port = { onMessage: event(), onDisconnect: event(), postMessage: vi.fn(), disconnect: vi.fn() };
    ports.push(port);
    return port;
  };
  vi.stubGlobal('chrome', { runtime: { id: 'x', connect } });
  await loadContent();
  link = new SecondLook.Link();
});

const ask = () => link.ask({ kind: 'chat', site: 's', conversation: 'c' });

it('answers each question with its own answer, whatever their order', async () => {
  const [first, second] = [ask(), ask()];
  const [one, two] = ports[0].postMessage.mock.calls.map((/** @type {any} */ call) => call[0].id);
  ports[0].onMessage.fire({ id: two, answer: { ok: true, verdict: 'second' } });
  ports[0].onMessage.fire({ id: one, answer: { ok: true, verdict: 'first' } });
  expect([await first, await second].map((answer) => /** @type {any} */ (answer).verdict)).toEqual(['first', 'second']);
  expect(ports.length).toBe(1);
});

it('says `away` for what was asked when the background is killed, and connects anew for the next question', async () => {
  const lost = ask();
  ports[0].onDisconnect.fire();
  expect(await lost).toEqual({ ok: false, state: 'away', retry_s: null });
  const found = ask();
  ports[1].onMessage.fire({ id: ports[1].postMessage.mock.calls[0][0].id, answer: { ok: true } });
  expect(await found).toEqual({ ok: true });
});

it('gives up on a background that never answers', async () => {
  vi.useFakeTimers();
  const lost = ask();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(await lost).toMatchObject({ state: 'away' });
  vi.useRealTimers();
});

it('stops everything once the extension is gone', async () => {
  SecondLook.stop = vi.fn();
  vi.stubGlobal('chrome', { runtime: { connect: () => expect.fail('gone') } });
  await link.ask({ kind: 'chat', site: 's', conversation: 'c' });
  expect(SecondLook.stop).toHaveBeenCalled();
});
