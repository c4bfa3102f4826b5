// What the button in the toolbar says of a tab: a sign and a sentence, never a colour alone.

const COLOURS = { caution: '#1f5f99', warning: '#8a5200', danger: '#a12622', problem: '#5a6570' };
const SIGNS = { caution: 'i', warning: '!', danger: '!!', problem: '?' };
/** @type {Set<string>} */
const QUIET_PAGES = new Set(['reading', 'looking', 'no_chat', 'empty', 'private']);

/**
 * The one state a person is told of: trouble with the server before trouble with the page before the chat.
 * @param {Pick<TabState, 'server' | 'page' | 'chat'>} state
 * @returns {string} a level, a ServerState, a PageState, or one of: off, cannot_judge, trusted, watching
 */
export function summary({ server, page, chat }) {
  if (!page) return 'off';
  if (server && server !== 'connected') return server;
  if (page.state !== 'reading') return page.state;
  if (!chat) return 'looking'; // not judged yet is not the same as nothing found
  if (chat.trusted) return 'trusted';
  if (chat.n_messages === 0) return 'empty';
  if (!chat.assessable) return 'cannot_judge';
  return chat.level === 'none' ? 'watching' : chat.level;
}

/** @param {string} what  a summary */
export function signOf(what) {
  if (what in SIGNS) return /** @type {keyof typeof SIGNS} */ (what);
  return ['off', 'watching', 'trusted'].includes(what) || QUIET_PAGES.has(what) ? null : 'problem';
}

/** @param {number} tabId  @param {TabState} state */
export async function setBadge(tabId, state) {
  const what = summary(state);
  const sign = signOf(what);
  try {
    await chrome.action.setBadgeText({ tabId, text: sign ? SIGNS[sign] : '' });
    if (sign) await chrome.action.setBadgeBackgroundColor({ tabId, color: COLOURS[sign] });
    if (sign) await chrome.action.setBadgeTextColor({ tabId, color: '#ffffff' });
    await chrome.action.setTitle({ tabId, title: `${chrome.i18n.getMessage('name')}: ${titleOf(what)}` });
  } catch {
    // the tab was closed meanwhile
  }
}

const LEVELS = new Set(['caution', 'warning', 'danger']);
const titleOf = (/** @type {string} */ what) =>
  chrome.i18n.getMessage(LEVELS.has(what) ? `level_${what}` : `${what}_title`);
