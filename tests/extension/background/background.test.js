// The listeners: who may ask what.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { event, fakeChrome } from '../chrome.js';

/** @type {ReturnType<typeof fakeChrome>} */
let chrome;
/** @type {typeof import('../../../extension/background/desk.js')} */
let desk;

vi.mock('../../../extension/background/desk.js', () => ({
  answerOwn: vi.fn(async () => 'own'),
  answerPage: vi.fn(async () => 'page'),
}));

beforeEach(async () => {
  chrome = fakeChrome();
  vi.stubGlobal('chrome', chrome);
  desk = await import('../../../extension/background/desk.js');
  await import('../../../extension/background.js');
});

/** @param {object} sender */
function connect(sender) {
  const port = { name: 'page', sender, onMessage: event(), postMessage: vi.fn(), disconnect: vi.fn() };
  chrome.runtime.onConnect.fire(port);
  return port;
}

describe('a page', () => {
  const tab = { id: 5 };

  it('asks by its port, as the tab and the address that the browser says it is', async () => {
    const port = connect({ tab, frameId: 0, url: 'https://chat.example/room' });
    await Promise.all(port.onMessage.fire({ id: 1, kind: 'chat', site: 's', conversation: 'c' }));
    expect(desk.answerPage).toHaveBeenCalledWith(
      { kind: 'chat', site: 's', conversation: 'c' },
      5,
      'https://chat.example',
    );
    expect(port.postMessage).toHaveBeenCalledWith({ id: 1, answer: 'page' });
  });

  it.each([
    ['a frame inside it', { tab, frameId: 3, url: 'https://chat.example/' }],
    ['what is no tab', { url: 'https://chat.example/' }],
  ])('is not spoken with for %s', (_what, sender) => {
    expect(connect(sender).disconnect).toHaveBeenCalled();
  });

  it('cannot ask what only the popup may', () => {
    const [taken] = chrome.runtime.onMessage.fire(
      { kind: 'forget_all' },
      { tab, url: 'https://chat.example/' },
      () => {},
    );
    expect([taken, vi.mocked(desk.answerOwn).mock.calls]).toEqual([false, []]);
  });
});

it('the popup asks, and is answered', async () => {
  const reply = vi.fn();
  const [taken] = chrome.runtime.onMessage.fire(
    { kind: 'sites' },
    { url: 'chrome-extension://x/popup/popup.html' },
    reply,
  );
  await Promise.resolve();
  expect(taken).toBe(true);
  expect(reply).toHaveBeenCalledWith('own');
});

it('the menu for a selection is there after an install and after an update, once', async () => {
  await Promise.all(chrome.runtime.onInstalled.fire({ reason: 'update' }));
  expect(chrome.contextMenus.removeAll).toHaveBeenCalled();
  expect(chrome.contextMenus.create.mock.calls).toEqual([
    [{ id: 'check', title: 'Check selected text with Second Look', contexts: ['selection'] }],
  ]);
});

it('the options page opens after the first install, and not after an update', async () => {
  for (const reason of ['update', 'install']) await Promise.all(chrome.runtime.onInstalled.fire({ reason }));
  expect(chrome.runtime.openOptionsPage).toHaveBeenCalledTimes(1);
});

it('what was kept of a tab goes with it', async () => {
  await chrome.storage.session.set({ 'tab:5': {}, 'tab:6': {} });
  await Promise.all(chrome.tabs.onRemoved.fire(5));
  expect(Object.keys(chrome.kept.session)).toEqual(['tab:6']);
});

it('the keyboard command goes to the page', () => {
  chrome.commands.onCommand.fire('focus-warning', { id: 5 });
  expect(chrome.tabs.sendMessage).toHaveBeenCalledWith(5, { kind: 'focus' });
});
