// The chat as a file for somebody who helps: the messages that the page holds, handed over on a click and a second one.

import { confirmed, h, locale, t } from '../shared/page.js';

/** One line of transcript JSONL, as `python -m detector check` reads it.
 * @param {string} id  @param {string} platform  @param {Said[]} messages */
export function transcript(id, platform, messages) {
  const said = messages.map(({ sender, text, sent_at }) => ({ sender, text, ...(sent_at && { sent_at }) }));
  return `${JSON.stringify({ id, platform, messages: said })}\n`;
}

/** A name that every system takes as that of a file.
 * @param {string} typed  @param {Date} now */
export function fileName(typed, now) {
  const name = typed.replace(/\.jsonl$/i, '').replace(/[^\p{L}\p{M}\p{N} ._-]/gu, '');
  const kept = name.replace(/^[ .]+|[ .]+$/g, '').slice(0, 80);
  return `${kept || `second-look-${now.toISOString().slice(0, 10)}`}.jsonl`;
}

/** @param {number} tabId  @param {string | null} conversation  the page's own id of the chat that is meant
 * @param {() => { n_messages: number, unknown: number, site: string }} latest  read on all days; left out; the app */
export function exportButton(tabId, conversation, latest) {
  const handOver = (/** @type {'extent' | 'messages'} */ what) =>
    chrome.tabs.sendMessage(tabId, { kind: 'hand_over', what, conversation }).catch(() => null);
  const name = /** @type {HTMLInputElement} */ (h('input', { dir: 'auto', maxlength: 80 }));
  const save = h('button', {}, t('export_chat'));
  const question = async () => {
    const extent = await handOver('extent');
    name.value = fileName('', new Date());
    return h('div', {}, ...contents(extent, latest()), h('label', {}, t('export_name'), name));
  };
  confirmed(save, question, t('export_yes'), async () => {
    const messages = await handOver('messages');
    if (!messages?.length) return t('export_none');
    const file = fileName(name.value, new Date());
    download(file, transcript(file.replace(/\.jsonl$/, ''), latest().site, messages));
    return t('export_done', file, messages.length);
  });
  return save;
}

/** What will be in the file, and what will not.
 * @param {Extent | null} extent  @param {{ n_messages: number, unknown: number }} latest */
function contents(extent, { n_messages, unknown }) {
  const { n, from, to, gaps } = extent ?? { n: 0, from: null, to: null, gaps: 0 };
  if (n === 0) return [h('p', {}, t('export_none'))];
  const day = new Intl.DateTimeFormat(locale().lang, { dateStyle: 'long' });
  const when = from && to && day.formatRange(new Date(from), new Date(to));
  const left = [
    n < n_messages && t('export_more', n_messages),
    gaps > 0 && t('export_gaps'),
    unknown > 0 && t('left_out', unknown),
  ].filter((words) => words !== false);
  return [h('p', {}, t('export_ask', n), when && ` ${when}.`), h('p', {}, t('export_care')), ...left.map(paragraph)];
}

const paragraph = (/** @type {string} */ words) => h('p.soft', {}, words);

/** @param {string} name  @param {string} text */
function download(name, text) {
  const href = URL.createObjectURL(new Blob([text], { type: 'application/jsonl' }));
  h('a', { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
