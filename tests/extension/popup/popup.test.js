// The popup: one sentence on how things stand here, what to do, and the chat behind it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeChrome } from '../chrome.js';

const HTML = readFileSync(join(import.meta.dirname, '../../../extension/popup/popup.html'), 'utf8');
const SEEN = { site: 'converse', conversation: 'lily', state: 'reading', unknown: 0 };
const NOTES = {
  none: ['Nothing so far', ''],
  trusted: ['Trusted', ''],
  not_assessable: ['Cannot judge', ''],
  snoozed: ['', 'Quiet.'],
  distress: ['Held?', ''],
};
const note = (/** @type {string} */ title, body = '', /** @type {string[]} */ advice = []) => ({ title, body, advice });
const WORDING = {
  levels: Object.fromEntries(
    ['caution', 'warning', 'danger'].map((level) => [level, note('Looks suspicious', 'Body.', ['Do this.'])]),
  ),
  notes: Object.fromEntries(Object.entries(NOTES).map(([name, [title, body]]) => [name, note(title, body)])),
  stages: { pivot: 'Turning to money' },
};

/** @type {ReturnType<typeof fakeChrome>} */
let chrome;
/** @type {any[]} */
let asked;
/** @type {Record<string, any>} */
let answers;

const verdict = (more = {}) => ({
  n_messages: 2,
  level: 'none',
  assessable: true,
  trusted: false,
  why_not: null,
  quiet: null,
  findings: [],
  timeline: [],
  ...more,
});
const state = () => document.querySelector('#state')?.textContent ?? '';
const press = async (/** @type {string} */ label) => {
  const found = [...document.querySelectorAll('button')].find((button) => button.textContent === label);
  if (!found) throw new Error(`no button ${label} in ${document.body.textContent}`);
  found.click();
  await vi.waitFor(() => {});
  await new Promise((resolve) => setTimeout(resolve));
};

/** @param {{ seen?: object | null, url?: string, chat?: object | null }} page */
async function open({ seen = SEEN, url = 'https://chat.example/x', chat = null }) {
  answers.chat = chat ? { ok: true, verdict: chat, wording: WORDING } : { ok: true };
  chrome.tabs.query.mockResolvedValue([{ id: 7, windowId: 3, url }]);
  chrome.tabs.sendMessage.mockImplementation(async (_tabId, { kind }) => {
    if (kind === 'look' && !seen) throw new Error('no receiver');
    return kind === 'look' ? seen : undefined;
  });
  await import('../../../extension/popup/popup.js');
}

beforeEach(() => {
  const parsed = new DOMParser().parseFromString(HTML, 'text/html');
  document.body.replaceChildren(...document.importNode(parsed.body, true).childNodes);
  document.title = 'name';
  asked = [];
  answers = { status: { state: 'connected', paired: true }, sites: [], help: { ok: false }, feedback: { ok: true } };
  chrome = fakeChrome();
  chrome.runtime.sendMessage.mockImplementation(async (question) => {
    asked.push(question);
    return answers[question.kind];
  });
  vi.stubGlobal('chrome', chrome);
});

describe('a page that is not read', () => {
  it('is switched on by a click, which asks the browser for this address and nothing else', async () => {
    await open({ seen: null });
    const request = vi.spyOn(chrome.permissions, 'request').mockResolvedValue(true);
    await press('Switch on for chat.example');
    expect(request).toHaveBeenCalledWith({ origins: ['https://chat.example/*'] });
    expect(asked).toContainEqual({ kind: 'switch', pattern: 'https://chat.example/*', on: true });
  });

  it('stays off where the browser was told no', async () => {
    await open({ seen: null });
    vi.spyOn(chrome.permissions, 'request').mockResolvedValue(/** @type {any} */ (false));
    await press('Switch on for chat.example');
    expect(asked.map(({ kind }) => kind)).not.toContain('switch');
  });

  it('cannot be read where browsers keep extensions out', async () => {
    await open({ seen: null, url: 'chrome://settings' });
    expect(state()).toContain('Not available on this page');
  });

  it('must be reloaded where its address is on but the page is older than that', async () => {
    answers.sites = [{ pattern: 'https://chat.example/*', on: true }];
    await open({ seen: null });
    expect(state()).toContain('Reload this page');
  });
});

describe('a page that may be taught', () => {
  it.each([
    ['that no record reads', { site: null, state: 'unreadable' }, 'Teach this page'],
    ['whose record finds nothing', { state: 'unreadable' }, 'Teach this page'],
    ['that does not say who wrote what', { site: 'generic', state: 'unknown_sender' }, 'Teach this page'],
    ['where some messages are left out', { unknown: 2 }, 'Teach this page'],
    ['that was taught', { site: 'taught' }, 'Teach again'],
    ['that was taught and is read no longer', { site: 'taught', state: 'unreadable' }, 'Teach again'],
  ])('%s: the button has the page taught', async (_what, seen, label) => {
    const shut = vi.spyOn(window, 'close').mockImplementation(() => {});
    await open({ seen: { ...SEEN, ...seen } });
    await press(label);
    expect(asked).toContainEqual({ kind: 'teach', tabId: 7 });
    expect(shut).toHaveBeenCalled();
  });

  it('says that it has changed where it was taught and is read no longer', async () => {
    await open({ seen: { ...SEEN, site: 'taught', state: 'unknown_sender' } });
    expect(state()).toContain('seems to have changed since you taught it');
  });

  it.each([
    ['reads well', {}],
    ['is private', { site: null, state: 'private' }],
    ['is a group', { state: 'group' }],
    ['is still being read', { state: 'looking' }],
  ])('is none that %s', async (_what, seen) => {
    await open({ seen: { ...SEEN, ...seen } });
    expect(state()).not.toContain('Teach');
  });
});

describe('how things stand', () => {
  it.each([
    ['not_running', 'Second Look is not running'],
    ['not_paired', 'This browser is not paired'],
    ['wrong_version', 'The two halves do not fit'],
    ['no_permission', 'A permission is missing'],
    ['loading', 'Second Look is getting ready'],
    ['weights_missing', 'The trained model is missing'],
    ['weights_damaged', 'The trained model is damaged'],
    ['trouble', 'Something went wrong'],
  ])('with a server that is %s', async (word, title) => {
    answers.status = { state: word };
    await open({});
    expect(state()).toContain(title);
    expect(state()).toContain('Try again');
  });

  it.each([
    ['unreadable', 'This page cannot be read'],
    ['unknown_sender', 'It is unclear who wrote what'],
    ['group', 'Group chats are not judged'],
    ['no_chat', 'No chat is open'],
    ['private', 'Not read here'],
  ])('on a page that is %s', async (word, title) => {
    await open({ seen: { ...SEEN, state: word } });
    expect(state()).toContain(title);
  });

  it.each([
    ['nothing was found', {}, 'Nothing so far'],
    ['the language cannot be judged', { assessable: false, why_not: 'Not English.' }, 'Cannot judgeNot English.'],
    ['the person trusts it', { trusted: true }, 'Trusted'],
    ['it is suspicious', { level: 'warning' }, 'Looks suspiciousBody.'],
    ['it was put to rest', { level: 'warning', quiet: 'snoozed' }, 'Looks suspiciousBody. Quiet.'],
  ])('in a chat where %s', async (_what, more, words) => {
    await open({ chat: verdict(more) });
    expect(state()).toContain(words);
  });

  it('never reads as safe where nothing was judged', async () => {
    await open({});
    expect(state()).toContain('One moment');
  });

  it('with messages that nobody can be sure about says how many were left out', async () => {
    await open({ seen: { ...SEEN, unknown: 3 }, chat: verdict() });
    expect(state()).toContain('2 messages read. 3 messages are left out');
  });
});

describe('a suspicious chat', () => {
  const finding = (/** @type {string} */ key) => ({ key, tactic: 'x', plain: 'About <b>x</b>.' });
  const chat = verdict({
    level: 'warning',
    findings: [finding('a'), finding('b')],
    timeline: [{ key: 'a', sent_at: null, sender: 'them', risk: 0.8, level: 'warning', stage: 'pivot' }],
  });

  it('is shown with its picture, each tactic once, and what to do', async () => {
    await open({ chat });
    const text = document.querySelector('#chat')?.textContent;
    expect(document.querySelector('svg .rise')).not.toBeNull();
    expect(text).toContain('About <b>x</b>. (2 messages)');
    expect(text).toContain('Do this.');
    expect(text).toContain('Turning to money (message 1)');
  });

  it.each([
    ['caution', false, null],
    ['caution', true, ['trafficking']],
    ['warning', false, ['fraud']],
    ['danger', false, ['fraud']],
    ['danger', true, ['fraud', 'trafficking']],
  ])('at %s, distress %j, offers the help lines %j', async (level, distress, kinds) => {
    const none = { fraud: [], trafficking: [] };
    answers.help = { ok: true, help: { country: null, countries: [], ...none } };
    await open({ chat: verdict({ level, distress }) });
    const headings = { fraud: 'To report a fraud', trafficking: 'For a sender' };
    const text = document.querySelector('.help')?.textContent ?? null;
    const shown = Object.entries(headings).flatMap(([kind, words]) => (text?.includes(words) ? [kind] : []));
    expect(text === null ? null : shown).toEqual(kinds);
  });

  it.each([
    ['This is wrong', 'wrong'],
    ['Quiet for a day', 'snooze'],
  ])('%s is told to the server', async (label, act) => {
    await open({ chat });
    await press(label);
    expect(asked).toContainEqual({ kind: 'feedback', act, tabId: 7 });
  });

  it('is trusted only after a question', async () => {
    await open({ chat });
    await press('I trust this person');
    expect(asked.map(({ kind }) => kind)).not.toContain('feedback');
    await press('Yes, I trust them');
    expect(asked).toContainEqual({ kind: 'feedback', act: 'trust', tabId: 7 });
  });

  it('is forgotten only after a question', async () => {
    answers.forget = { ok: true };
    await open({ chat });
    await press('Forget this chat');
    await press('Back');
    expect(asked.map(({ kind }) => kind)).not.toContain('forget');
    await press('Forget this chat');
    await press('Delete');
    expect(asked).toContainEqual({ kind: 'forget', tabId: 7 });
    expect(document.body.textContent).toContain('Forgotten.');
  });
});

it('a server that is back is told to the page, which need not wait for its next try', async () => {
  await chrome.storage.session.set({ 'tab:7': { server: 'not_running', page: SEEN, conversation: 'c', chat: null } });
  await open({ chat: verdict() });
  expect(chrome.tabs.sendMessage).toHaveBeenCalledWith(7, { kind: 'retry' });
});

describe('the side panel', () => {
  it('is opened in the window of the page', async () => {
    const close = vi.spyOn(window, 'close').mockReturnValue();
    await open({});
    await press('Open side panel');
    expect(chrome.sidePanel.open).toHaveBeenCalledWith({ windowId: 3 });
    expect(close).toHaveBeenCalled();
  });

  it('is opened with a text that was pasted', async () => {
    vi.spyOn(window, 'close').mockReturnValue();
    await open({ seen: null });
    /** @type {HTMLTextAreaElement} */ (document.querySelector('textarea')).value = 'Dear, pay me.';
    await press('Check');
    expect(chrome.sidePanel.open).toHaveBeenCalledWith({ windowId: 3 });
    expect(asked).toContainEqual({ kind: 'hold', text: 'Dear, pay me.', windowId: 3 });
  });
});
