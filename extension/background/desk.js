// Answers questions: from content scripts about their own page, from the popup and the options about everything. All
// that must outlive a nap of the background is in storage; nothing here remembers.

import { setBadge } from './badge.js';
import { assess, hold, take } from './check.js';
import { helpPath } from './help.js';
import * as server from './server.js';
import * as sites from './sites.js';
import { pairing, setCountry, setOrigins, setPairing, setTabState, setTaught, tabState, taught } from './store.js';

/** @type {Record<FeedbackKind, string>} what the server has to say once that was done */
const NOTE_AFTER = { wrong: 'disputed', trust: 'trusted', untrust: 'none', snooze: 'snoozed' };

/** The id under which the server knows a chat: it never learns a name, a number or an address.
 * @param {string} site  @param {string} origin  @param {string} conversation */
export async function chatId(site, origin, conversation) {
  return `${site}-${(await server.sha256(`${origin}\n${conversation}`)).slice(0, 32)}`;
}

/** @param {unknown} error  @returns {Answer} */
function failure(error) {
  if (error instanceof server.Trouble) return { ok: false, state: error.state, retry_s: error.retry_s };
  if (error instanceof server.Refused) {
    const { code, names } = error;
    return { ok: false, state: 'refused', retry_s: null, code, ...(names && { names }) };
  }
  throw error;
}

/** The language of our own strings, which the server is asked for too: two languages in one card would be none. */
const language = () => chrome.i18n.getMessage('language');

/** The words of the server, kept in memory until another server or model answers.
 * @param {string} version  @returns {Promise<Wording>} */
async function wordingFor(version) {
  const lang = language();
  const kept = /** @type {any} */ (await chrome.storage.session.get('wording')).wording;
  if (kept && kept.version === version && kept.lang === lang) return kept.wording;
  const wording = await server.request(`/v1/wording?lang=${lang}`);
  await chrome.storage.session.set({ wording: { version, lang, wording } });
  return wording;
}

/** Remembers for the badge and the popup what came of a question, and answers it.
 * @param {number} tabId  @param {string} conversation  @param {Promise<Verdict>} asking  @param {FeedbackKind} [act]
 * @returns {Promise<Answer>} */
async function verdictFor(tabId, conversation, asking, act) {
  try {
    const verdict = await asking;
    const { level, assessable, trusted, n_messages } = verdict;
    const chat = { level, assessable, trusted, n_messages };
    // The page need not wait for the badge.
    show(tabId, (state) => {
      const isShown = (state.conversation ?? conversation) === conversation; // else the person went on to another chat
      return isShown ? { server: 'connected', conversation, chat } : { server: 'connected' };
    });
    /** @type {Record<string, Note>} */
    const notes = verdict.distress || act ? (await wordingFor(verdict.model_version)).notes : {};
    const distress = (verdict.distress && notes.distress) || null;
    return { ok: true, verdict, distress, done: (act && notes[NOTE_AFTER[act]]) || null };
  } catch (error) {
    if (error instanceof server.Trouble) await show(tabId, () => ({ server: error.state }));
    if (error instanceof server.Refused && error.code === 'unknown_conversation')
      await show(tabId, () => ({ chat: null }));
    return failure(error);
  }
}

/** @param {number} tabId  @param {(state: TabState) => Partial<TabState>} change */
async function show(tabId, change) {
  await setBadge(tabId, await setTabState(tabId, change));
}

/** One request about a chat, answered with a verdict.
 * @param {string} id  @param {string} [action]  @param {object} [body] */
const askAbout = (id, action = '', body) => server.request(`/v1/conversations/${id}${action}?lang=${language()}`, body);

/** Whether to ask before a message goes out. Leaves no trace, not even of trouble: the message goes out then.
 * @param {string} id  @param {Draft} draft  @returns {Promise<Answer>} */
async function draftAnswer(id, draft) {
  return attempt(async () => ({ words: (await askAbout(id, '/draft', draft)).words }));
}

/** Puts a part of the content scripts into a page. @param {number} tabId  @param {Part} part  @returns {Promise<Answer>} */
async function putIn(tabId, part) {
  try {
    await sites.putIn(tabId, part);
    return { ok: true };
  } catch {
    return { ok: false, state: 'trouble', retry_s: null }; // the page is gone, or is not ours to read any more
  }
}

/** What was taught about a page, once it has what reads by that. @param {number} tabId  @param {string} origin */
async function ruleFor(tabId, origin) {
  const rule = (await taught())[origin] ?? null;
  const there = rule ? await putIn(tabId, 'taught') : /** @type {Answer} */ ({ ok: true });
  return there.ok ? { ...there, rule } : there;
}

/** What a content script may ask: about its own page only.
 * @param {PageQuestion} question  @param {number} tabId  @param {string} origin  @returns {Promise<Answer>} */
export async function answerPage(question, tabId, origin) {
  if (question.kind === 'seen') {
    const { seen } = question;
    const id = seen.conversation && seen.site ? await chatId(seen.site, origin, seen.conversation) : null;
    const page = { state: seen.state, unknown: seen.unknown, site: seen.site };
    await show(tabId, ({ conversation, chat }) => ({
      page,
      conversation: id,
      chat: id === conversation ? chat : null,
    }));
    return { ok: true };
  }
  if (question.kind === 'load') return putIn(tabId, question.part);
  if (question.kind === 'rule') return ruleFor(tabId, origin);
  if (question.kind === 'keep') return attempt(() => setTaught(origin, question.rule));
  const { site, conversation } = question;
  const id = await chatId(site, origin, conversation);
  if (question.kind === 'batch') {
    return verdictFor(tabId, id, askAbout(id, '/messages', { site, messages: question.messages }));
  }
  if (question.kind === 'chat') return verdictFor(tabId, id, askAbout(id));
  if (question.kind === 'draft') return draftAnswer(id, question.draft);
  const { act } = question;
  return verdictFor(tabId, id, askAbout(id, '/feedback', { kind: act }), act);
}

/** What the popup and the options page may ask.
 * @param {OwnQuestion} question  @returns {Promise<unknown>} */
export async function answerOwn(question) {
  switch (question.kind) {
    case 'status':
      return { state: await server.status(), paired: !!(await pairing()) };
    case 'pair':
      return attempt(() => server.pair(question.code, question.port));
    case 'sites':
      return sites.list();
    case 'switch':
      return question.on ? sites.switchOn(question.pattern) : sites.switchOff(question.pattern);
    case 'teach':
      return sites.teach(question.tabId);
    case 'taught':
      return Object.keys(await taught());
    case 'forget_taught':
      return sites.forgetTaught(question.origin);
    case 'chat':
      return chatOf(question.tabId);
    case 'help':
      return help(question.country);
    case 'feedback':
      return change(question.tabId, 'feedback', { kind: question.act, note: question.note || null });
    case 'forget':
      return change(question.tabId, 'forget', {});
    case 'hold':
      return hold(question.text, question.windowId);
    case 'take':
      return take(question.windowId);
    case 'assess':
      return judged(question.text, question.me);
    case 'indicators':
      return attempt(() => server.request('/v1/indicators', { texts: question.texts }));
    case 'forget_all':
      return attempt(async () => void (await server.request('/v1/forget', {})));
    case 'reset':
      return reset();
  }
}

/** What an action gives, or why it cannot be done.
 * @param {() => Promise<object | void>} action  @returns {Promise<Answer>} */
async function attempt(action) {
  try {
    return { ok: true, ...(await action()) };
  } catch (error) {
    return failure(error);
  }
}

/** The chat of a tab, with its timeline and the words for it.
 * @param {number} tabId */
async function chatOf(tabId) {
  const { conversation } = await tabState(tabId);
  if (!conversation) return { ok: true };
  return attempt(async () => {
    const verdict = await askAbout(conversation);
    return { verdict, wording: await wordingFor(verdict.model_version) };
  });
}

/** A text by itself, with the words for what is said of it.
 * @param {string} text  @param {string | null} me */
async function judged(text, me) {
  return attempt(async () => {
    const verdict = await assess(text, me, language());
    return { verdict, wording: await wordingFor(verdict.model_version) };
  });
}

/** The help lines, and the countries to choose from.
 * @param {string} [chosen] */
async function help(chosen) {
  return attempt(async () => ({ help: await server.request(await helpPath(chosen)) }));
}

/** Tells the server something about the chat of a tab; then its page asks anew what to show.
 * @param {number} tabId  @param {string} action  @param {object} body */
async function change(tabId, action, body) {
  const { conversation } = await tabState(tabId);
  const answer = await attempt(() => server.request(`/v1/conversations/${conversation}/${action}`, body));
  await chrome.tabs.sendMessage(tabId, { kind: 'refresh' }).catch(() => {});
  return answer;
}

/** As on the first day: no address is on, no pairing, no country, nothing taught, nothing in memory. */
async function reset() {
  for (const { pattern, on } of await sites.list()) if (on) await sites.switchOff(pattern);
  await setOrigins([]);
  for (const origin of Object.keys(await taught())) await setTaught(origin, null);
  await setPairing(null);
  await setCountry(null);
  await chrome.storage.session.clear();
}
