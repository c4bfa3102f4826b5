// All parts of a page together: from a row on the page to a banner, and back from the popup.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { event, getMessage } from '../chrome.js';
import { load, loadPart, show, startContent } from '../load.js';

/** @type {any[]} what the page asked the background */
let asked;
/** @type {(question: any) => Answer} */
let answer;
/** @type {any[]} */
let ports;
const onMessage = event();

const verdict = (/** @type {Level} */ level, more = {}) =>
  /** @type {Answer} */ (
    /** @type {unknown} */ ({
      ok: true,
      verdict: {
        level,
        trusted: false,
        alert: level === 'none' ? null : { level, raised_at: 'm-2', title: level, body: '', advice: [] },
        findings: [{ key: 'm-2', tactic: 'x', plain: 'About x.', advice: '', probability: 1, spans: [] }],
        ...more,
      },
    })
  );

const host = () => document.querySelector('second-look-overlay');
/** Lets time pass, and all come in that is put into the page meanwhile. */
const settle = async (ms = 200) => {
  await vi.advanceTimersByTimeAsync(ms);
  await vi.dynamicImportSettled();
  await vi.advanceTimersByTimeAsync(0);
};
const batches = () =>
  asked.filter(({ kind }) => kind === 'batch').map(({ messages }) => messages.map((/** @type {Message} */ m) => m.key));
const tell = (/** @type {ToPage} */ message, reply = () => {}) => onMessage.fire(message, {}, reply);

/** @param {string} id  @param {string} words */
function arrive(id, words) {
  const last = /** @type {Element} */ (document.querySelector('[data-msgid="m-2"]')?.closest('converse-chat-message'));
  const row = /** @type {Element} */ (last.cloneNode(true));
  row.querySelector('.chat-msg')?.setAttribute('data-msgid', id);
  /** @type {Element} */ (row.querySelector('.chat-msg__text')).textContent = words;
  last.parentElement?.append(row);
}

beforeEach(async () => {
  vi.useFakeTimers();
  history.replaceState(null, '', '/');
  [asked, ports] = [[], []];
  answer = ({ kind }) => (kind === 'seen' ? { ok: true } : verdict('none'));
  const connect = () => {
    const port = {
      onMessage: event(),
      onDisconnect: event(),
      disconnect: vi.fn(),
      postMessage: (/** @type {any} */ question) => {
        asked.push(question);
        const part = question.kind === 'rule' ? 'taught' : question.part;
        const put = part ? loadPart(part) : Promise.resolve();
        put.then(() => port.onMessage.fire({ id: question.id, answer: answer(question) }));
      },
    };
    ports.push(port);
    return port;
  };
  vi.stubGlobal('chrome', { i18n: { getMessage }, runtime: { id: 'x', connect, onMessage } });
  show('converse');
  await startContent();
  await settle();
});

afterEach(() => {
  SecondLook.stop?.();
  vi.useRealTimers();
});

describe('a page that was switched on', () => {
  it('asks what it was taught, and says what it sees before it sends what it reads', () => {
    expect(asked.map(({ kind }) => kind)).toEqual(['rule', 'load', 'seen', 'batch']);
    expect(asked[1].part).toBe('reading'); // and nothing that it has no need of
    expect(asked[2].seen).toEqual({ site: 'converse', conversation: 'lily@localhost', state: 'reading', unknown: 0 });
    expect(batches()).toEqual([['m-1', 'm-2', 'm-3', 'm-4']]);
  });

  it('sends a new message with its neighbours, and shows what comes of it', async () => {
    answer = () => verdict('warning');
    arrive('m-9', 'invest now');
    await settle();
    expect(batches().at(-1)).toEqual(['m-1', 'm-2', 'm-3', 'm-4', 'm-9']);
    expect(host()).not.toBeNull();
  });

  it('loses nothing when the background is killed', async () => {
    answer = () => (ports.at(-1).onDisconnect.fire(), verdict('none'));
    arrive('m-9', 'one');
    await settle();
    answer = () => verdict('danger');
    arrive('m-10', 'two');
    await settle(2000);
    expect(batches().at(-1)).toEqual(['m-1', 'm-2', 'm-3', 'm-4', 'm-9', 'm-10']);
    expect(ports.length).toBeGreaterThan(1);
    expect(host()).not.toBeNull();
  });

  it('shows nothing of one chat in another, and shows it again on the way back', async () => {
    answer = () => verdict('warning');
    arrive('m-9', 'invest now');
    await settle();
    const lily = [...document.body.childNodes];
    document.body.replaceChildren();
    await settle(1500);
    expect(host()).toBeNull();
    document.body.replaceChildren(...lily);
    await settle(1500);
    expect(host()).not.toBeNull();
  });
});

describe('a message about to go out', () => {
  const CARD = '4111 1111 1111 1111';
  const write = () => {
    const box = document.body.appendChild(document.createElement('textarea'));
    [box.className, box.value] = ['chat-textarea', CARD];
    const enter = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true });
    return box.dispatchEvent(enter); // false where it was held
  };
  const drafts = () => asked.filter(({ kind }) => kind === 'draft').map(({ draft }) => draft);

  it('is held and asked about in a chat at risk, under the name of that chat', async () => {
    answer = () => verdict('warning');
    arrive('m-9', 'invest now');
    await settle();
    expect(write()).toBe(false);
    expect(drafts()).toEqual([{ text: CARD, picture: false }]);
    expect(asked.at(-1)).toMatchObject({ site: 'converse', conversation: 'lily@localhost' });
  });

  it.each([
    ['is not at risk', 'none', {}],
    ['is to be quiet', 'warning', { alert: null, quiet: 'snoozed' }],
    ['is trusted', 'none', { trusted: true }],
  ])('goes out where the chat %s', async (_what, level, more) => {
    answer = () => verdict(/** @type {Level} */ (level), more);
    arrive('m-9', 'invest now');
    await settle();
    expect(write()).toBe(true);
    expect(drafts()).toEqual([]);
  });

  it('goes out after the extension was stopped', async () => {
    answer = () => verdict('warning');
    arrive('m-9', 'invest now');
    await settle();
    SecondLook.stop?.();
    expect(write()).toBe(true);
  });
});

describe('the popup', () => {
  it('is told what the page sees', () => {
    const reply = vi.fn();
    tell({ kind: 'look' }, reply);
    expect(reply).toHaveBeenCalledWith({
      site: 'converse',
      conversation: 'lily@localhost',
      state: 'reading',
      unknown: 0,
    });
  });

  it('is handed the messages of the chat that it names, while that is open', async () => {
    const reply = vi.fn();
    const ask = (/** @type {string} */ conversation) =>
      tell({ kind: 'hand_over', what: 'extent', conversation }, reply);
    ask('lily@localhost'); // one of its four rows was taken back
    ask('bob@localhost');
    await settle();
    expect(reply.mock.calls.map(([extent]) => extent.n)).toEqual([3, 0]);
  });

  it('has the page show what holds after something was changed there', async () => {
    answer = () => verdict('warning');
    tell({ kind: 'refresh' });
    await settle();
    expect(host()).not.toBeNull();
    answer = () => ({ ok: false, state: 'refused', retry_s: null });
    tell({ kind: 'refresh' });
    await settle();
    expect(host()).toBeNull();
  });

  it('has a page that is switched off leave nothing behind and read no more', async () => {
    answer = () => verdict('danger');
    tell({ kind: 'refresh' });
    await settle();
    tell({ kind: 'stop', pattern: 'https://elsewhere.example/*' });
    expect(SecondLook.stop).toBeDefined();
    tell({ kind: 'stop', pattern: `${location.protocol}//${location.hostname}/*` });
    const before = asked.length;
    arrive('m-9', 'invest now');
    await settle(5000);
    expect([host(), asked.length, SecondLook.stop]).toEqual([null, before, undefined]);
  });
});

describe('a page that was taught', () => {
  const rule = {
    ...{ version: 1, taught_at: '2026-11-26', root: 'main', row: 'main > div', text: 'main > div', exclude: 'time' },
    sides: { me: 'word data-own:true', them: 'word data-own:false', layouts: [] },
  };
  const said = () =>
    asked
      .filter(({ kind }) => kind === 'batch')
      .at(-1)
      ?.messages.map((/** @type {Message} */ m) => m.text);

  it('is read by what the background kept, and no longer when that is forgotten', async () => {
    document.body.innerHTML = '<main><div data-own="true">hello</div><div data-own="false">hi</div></main>';
    answer = ({ kind }) => (kind === 'rule' ? { ok: true, rule } : verdict('none'));
    tell({ kind: 'rule' });
    await settle();
    expect([asked.at(-1).site, said()]).toEqual(['taught', ['hello', 'hi']]);
    answer = ({ kind }) => (kind === 'rule' ? { ok: true, rule: null } : verdict('none'));
    tell({ kind: 'rule' });
    await settle();
    expect(asked.at(-1).seen).toMatchObject({ site: null, state: 'looking' });
  });

  it('anew is kept by the background, and read by that at once', async () => {
    document.body.innerHTML = '<main><div data-own="true">hello</div><div data-own="false">hi</div></main>';
    /** @type {TeacherActions[]} */
    const begun = [];
    const stop = vi.fn();
    SecondLook.Teacher = /** @type {any} */ (
      class {
        /** @param {TeacherActions} actions */
        constructor(actions) {
          begun.push(actions);
          this.stop = stop;
        }
      }
    );
    tell({ kind: 'teach' });
    const keeping = begun[0].keep(rule);
    await settle();
    expect([await keeping, said()]).toEqual([true, ['hello', 'hi']]);
    expect(asked).toContainEqual(expect.objectContaining({ kind: 'keep', rule }));
    SecondLook.stop?.();
    expect(stop).toHaveBeenCalled();
  });
});

it('a second copy, after an update, stops the first', async () => {
  const stop = vi.spyOn(SecondLook, 'stop');
  vi.resetModules();
  await load('namespace');
  expect(stop).toHaveBeenCalled();
  expect(SecondLook.sites).toEqual([]);
});
