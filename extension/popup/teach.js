// The offer to teach a page: where it is read by no adapter, or by what was taught.

import { ask, h, t } from '../shared/page.js';

/** @param {Seen} seen */
function isTeachable({ site, state, unknown }) {
  if (['private', 'group', 'many'].includes(state)) return false;
  const isUnread = ['unreadable', 'unknown_sender'].includes(state) || (state === 'looking' && !site);
  return isUnread || unknown > 0 || site === 'taught';
}

/** What to show of it, nothing where the page is read well.
 * @param {number} tabId  @param {Seen} seen  @returns {HTMLElement[]} */
export function teachOffer(tabId, seen) {
  if (!isTeachable(seen)) return [];
  const click = async () => {
    await ask({ kind: 'teach', tabId });
    close(); // what follows is in the page
  };
  const isTaught = seen.site === 'taught';
  const isStale = isTaught && seen.state !== 'reading';
  const button = h('button', { click }, t(isTaught ? 'teach_again' : 'teach_page'));
  return [...(isStale ? [h('p', {}, t('teach_stale'))] : []), h('div.actions', {}, button)];
}
