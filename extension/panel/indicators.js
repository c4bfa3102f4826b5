// Wallets, links and numbers that the other side gave. The server keeps only where they stand; what they say comes from the
// page when the panel is open, and is kept nowhere.

import { copyButton } from '../shared/copy.js';
import { ask, h, t } from '../shared/page.js';

const MOST = 1000; // pieces in one question to the server
const WALLETS = /** @type {Record<string, string>} */ ({ bitcoin: 'Bitcoin', ethereum: 'Ethereum', tron: 'Tron' });

/** Where the other side wrote something that can be looked up, by message.
 * @param {Verdict} verdict  @returns {Record<string, Spans>} */
export function placesIn({ timeline = [] }) {
  const theirs = timeline.filter(({ sender, spans }) => sender === 'them' && spans.length > 0);
  return Object.fromEntries(theirs.map(({ key, spans }) => [key, spans]));
}

/** The words at those places, as far as the page holds them, and how many messages it does not hold.
 * @param {number} tabId  @param {string | null} conversation  @param {Record<string, Spans>} spans */
export async function piecesFrom(tabId, conversation, spans) {
  const asked = { kind: 'hand_over', what: 'pieces', conversation, spans };
  const found = (await chrome.tabs.sendMessage(tabId, asked).catch(() => null)) ?? {};
  const keys = Object.keys(spans);
  const pieces = keys.flatMap((key) => found[key] ?? []);
  return { pieces: [...new Set(pieces)], missing: keys.filter((key) => !found[key]).length };
}

/** @param {string[]} pieces  @param {number} [missing]  messages that the page does not hold
 * @returns {Promise<Node[]>} nothing where there is nothing to look up */
export async function indicatorParts(pieces, missing = 0) {
  const texts = pieces.slice(0, MOST);
  const { indicators = [] } = texts.length > 0 ? await ask({ kind: 'indicators', texts }) : {};
  if (indicators.length === 0 && missing === 0) return [];
  const list = indicators.length > 0 && h('ul.found', {}, ...indicators.map(item));
  const parts = [h('h2', {}, t('found_heading')), h('p.soft', {}, t('found_note')), list];
  if (missing > 0) parts.push(h('p.soft', {}, t('found_missing', missing)));
  return parts.filter((part) => part !== false);
}

/** @param {Indicator} indicator */
function item({ kind, value, valid }) {
  const wallet = WALLETS[kind];
  const slip = !valid && (wallet || kind === 'iban') && ` · ${t('not_valid')}`;
  const name = h('span.soft', {}, wallet ? t('kind_wallet', wallet) : t(`kind_${kind}`), slip, ' ');
  return h('li', {}, h('bdi', { dir: 'ltr' }, value), name, copyButton(value));
}
