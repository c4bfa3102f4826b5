// The side panel: it follows the active tab, says how things stand there and what to do next, and never calls it safe.
import { describe, expect, it, vi } from 'vitest';
import { SEEN, TAB, WORDING, later, openPanel, press, text, verdict } from './open.js';

const WALLET = '0x52908400098527886E0F7030069857D2E4169EE7';
const point = (more = {}) => ({
  key: 'a',
  sent_at: '2026-03-02T12:00:00Z',
  sender: 'them',
  risk: 0.8,
  level: 'warning',
  stage: 'pivot',
  spans: [],
  ...more,
});
const finding = (/** @type {string} */ key) => ({ key, tactic: 'x', plain: 'About <b>x</b>.' });
const RISKY = verdict({
  level: 'warning',
  findings: [finding('a'), finding('b')],
  timeline: [
    point({ spans: [[0, 42]] }),
    point({ key: 'b', sender: 'me', spans: [[0, 3]] }),
    point({ key: 'c', spans: [[4, 9]] }),
  ],
});
const chat = (/** @type {object} */ found) => ({ ok: true, verdict: found, wording: WORDING });
const INDICATORS = { ok: true, indicators: [{ kind: 'ethereum', value: WALLET, valid: false }] };
const risky = (more = {}, page = {}) =>
  openPanel(
    { chat: chat(RISKY), indicators: INDICATORS, ...more },
    { look: SEEN, pieces: { a: [WALLET], c: null }, extent: { n: 2, from: null, to: null, gaps: 0 }, ...page },
  );

describe('how things stand', () => {
  it.each([
    ['not_running', 'Start it on this computer'],
    ['not_paired', 'Open the options and type in the six digits'],
    ['loading', 'nothing is lost meanwhile'],
  ])('a server that is %s: what to do, and a button to try again', async (state, words) => {
    await openPanel({ status: { state } }, { look: SEEN });
    expect(text('state')).toContain(words);
    expect(text('state')).toContain('Try again');
    expect(text('acts')).toBe('');
  });

  it.each([
    ['unreadable', 'which does not mean that it is safe'],
    ['no_chat', 'Open a chat'],
    ['group', 'which does not mean that it is safe'],
  ])('a page that is %s', async (state, words) => {
    await openPanel({}, { look: { ...SEEN, state } });
    expect(text('state')).toContain(words);
  });

  it.each([
    ['in another language', { assessable: false, why_not: 'Not English.' }, 'Cannot judgeNot English.'],
    ['that is paused', { level: 'warning', quiet: 'snoozed' }, 'Looks suspiciousBody. Quiet.'],
    ['that is trusted', { trusted: true }, 'Trusted'],
  ])('a chat %s', async (_what, more, words) => {
    await openPanel({ chat: chat(verdict(more)) }, { look: SEEN });
    expect(text('state')).toContain(words);
    expect(text('acts')).toContain('trusted' in more ? 'Read this chat again' : 'I trust this person');
  });

  it('a site that is off can be switched on here', async () => {
    const { asked } = await openPanel({}, { look: null });
    await press('Switch on for chat.example');
    expect(asked).toContainEqual({ kind: 'switch', pattern: 'https://chat.example/*', on: true });
  });

  it('a page whose address is not ours to know is switched on by the button in the toolbar', async () => {
    const { chrome } = await openPanel({}, { look: null });
    chrome.tabs.query.mockImplementation(async () => [{ id: 8, windowId: 3 }]);
    chrome.tabs.onActivated.fire({ tabId: 8 });
    await later();
    expect(text('state')).toContain('press the button of Second Look in the toolbar');
  });
});

describe('the chat of the active tab', () => {
  it('is shown over days, with each tactic in plain words and how often', async () => {
    await risky();
    expect(document.querySelector('#picture svg .rise')).not.toBeNull();
    expect(text('picture')).toContain('Turning to money (messages 1 to 3) · Mar 2');
    expect(text('tactics')).toContain('About <b>x</b>. (2 messages)');
    expect(text('care')).toContain('Do this.');
    expect(document.querySelector('main b')).toBeNull();
  });

  it('gives what can be looked up from the page, of the other side only, and says what the page does not hold', async () => {
    const { asked, chrome } = await risky();
    const handed = chrome.tabs.sendMessage.mock.calls
      .map(([, message]) => message)
      .find(({ what }) => what === 'pieces');
    expect(handed.spans).toEqual({ a: [[0, 42]], c: [[4, 9]] });
    expect(handed.conversation).toBe('lily');
    expect(asked).toContainEqual({ kind: 'indicators', texts: [WALLET] });
    expect(text('found')).toContain(`${WALLET}Ethereum wallet · its check digits do not fit`);
    expect(text('found')).toContain('messages that the page does not show now (1)');
    expect(JSON.stringify(chrome.kept)).not.toContain(WALLET);
  });

  it('says so where the page holds none of it', async () => {
    const { asked } = await risky({}, { pieces: {} });
    expect(text('found')).toContain('messages that the page does not show now (2)');
    expect(asked.map(({ kind }) => kind)).not.toContain('indicators');
  });

  it('copies one of them', async () => {
    const writeText = vi.fn(async () => {});
    vi.stubGlobal('navigator', { clipboard: { writeText }, languages: ['en'] });
    await risky();
    await press('Copy');
    expect(writeText).toHaveBeenCalledWith(WALLET);
    expect(text('found')).toContain('Copied.');
  });

  it('is another one when the person turns to another tab', async () => {
    const { chrome, answers } = await risky();
    chrome.tabs.query.mockImplementation(async () => [{ ...TAB, id: 9 }]);
    answers.chat = chat(verdict());
    chrome.tabs.onActivated.fire({ tabId: 9 });
    await later();
    expect(text('state')).toContain('Nothing so far');
    expect([text('picture'), text('tactics')]).toEqual(['', '']);
  });

  it('leaves what the person is writing where it is when a message comes in', async () => {
    const { chrome, answers } = await risky();
    await press('This is wrong');
    const box = /** @type {HTMLTextAreaElement} */ (document.querySelector('#acts textarea'));
    box.value = 'half a no';
    answers.chat = chat({ ...RISKY, n_messages: 9, timeline: [...RISKY.timeline, point({ key: 'd' })] });
    chrome.storage.session.onChanged.fire({});
    await later();
    expect(text('counts')).toContain('9 messages read.');
    expect([box.isConnected, box.value, document.activeElement]).toEqual([true, 'half a no', box]);
  });
});

describe('what the person says of it', () => {
  it('"this is wrong" goes with a note', async () => {
    const { asked } = await risky();
    await press('This is wrong');
    /** @type {HTMLTextAreaElement} */ (document.querySelector('#acts textarea')).value = ' It is my brother. ';
    await press('Put the warning away');
    expect(asked).toContainEqual({ kind: 'feedback', act: 'wrong', tabId: 7, note: 'It is my brother.' });
    expect(text('acts')).toContain('Your answer stays on this computer.');
  });

  it('says where it could not be saved', async () => {
    await risky({ feedback: { ok: false } });
    await press('This is wrong');
    await press('Put the warning away');
    expect(text('acts')).toContain('could not be saved');
  });

  it('trust is given after a question only', async () => {
    const { asked } = await risky();
    await press('I trust this person');
    expect(asked.map(({ kind }) => kind)).not.toContain('feedback');
    await press('Yes, I trust them');
    expect(asked).toContainEqual({ kind: 'feedback', act: 'trust', tabId: 7 });
  });

  it('a chat that was forgotten is said to be, and not to be about to be read', async () => {
    const { answers } = await risky();
    await press('Forget this chat');
    answers.chat = { ok: false, state: 'refused' };
    await press('Delete');
    expect(text('state')).toContain('What was kept of this chat is deleted.');
    expect(text('acts')).toBe('');
  });
});

describe('the chat as a file', () => {
  const MESSAGES = [{ sender: 'them', text: 'a <b>secret</b>\n😀', sent_at: '2026-03-02T12:00:00Z' }];

  it('is told of before any message is handed over', async () => {
    const { chrome } = await risky(
      {},
      { extent: { n: 1, from: MESSAGES[0].sent_at, to: MESSAGES[0].sent_at, gaps: 1 } },
    );
    await press('Save this chat as evidence');
    const words = text('acts');
    expect(words).toContain('The file will hold the 1 messages that Second Look has read in this page');
    expect(words).toContain('March 2, 2026.');
    expect(words).toContain('2 messages were read in all');
    expect(words).toContain('messages are missing');
    const whats = chrome.tabs.sendMessage.mock.calls.map(([, { what }]) => what);
    expect(whats).not.toContain('messages');
  });

  it('holds the messages as the page has them, under the name that the person gave', async () => {
    /** @type {Blob[]} */
    const blobs = [];
    Object.assign(URL, { createObjectURL: (/** @type {Blob} */ blob) => `blob:${blobs.push(blob)}` });
    const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {});
    await risky({}, { messages: MESSAGES });
    await press('Save this chat as evidence');
    /** @type {HTMLInputElement} */ (document.querySelector('#acts input')).value = '../Lily: March';
    await press('Save the file');
    expect(/** @type {any} */ (clicked.mock.contexts[0]).download).toBe('Lily March.jsonl');
    const bytes = /** @type {string} */ (
      await new Promise((resolve) => {
        const reader = new FileReader();
        reader.onload = () => resolve(/** @type {string} */ (reader.result));
        reader.readAsText(blobs[0]);
      })
    );
    expect(JSON.parse(bytes)).toEqual({ id: 'Lily March', platform: 'converse', messages: MESSAGES });
    expect(bytes.split('\n')).toHaveLength(2);
    expect(text('acts')).toContain('Saved in your downloads: Lily March.jsonl, with 1 messages.');
  });

  it('is none where the page holds nothing', async () => {
    await risky({}, { extent: null, messages: null });
    await press('Save this chat as evidence');
    await press('Save the file');
    expect(text('acts')).toContain('There are no messages to save now.');
  });
});
