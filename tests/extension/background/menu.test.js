// "Check selected text": which text, and where it is shown.
import { beforeEach, expect, it, vi } from 'vitest';
import { fakeChrome } from '../chrome.js';

/** @type {any} */
let chrome;
/** @type {typeof import('../../../extension/background/menu.js')} */
let menu;
/** @type {typeof import('../../../extension/background/check.js')} */
let check;

const TAB = /** @type {chrome.tabs.Tab} */ ({ id: 7, windowId: 3 });
const click = (more = {}, tab = TAB) =>
  menu.onMenu(/** @type {any} */ ({ menuItemId: 'check', frameId: 2, selectionText: 'one two', ...more }), tab);

beforeEach(async () => {
  chrome = fakeChrome();
  vi.stubGlobal('chrome', chrome);
  check = await import('../../../extension/background/check.js');
  menu = await import('../../../extension/background/menu.js');
});

it('takes the text from its frame, with its line breaks, and opens the panel at once', async () => {
  chrome.scripting.executeScript.mockImplementation(async () => {
    expect(chrome.sidePanel.open).toHaveBeenCalledWith({ windowId: 3 });
    return [{ result: 'one\ntwo' }];
  });
  await click();
  expect(chrome.scripting.executeScript.mock.calls[0][0].target).toEqual({ tabId: 7, frameIds: [2] });
  expect(check.take(3)).toBe('one\ntwo');
});

it.each([
  ['may not be asked', () => Promise.reject(new Error('no access'))],
  ['has its selection in a field', () => Promise.resolve([{ result: '' }])],
])('takes what the menu says where the page %s', async (_what, asked) => {
  chrome.scripting.executeScript.mockImplementation(asked);
  await click();
  expect(check.take(3)).toBe('one two');
});

it('opens a page about the same tab where the browser opens no panel', async () => {
  chrome.sidePanel.open.mockRejectedValue(new Error('no gesture'));
  await click();
  const url = 'chrome-extension://x/panel/panel.html?tab=7';
  expect(chrome.tabs.create).toHaveBeenCalledWith({ windowId: 3, url });
  expect(check.take(3)).toBe('one two');
});

it('opens the sidebar in Firefox', async () => {
  [chrome.sidePanel, chrome.sidebarAction] = [undefined, { open: vi.fn() }];
  await click();
  expect(chrome.sidebarAction.open).toHaveBeenCalled();
  expect(chrome.tabs.create).not.toHaveBeenCalled();
});

it('minds no other entry, and no place that is no tab', async () => {
  await click({ menuItemId: 'other' });
  await menu.onMenu(/** @type {any} */ ({ menuItemId: 'check', selectionText: 'x' }), undefined);
  expect([chrome.sidePanel.open.mock.calls, check.take(3)]).toEqual([[], null]);
});
