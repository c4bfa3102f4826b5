// Opens the side panel, which browsers let happen on a click only.

/** Opens it in a window; where that cannot be, the same page about the same tab in a tab of its own.
 * @param {number} windowId  @param {number} tabId */
export async function openPanel(windowId, tabId) {
  const { sidePanel, sidebarAction } = /** @type {any} */ (chrome); // Chromium has the one, Firefox the other
  try {
    await (sidePanel ? sidePanel.open({ windowId }) : sidebarAction.open());
  } catch {
    await chrome.tabs.create({ windowId, url: chrome.runtime.getURL(`panel/panel.html?tab=${tabId}`) });
  }
}
