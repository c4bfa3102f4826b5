// A text that was selected or pasted: how it is read, and that it stays nowhere.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeChrome } from '../chrome.js';

vi.mock('../../../extension/background/server.js', async (original) => ({
  .../** @type {object} */ (await original()),
  request: vi.fn(),
}));

/** @type {ReturnType<typeof fakeChrome>} */
let chrome;
/** @type {typeof import('../../../extension/background/check.js')} */
let check;
/** @type {typeof import('../../../extension/background/server.js')} */
let server;
/** @type {any[]} what the server was sent */
let sent;
/** @type {any} what it answers to a file */
let asFile;

const lines = (/** @type {[string, string][]} */ ...said) =>
  said.map(([sender, text], index) => ({ index, sender, text, sent_at: null }));
const decoded = (/** @type {string} */ data) =>
  new TextDecoder().decode(Uint8Array.from(atob(data), (char) => char.charCodeAt(0)));

beforeEach(async () => {
  chrome = fakeChrome();
  vi.stubGlobal('chrome', chrome);
  server = await import('../../../extension/background/server.js');
  check = await import('../../../extension/background/check.js');
  [sent, asFile] = [[], new server.Refused(422, 'unreadable_file', 'No chat.')];
  vi.mocked(server.request).mockImplementation(async (_path, /** @type {any} */ body) => {
    sent.push(body);
    if (body.file && asFile instanceof Error) throw asFile;
    return body.file ? asFile : { level: 'none' };
  });
});

describe('reading', () => {
  const plainly = () => sent.flatMap(({ messages }) => messages ?? []);

  it('lines with names go as a file, in UTF-8, with who the person is', async () => {
    asFile = { messages: lines(['me', 'hi'], ['them', 'schön 😀']) };
    expect(await check.assess('Ann: hi\nBob: schön 😀', 'Ann', 'de')).toBe(asFile);
    expect([decoded(sent[0].file.data), sent[0].me]).toEqual(['Ann: hi\nBob: schön 😀', 'Ann']);
    expect(vi.mocked(server.request).mock.calls[0][0]).toBe('/v1/assess?lang=de');
  });

  it('what is no chat is one message from the other side', async () => {
    const verdict = await check.assess('Dear, my uncle says hi.', null, 'en');
    expect(plainly()).toEqual([{ sender: 'them', text: 'Dear, my uncle says hi.' }]);
    expect(verdict.messages).toEqual(lines(['them', 'Dear, my uncle says hi.']));
  });

  it.each([
    ['one line with a colon', 'My wallet: 0xab', lines(['them', '0xab'])],
    [
      'words before the first colon',
      'Pay today.\nMy wallet: 0xab\nMy wallet: 0xcd',
      lines(['them', '0xab'], ['them', '0xcd']),
    ],
  ])('%s is read whole', async (_what, text, messages) => {
    asFile = { messages };
    await check.assess(text, null, 'en');
    expect(plainly()).toEqual([{ sender: 'them', text }]);
  });

  it('several lines of one person are several messages', async () => {
    asFile = { messages: lines(['them', 'hi'], ['them', 'invest']) };
    expect(await check.assess('Bob: hi\nBob: invest', null, 'en')).toBe(asFile);
  });

  it('none of the names is read as one message, without asking again', async () => {
    await check.assess('Ann: hi\nBob: hi', '', 'en');
    expect(sent).toEqual([{ messages: [{ sender: 'them', text: 'Ann: hi\nBob: hi' }] }]);
  });

  it('a long text is cut where the server must have it cut, and no character is', async () => {
    await check.assess('😀'.repeat(8001), '', 'en');
    expect(plainly().map(({ text }) => [...text].length)).toEqual([8000, 1]);
  });

  it('a text that is too long to be read in time is not sent', async () => {
    await expect(check.assess('x'.repeat(40_001), null, 'en')).rejects.toMatchObject({ code: 'too_large' });
    expect(sent).toEqual([]);
  });

  it.each([['who_is_me'], ['too_many_messages']])('%s is passed on', async (code) => {
    asFile = new server.Refused(422, code, '', ['Ann']);
    await expect(check.assess('Ann: hi\nBob: hi', null, 'en')).rejects.toBe(asFile);
  });
});

describe('on its way to the panel a text', () => {
  it('is held for the panel of its window, once, and in no storage', async () => {
    await check.hold('a secret', 3);
    expect(JSON.stringify(chrome.kept)).not.toContain('secret');
    expect(chrome.runtime.sendMessage).toHaveBeenCalledWith({ kind: 'waiting', windowId: 3 });
    expect([check.take(4), check.take(3), check.take(3)]).toEqual([null, 'a secret', null]);
  });

  it('is held though no panel is open yet', async () => {
    chrome.runtime.sendMessage.mockRejectedValue(new Error('no receiver'));
    await check.hold('x', 3);
    expect(check.take(3)).toBe('x');
  });
});
