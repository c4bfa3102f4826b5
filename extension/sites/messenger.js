// Source: open readers of the page, the newest of September 2026. A row's label says when, who and what, in the language
// of the page: `At 11:27 AM, Lily: hello`. Whoever is named there may have chosen that name, "You" included: it is the
// other one's where the chat is called by it.
{
  const LABELLED = '[data-message-id][aria-label], [data-scope="messages_table"][aria-label]';

  /** @param {Element} row  @returns {string[]} when it was sent, and by whom */
  const said = (row) => {
    const label = row.getAttribute('aria-label') ?? row.querySelector(LABELLED)?.getAttribute('aria-label');
    return label?.match(/^(.*?\d.*?), ([^,:\n]{1,80}): /)?.slice(1) ?? [];
  };

  const words = (/** @type {string} */ text) => ` ${text.match(/[\p{L}\p{N}]+/gu)?.join(' ')} `;

  SecondLook.site({
    id: 'messenger',
    name: 'Messenger',
    hosts: ['www.facebook.com'],
    verified: '2026-09',
    conversation: (url) => url.pathname.match(/^\/messages\/(?:e2ee\/)?t\/(\w+)/)?.[1] ?? null,
    root: '[role="main"] [role="log"], [role="main"] [data-pagelet="MWMessageListContainer"]',
    row: '[data-message-id], [role="row"]:has([data-scope="messages_table"])',
    skip: '[role="row"] [data-message-id], [data-scope="date_break"]',
    key: (row) =>
      (row.closest('[data-message-id]') ?? row.querySelector('[data-message-id]'))?.getAttribute('data-message-id') ??
      null,
    atEnd: true,
    direction: (row) => {
      const [, name] = said(row);
      const title = row.closest('[role="log"], [role="grid"]')?.getAttribute('aria-label') ?? '';
      const isTheirs = !!name && words(title).includes(words(name));
      if (isTheirs === (name === 'You')) return 'unknown';
      return isTheirs ? 'them' : 'me';
    },
    text: 'div[dir="auto"]',
    exclude: '[role="button"], [role="heading"], h1, h2, h3, h4, h5, h6, blockquote, [aria-hidden="true"]',
    sentAt: (row) => {
      const when = said(row)[0]?.replace(/^At /, '') ?? '';
      return /\b20\d\d\b/.test(when) ? SecondLook.time(when) : null;
    },
    author: (row) => said(row)[1] ?? null,
  });
}
