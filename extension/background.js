// The background of both browsers: a service worker in Chromium, a page of events in Firefox. Either is put to sleep
// when idle and woken by an event, so every listener is added at once, at the top.

import { answerOwn, answerPage } from './background/desk.js';
import { makeMenu, onMenu } from './background/menu.js';
import { granted, restore, revoked } from './background/sites.js';
import { dropTab } from './background/store.js';

chrome.runtime.onInstalled.addListener(async ({ reason }) => {
  await Promise.all([restore(), makeMenu()]);
  if (reason === 'install') await chrome.runtime.openOptionsPage();
});

chrome.runtime.onConnect.addListener((port) => {
  const { tab, frameId, origin, url } = port.sender ?? {};
  const from = origin ?? (url ? new URL(url).origin : null);
  if (port.name !== 'page' || tab?.id === undefined || frameId !== 0 || !from) return port.disconnect();
  const tabId = tab.id;
  port.onMessage.addListener(async ({ id, ...question }) => {
    const answer = await answerPage(question, tabId, from);
    try {
      port.postMessage({ id, answer });
    } catch {
      // the page is gone
    }
  });
});

chrome.runtime.onMessage.addListener((question, sender, reply) => {
  if (!sender.url?.startsWith(chrome.runtime.getURL(''))) return false; // a page's script has its port for its questions
  answerOwn(question).then(reply);
  return true;
});

chrome.permissions.onAdded.addListener(({ origins = [] }) => granted(origins));
chrome.permissions.onRemoved.addListener(({ origins = [] }) => revoked(origins));
chrome.tabs.onRemoved.addListener((tabId) => dropTab(tabId));

chrome.contextMenus.onClicked.addListener(onMenu);

chrome.commands.onCommand.addListener((command, tab) => {
  if (command === 'focus-warning' && tab?.id !== undefined) {
    chrome.tabs.sendMessage(tab.id, { kind: 'focus' }).catch(() => {});
  }
});

// Content scripts run beside pages that are not ours; they need nothing from storage. Firefox keeps them out of `session`
// only, so nothing but the pairing, the addresses, what was taught and the country is ever in `local`.
chrome.storage.local.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });
