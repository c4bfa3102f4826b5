// What the background does with questions, and what it keeps meanwhile: the badge, the state of each tab, no text.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeChrome } from '../chrome.js';

const ORIGIN = 'https://chat.example';
const TAB = 7;
/** @type {ReturnType<typeof fakeChrome>} */
let chrome;
/** @type {typeof import('../../../extension/background/desk.js')} */
let desk;
/** @type {typeof import('../../../extension/background/server.js')} */
let server;
/** @type {Record<string, any>} */
let answers;
/** @type {[string, any][]} */
let asked;

vi.mock('../../../extension/background/server.js', async (original) => ({
  .../** @type {object} */ (await original()),
  request: vi.fn(),
  pair: vi.fn(),
  status: vi.fn(async () => 'connected'),
}));

const verdict = (more = {}) => ({
  n_messages: 3,
  level: 'none',
  assessable: true,
  trusted: false,
  distress: false,
  model_version: 'm1',
  alert: null,
  findings: [],
  ...more,
});
const wording = {
  notes: { distress: { title: 'Held?' }, disputed: { title: 'Put away' }, trusted: { title: 'Trusted' } },
};
const messages = [{ key: 'k1', sender: 'them', text: 'a secret', sent_at: null, deleted: false }];
const where = { site: 'converse', conversation: 'lily@localhost' };
/** Sends messages, and waits for the badge, which the page does not. */
const batch = async () => {
  const answer = await desk.answerPage(/** @type {any} */ ({ kind: 'batch', ...where, messages }), TAB, ORIGIN);
  await new Promise((resolve) => setTimeout(resolve));
  return answer;
};
const see = (/** @type {Partial<Seen>} */ seen = {}) =>
  desk.answerPage({ kind: 'seen', seen: { ...where, state: 'reading', unknown: 0, ...seen } }, TAB, ORIGIN);
const tab = () => chrome.kept.session[`tab:${TAB}`];
const badge = () => chrome.kept.badge[TAB];

beforeEach(async () => {
  chrome = fakeChrome();
  vi.stubGlobal('chrome', chrome);
  server = await import('../../../extension/background/server.js');
  desk = await import('../../../extension/background/desk.js');
  [answers, asked] = [{ messages: verdict(), '/v1/wording?lang=en': wording }, []];
  vi.mocked(server.request).mockImplementation(async (path, body) => {
    asked.push([path, body]);
    const answer = answers[path] ?? answers[path.match(/\w+(?=\?|$)/)?.[0] ?? ''] ?? answers.chat;
    if (answer instanceof Error) throw answer;
    return answer;
  });
});

describe('a batch of messages', () => {
  it('goes to the server under a name from which nobody can read who it is with', async () => {
    await batch();
    const [[path, body]] = asked;
    expect(path).toMatch(/^\/v1\/conversations\/converse-[0-9a-f]{32}\/messages\?lang=en$/);
    expect(body).toEqual({ site: 'converse', messages });
  });

  it('of a chat with the same name at another address is another chat', async () => {
    const ids = await Promise.all(
      [ORIGIN, 'https://other.example'].map((origin) => desk.chatId('converse', origin, 'lily')),
    );
    expect(ids[0]).not.toBe(ids[1]);
  });

  it('leaves nothing of its words in the storage', async () => {
    await see();
    await batch();
    expect(JSON.stringify(chrome.kept)).not.toMatch(/secret|lily/);
  });

  it('whose sender may be held brings the words for that', async () => {
    answers.messages = verdict({ distress: true });
    expect(await batch()).toMatchObject({ ok: true, distress: wording.notes.distress });
  });

  it.each([
    ['not_running', null],
    ['loading', 2],
    ['weights_missing', null],
  ])('while the server is %s is answered so, and the badge says it', async (state, retry_s) => {
    await see();
    answers.messages = new server.Trouble(/** @type {ServerState} */ (state), retry_s);
    expect(await batch()).toEqual({ ok: false, state, retry_s });
    expect([tab().server, badge().text]).toEqual([state, '?']);
  });

  it('that is refused does not count as trouble with the server', async () => {
    await see();
    await batch();
    answers.messages = new server.Refused(422, 'invalid', 'No.');
    expect(await batch()).toMatchObject({ ok: false, state: 'refused' });
    expect(tab().server).toBe('connected');
  });

  it('of a chat that was forgotten meanwhile leaves no level behind', async () => {
    answers.messages = verdict({ level: 'danger' });
    await see();
    await batch();
    answers.chat = new server.Refused(404, 'unknown_conversation', 'Not read yet.');
    await desk.answerPage({ kind: 'chat', ...where }, TAB, ORIGIN);
    expect([tab().chat, badge().text]).toEqual([null, '']);
  });

  it('of a chat that the person has left does not change what is shown of the one they are in', async () => {
    await see({ conversation: 'bob@localhost' });
    answers.messages = verdict({ level: 'danger' });
    await batch();
    expect([tab().chat, badge().text]).toEqual([null, '']);
  });
});

describe('a part of the content scripts', () => {
  const load = (/** @type {Part} */ part) => desk.answerPage({ kind: 'load', part }, TAB, ORIGIN);
  const putIn = () => chrome.scripting.executeScript.mock.calls.map(([{ target, files }]) => [target.tabId, files[0]]);

  it('is put into the page that asks for it', async () => {
    expect(await load('handover')).toEqual({ ok: true });
    expect(putIn()).toEqual([[TAB, 'content/handover.js']]);
  });

  it('that cannot be put in is said to be missing', async () => {
    chrome.scripting.executeScript.mockRejectedValue(new Error('no such tab'));
    expect(await load('handover')).toMatchObject({ ok: false, state: 'trouble' });
  });

  it('that reads by a rule is put only into a page that was taught one', async () => {
    await desk.answerPage({ kind: 'rule' }, TAB, ORIGIN);
    expect(putIn()).toEqual([]);
    await desk.answerPage({ kind: 'keep', rule: /** @type {TaughtRule} */ ({ version: 1 }) }, TAB, ORIGIN);
    await desk.answerPage({ kind: 'rule' }, TAB, ORIGIN);
    expect(putIn()).toEqual([[TAB, 'content/signs.js']]);
  });
});

describe('what was taught', () => {
  const rule = /** @type {TaughtRule} */ ({ version: 1, root: 'main' });
  const keep = (origin = ORIGIN) => desk.answerPage({ kind: 'keep', rule }, TAB, origin);
  const recall = (origin = ORIGIN) => desk.answerPage({ kind: 'rule' }, TAB, origin);

  it('is kept for its origin alone, and told to its pages', async () => {
    expect(await recall()).toEqual({ ok: true, rule: null });
    expect(await keep()).toEqual({ ok: true });
    expect(await recall()).toEqual({ ok: true, rule });
    expect(await recall('https://chat.example:8443')).toEqual({ ok: true, rule: null });
    expect(await desk.answerOwn({ kind: 'taught' })).toEqual([ORIGIN]);
  });

  it('is forgotten for one origin, and its open pages are told', async () => {
    await Promise.all([keep(), keep('https://other.example')]);
    chrome.tabs.query.mockResolvedValue([{ id: 3 }]);
    await desk.answerOwn({ kind: 'forget_taught', origin: ORIGIN });
    expect(await desk.answerOwn({ kind: 'taught' })).toEqual(['https://other.example']);
    expect(chrome.tabs.sendMessage).toHaveBeenCalledWith(3, { kind: 'rule' });
  });

  it('goes with all else when the extension is reset', async () => {
    await keep();
    await desk.answerOwn({ kind: 'reset' });
    expect(await recall()).toEqual({ ok: true, rule: null });
  });
});

describe('a draft', () => {
  const draft = { text: 'a secret', picture: false };
  const ask = () => desk.answerPage({ kind: 'draft', ...where, draft }, TAB, ORIGIN);

  it('is asked about in the language of our own strings, and brings the words to ask with', async () => {
    answers.draft = { ask: true, acts: ['shares_code_or_login'], words: { title: 'A moment' } };
    expect(await ask()).toEqual({ ok: true, words: { title: 'A moment' } });
    expect(asked).toEqual([
      [expect.stringMatching(/^\/v1\/conversations\/converse-[0-9a-f]{32}\/draft\?lang=en$/), draft],
    ]);
  });

  it('leaves nothing behind, be the server there or not', async () => {
    const before = JSON.stringify(chrome.kept);
    answers.draft = new server.Trouble('not_running');
    expect(await ask()).toEqual({ ok: false, state: 'not_running', retry_s: null });
    answers.draft = new server.Refused(404, 'unknown_conversation', 'Not read yet.');
    expect(await ask()).toMatchObject({ ok: false, state: 'refused' });
    expect(JSON.stringify(chrome.kept)).toBe(before);
  });
});

describe('the badge', () => {
  it.each([
    ['none', {}, ''],
    ['caution', {}, 'i'],
    ['warning', {}, '!'],
    ['danger', {}, '!!'],
    ['danger', { trusted: true }, ''],
    ['none', { assessable: false }, '?'],
  ])('at %s %j is %j', async (level, more, text) => {
    answers.messages = verdict({ level, ...more });
    await see();
    await batch();
    expect(badge().text).toBe(text);
    expect(badge().title).toMatch(/^Second Look: \S/);
  });

  it.each([
    ['unreadable', '?'],
    ['unknown_sender', '?'],
    ['group', '?'],
    ['many', '?'],
    ['no_chat', ''],
    ['looking', ''],
    ['private', ''],
  ])('on a page that is %s is %j', async (state, text) => {
    await see({ state: /** @type {PageState} */ (state) });
    expect(badge().text).toBe(text);
  });

  it('of another chat in the same tab begins anew', async () => {
    answers.messages = verdict({ level: 'danger' });
    await see();
    await batch();
    await see({ conversation: 'bob@localhost' });
    expect([tab().chat, badge().text]).toEqual([null, '']);
  });
});

describe('the language', () => {
  it('of every verdict and of the words is that of our own strings', async () => {
    vi.stubGlobal('chrome', (chrome = fakeChrome({ lang: 'pt_BR' })));
    answers = { ...answers, feedback: verdict(), chat: verdict(), wording };
    await see();
    await batch();
    await desk.answerPage({ kind: 'chat', ...where }, TAB, ORIGIN);
    await desk.answerPage({ kind: 'feedback', act: 'wrong', ...where }, TAB, ORIGIN);
    await desk.answerOwn({ kind: 'chat', tabId: TAB });
    expect(asked.length).toBe(5);
    expect(asked.filter(([path]) => !path.endsWith('?lang=pt_BR'))).toEqual([]);
  });
});

describe('feedback', () => {
  it('from the page goes to the server, and brings the new verdict with the words for it', async () => {
    answers.feedback = verdict();
    const answer = await desk.answerPage({ kind: 'feedback', act: 'wrong', ...where }, TAB, ORIGIN);
    expect(asked[0]).toEqual([expect.stringMatching(/\/feedback\?lang=en$/), { kind: 'wrong' }]);
    expect(answer).toMatchObject({ ok: true, verdict: { level: 'none' }, done: { title: 'Put away' } });
  });

  it('from the popup is about the chat of its tab, whose page then asks anew', async () => {
    await see();
    answers.feedback = verdict();
    await desk.answerOwn({ kind: 'feedback', act: 'trust', tabId: TAB });
    expect(asked[0][0]).toContain(tab().conversation);
    expect(chrome.tabs.sendMessage).toHaveBeenCalledWith(TAB, { kind: 'refresh' });
  });
});

describe('the popup and the options page', () => {
  it('get the chat of a tab with its timeline and the words', async () => {
    await see();
    answers.chat = verdict({ timeline: [] });
    expect(await desk.answerOwn({ kind: 'chat', tabId: TAB })).toEqual({ ok: true, verdict: answers.chat, wording });
  });

  it('ask for the words once per model', async () => {
    await see();
    answers.chat = verdict({ timeline: [] });
    for (const model_version of ['m1', 'm1', 'm2']) {
      answers.chat = verdict({ model_version });
      await desk.answerOwn({ kind: 'chat', tabId: TAB });
    }
    expect(asked.filter(([path]) => path.startsWith('/v1/wording')).length).toBe(2);
  });

  it('get the help lines of a country, or why there are none', async () => {
    answers['/v1/help?country=MY'] = { country: 'MY' };
    expect(await desk.answerOwn({ kind: 'help', country: 'MY' })).toEqual({ ok: true, help: { country: 'MY' } });
    answers['/v1/help?country=MY'] = new server.Trouble('not_running');
    expect(await desk.answerOwn({ kind: 'help' })).toEqual({ ok: false, state: 'not_running', retry_s: null });
  });

  it('have a note of the person kept with what they say', async () => {
    await see();
    answers.feedback = verdict();
    const feedback = (more = {}) =>
      desk.answerOwn(/** @type {any} */ ({ kind: 'feedback', act: 'wrong', tabId: TAB, ...more }));
    await feedback({ note: 'It is my brother.' });
    await feedback({ note: '' });
    expect(asked.map(([, body]) => body)).toEqual([
      { kind: 'wrong', note: 'It is my brother.' },
      { kind: 'wrong', note: null },
    ]);
  });

  it('have a text judged, in their language and with the words for it, and nothing of it kept', async () => {
    answers.assess = verdict({ messages: [{ index: 0, sender: 'them', text: 'a secret', sent_at: null }] });
    const answer = /** @type {any} */ (await desk.answerOwn({ kind: 'assess', text: 'a secret', me: '' }));
    expect(asked[0]).toEqual(['/v1/assess?lang=en', { messages: [{ sender: 'them', text: 'a secret' }] }]);
    expect([answer.ok, answer.verdict.n_messages, answer.wording]).toEqual([true, 3, wording]);
    expect(JSON.stringify(chrome.kept)).not.toContain('secret');
  });

  it('are given the names to choose from where a text does not say who is who', async () => {
    answers.assess = new server.Refused(422, 'who_is_me', 'Say it.', ['Ann', 'Bob']);
    expect(await desk.answerOwn({ kind: 'assess', text: 'x', me: null })).toMatchObject({
      ok: false,
      code: 'who_is_me',
      names: ['Ann', 'Bob'],
    });
  });

  it('are told what pieces of text are', async () => {
    answers.indicators = { indicators: [{ kind: 'tron', value: 'T1', valid: true }] };
    expect(await desk.answerOwn({ kind: 'indicators', texts: ['T1'] })).toEqual({ ok: true, ...answers.indicators });
    expect(asked).toEqual([['/v1/indicators', { texts: ['T1'] }]]);
  });

  it('forget one chat, or every one', async () => {
    await see();
    answers.forget = {};
    await desk.answerOwn({ kind: 'forget', tabId: TAB });
    await desk.answerOwn({ kind: 'forget_all' });
    expect(asked.map(([path]) => path)).toEqual([`/v1/conversations/${tab().conversation}/forget`, '/v1/forget']);
  });

  it('are told why something failed', async () => {
    vi.mocked(server.pair).mockRejectedValue(new server.Refused(403, 'wrong_code', 'That is not the code.'));
    expect(await desk.answerOwn({ kind: 'pair', code: '000000', port: null })).toMatchObject({
      ok: false,
      code: 'wrong_code',
    });
  });

  it('reset everything to the first day', async () => {
    chrome.kept.permitted.add('https://tinder.com/*');
    await chrome.storage.local.set({ origins: ['https://tinder.com/*'], pairing: { token: 't' }, country: 'MY' });
    await desk.answerOwn({ kind: 'reset' });
    expect(chrome.kept.local).toEqual({ origins: [] });
    expect([...chrome.kept.permitted]).toEqual(['http://127.0.0.1/*']);
  });
});
