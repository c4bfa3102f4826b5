// "Check selected text" in the menu that a right click opens on any page.

import { openPanel } from '../shared/open_panel.js';
import { hold } from './check.js';

const ID = 'check';

/** Puts the entry there, in the language of now. */
export async function makeMenu() {
  await chrome.contextMenus.removeAll();
  chrome.contextMenus.create({ id: ID, title: chrome.i18n.getMessage('check_selected'), contexts: ['selection'] });
}

/** @param {chrome.contextMenus.OnClickData} info  @param {chrome.tabs.Tab} [tab] */
export async function onMenu(info, tab) {
  if (info.menuItemId !== ID || tab?.id === undefined) return;
  const opened = openPanel(tab.windowId, tab.id); // at once, while the click counts
  await hold(await selected(info, tab.id), tab.windowId);
  await opened;
}

/** The selection with its line breaks, which the menu's own copy lacks. The click lets us ask the page for it.
 * @param {chrome.contextMenus.OnClickData} info  @param {number} tabId */
async function selected({ frameId = 0, selectionText = '' }, tabId) {
  const func = () => getSelection()?.toString();
  const asked = chrome.scripting.executeScript({ target: { tabId, frameIds: [frameId] }, func });
  const [found] = await asked.catch(() => []); // browsers keep extensions out of some pages
  return found?.result || selectionText;
}
