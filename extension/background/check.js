// A text that the person selected or pasted. On its way to the side panel it is held here, in memory only: it is nobody's
// to keep. Then it is judged, as a chat where it has names, else as one message from the other side.

import { Refused, request } from './server.js';

const MAX_CHARS = 40_000; // more takes longer to read than a background is let live
const MAX_MESSAGE = /[^]{1,8000}/gu;

/** @type {Map<number, string>} by window */
const waiting = new Map();

/** Holds a text for the panel of a window, and tells one that is open already.
 * @param {string} text  @param {number} windowId */
export async function hold(text, windowId) {
  waiting.set(windowId, text);
  await chrome.runtime.sendMessage({ kind: 'waiting', windowId }).catch(() => {}); // none is open yet: it will ask
}

/** @param {number} windowId  @returns {string | null} what waits for the panel of this window; it waits no longer */
export function take(windowId) {
  const text = waiting.get(windowId) ?? null;
  waiting.delete(windowId);
  return text;
}

/** Judges a text and stores nothing.
 * @param {string} text
 * @param {string | null} me  the person's own name in it, '' for none of the names, null where they were not asked
 * @param {string} lang  @returns {Promise<Verdict>} with the messages as they were read
 * @throws {import('./server.js').Trouble | Refused} `who_is_me` with the names to choose from */
export async function assess(text, me, lang) {
  if (text.length > MAX_CHARS) throw new Refused(413, 'too_large', '');
  const path = `/v1/assess?lang=${lang}`;
  const chat = me === '' ? null : await asChat(path, text, me);
  if (chat) return chat;
  const messages = (text.match(MAX_MESSAGE) ?? []).map((part) => ({ sender: 'them', text: part.toWellFormed() }));
  const said = messages.map((message, index) => ({ ...message, index, sent_at: null }));
  return { ...(await request(path, { messages })), messages: said };
}

/** @param {string} path  @param {string} text  @param {string | null} me  @returns {Promise<Verdict | null>} null: no chat */
async function asChat(path, text, me) {
  const bytes = new TextEncoder().encode(text);
  const data = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  try {
    const verdict = await request(path, { file: { name: 'text.txt', data }, me });
    return isWhole(verdict.messages, text) ? verdict : null;
  } catch (error) {
    if (error instanceof Refused && error.code === 'unreadable_file') return null;
    throw error;
  }
}

/** A message with a colon in it looks like a line of a chat; then what stands before the colon would go unread.
 * @param {NonNullable<Verdict['messages']>} messages  @param {string} text */
function isWhole(messages, text) {
  if (new Set(messages.map(({ sender }) => sender)).size > 1) return true;
  const start = text.trim().split('\n')[0];
  return messages.length > 1 && start.includes(messages[0].text.split('\n')[0]);
}
