// Nothing is lost: not when the server is away, not when the background is killed, not when the person changes chats.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadContent } from '../load.js';

const AWAY = /** @type {Answer} */ ({ ok: false, state: 'not_running', retry_s: null });
const fine = (/** @type {Partial<Verdict>} */ verdict = {}) =>
  /** @type {Answer} */ ({ ok: true, verdict: { level: 'none', trusted: false, ...verdict } });

/** @type {Courier} */
let courier;
/** @type {any[]} */
let asked;
/** @type {Answer[]} */
let told;
/** @type {(question: any) => Answer | Promise<Answer>} */
let server;

const message = (/** @type {string} */ key) =>
  /** @type {Message} */ ({ key, sender: 'them', text: key, sent_at: null, deleted: false });
const note = (/** @type {Chat | null} */ chat, /** @type {string[]} */ ...keys) =>
  chat?.ledger.update(keys.map(message), new Set(), 0);
const sent = () =>
  asked.map(({ conversation, messages }) => `${conversation}: ${messages.map((/** @type {Message} */ m) => m.key)}`);
const hide = (/** @type {boolean} */ hidden) => vi.spyOn(document, 'hidden', 'get').mockReturnValue(hidden);

beforeEach(async () => {
  vi.useFakeTimers();
  await loadContent();
  [asked, told] = [[], []];
  server = () => fine();
  const ask = async (/** @type {any} */ question) => {
    asked.push(question);
    return server(question);
  };
  courier = new SecondLook.Courier({ ask }, (answer) => told.push(answer));
});

afterEach(() => vi.useRealTimers());

describe('while all is well', () => {
  it('takes everything to the server and says once what it answered', async () => {
    note(courier.turnTo({ site: 's', conversation: 'a' }), ...Array.from({ length: 300 }, (_, i) => `k${i}`));
    await courier.flush();
    expect(asked.map(({ messages }) => messages.length)).toEqual([186, 121]);
    expect(told).toEqual([fine()]);
  });

  it('sends no more than the contract names', async () => {
    note(courier.turnTo({ site: 's', conversation: 'a' }), 'k1');
    await courier.flush();
    expect(asked).toEqual([{ kind: 'batch', site: 's', conversation: 'a', messages: [message('k1')] }]);
  });
});

describe('while the server is away', () => {
  it('tries again after 1, 2, 5, 15, 60 and 60 seconds, with all that came meanwhile', async () => {
    server = () => AWAY;
    const chat = courier.turnTo({ site: 's', conversation: 'a' });
    note(chat, 'k1');
    await courier.flush();
    for (const [i, wait_s] of [1, 2, 5, 15, 60, 60].entries()) {
      await vi.advanceTimersByTimeAsync(wait_s * 1000 - 1);
      expect(asked.length).toBe(i + 1);
      await vi.advanceTimersByTimeAsync(1);
      expect(asked.length).toBe(i + 2);
    }
    note(chat, 'k1', 'k2');
    server = () => fine();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent().at(-1)).toBe('a: k1,k2');
    expect(told.at(-1)).toEqual(fine());
  });

  it('waits as long as the server asks for', async () => {
    server = () => ({ ok: false, state: 'loading', retry_s: 3 });
    note(courier.turnTo({ site: 's', conversation: 'a' }), 'k1');
    await courier.flush();
    await vi.advanceTimersByTimeAsync(2999);
    expect(asked.length).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked.length).toBe(2);
  });

  it('does not try while nobody looks, and does at once when somebody does', async () => {
    server = () => AWAY;
    note(courier.turnTo({ site: 's', conversation: 'a' }), 'k1');
    await courier.flush();
    const hidden = hide(true);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(asked.length).toBe(1);
    hidden.mockReturnValue(false);
    await courier.flush();
    expect(asked.length).toBe(2);
  });
});

it('what the server refuses for good is left out by itself, and not what is around it or follows', async () => {
  server = ({ messages }) =>
    messages.some((/** @type {Message} */ m) => m.key === 'k3')
      ? { ok: false, state: 'refused', retry_s: null }
      : fine();
  const chat = courier.turnTo({ site: 's', conversation: 'a' });
  note(chat, 'k1', 'k2', 'k3', 'k4', 'k5');
  await courier.flush();
  expect(sent()).toEqual(['k1,k2,k3,k4,k5', 'k1', 'k1,k2', 'k1,k2,k3', 'k4', 'k4,k5'].map((keys) => `a: ${keys}`));
  await vi.advanceTimersByTimeAsync(600_000);
  expect(asked.length).toBe(6);
  note(chat, 'k1', 'k2', 'k3', 'k4', 'k5', 'k6', 'k7');
  await courier.flush();
  expect(sent().at(-1)).toBe('a: k4,k5,k6,k7');
});

describe('when the person goes from chat to chat', () => {
  it('what the first one had left is sent all the same, and its answer is not shown in the second', async () => {
    server = () => AWAY;
    note(courier.turnTo({ site: 's', conversation: 'a' }), 'k1');
    await courier.flush();
    told.length = 0;
    note(courier.turnTo({ site: 's', conversation: 'b' }), 'k9');
    server = ({ conversation }) => fine({ level: conversation === 'a' ? 'danger' : 'none' });
    await courier.flush();
    expect(sent().slice(1)).toEqual(['b: k9', 'a: k1']);
    expect(told).toEqual([fine()]);
  });

  it('a chat that was open before is remembered with its verdict, and not sent again', async () => {
    note(courier.turnTo({ site: 's', conversation: 'a' }), 'k1');
    server = () => fine({ level: 'warning' });
    await courier.flush();
    courier.turnTo({ site: 's', conversation: 'b' });
    const again = courier.turnTo({ site: 's', conversation: 'a' });
    note(again, 'k1');
    await courier.flush();
    expect(asked.length).toBe(1);
    expect(again?.answer).toEqual(fine({ level: 'warning' }));
  });
});

describe('a chat that the person trusts', () => {
  it('is not sent any more, until they no longer do', async () => {
    const chat = /** @type {Chat} */ (courier.turnTo({ site: 's', conversation: 'a' }));
    note(chat, 'k1');
    server = () => fine({ trusted: true });
    await courier.flush();
    note(chat, 'k1', 'k2');
    await courier.flush();
    expect(asked.length).toBe(1);
    server = () => fine();
    courier.learn(chat, fine());
    await vi.advanceTimersByTimeAsync(0);
    expect(sent().at(-1)).toBe('a: k1,k2');
  });
});
