// Source: open readers of the page, the newest of August 2026, and the page's own naming of ids. Who wrote a row is in no
// attribute: the picture of its author is compared with the picture in the person's own corner. Rows that follow one by
// the same author have none, and name the header of that one. Display names can be chosen alike, so they prove nothing.
{
  const QUOTED = '[id^="message-reply-context-"], [id^="message-accessories-"]';
  const CORNER = 'section[aria-label="User area"] img, [class*="panels"] [class*="avatarWrapper"] img';

  /** Whose picture this is: an id of a person, or the number of one of the few pictures that many have.
   * @param {Element | null | undefined} image */
  const owner = (image) => image?.getAttribute('src')?.match(/\/((?:embed\/)?avatars\/\d+)\b/)?.[1] ?? null;

  /** During a call, others may be shown in the corner too: then nobody can tell which one is the person.
   * @param {Document} doc */
  const person = (doc) => {
    const owners = new Set([...doc.querySelectorAll(CORNER)].flatMap((image) => owner(image) ?? []));
    return owners.size === 1 ? [...owners][0] : null;
  };

  /** @param {Element} row */
  const author = (row) => {
    const named = row.querySelector('[role="article"]')?.getAttribute('aria-labelledby') ?? '';
    const id = named.match(/message-username-\d+/)?.[0];
    const first = (id && row.ownerDocument.getElementById(id)?.closest('li')) || row;
    return owner(SecondLook.parts(first, 'img[src*="avatars/"]', QUOTED)[0]);
  };

  SecondLook.site({
    id: 'discord',
    name: 'Discord',
    hosts: ['discord.com'],
    verified: '2026-08',
    conversation: (url) => url.pathname.match(/^\/channels\/(?:@me|\d+)\/(\d+)/)?.[1] ?? null,
    group: (url, doc) =>
      !url.pathname.startsWith('/channels/@me/') ||
      !!doc.querySelector(`a[href="${url.pathname}"] img[src*="/channel-icons/"]`),
    root: 'ol[data-list-id="chat-messages"]',
    row: 'li[id^="chat-messages-"]',
    skip: 'li:has([class*="systemMessage"], [class*="SystemMessage"])',
    pending: '[class*="isSending"], [class*="isFailed"]',
    key: (row) => row.id.match(/(\d+)$/)?.[1] ?? null,
    direction: (row) => {
      const [theirs, own] = [author(row), person(row.ownerDocument)];
      if (!theirs || !own || (theirs === own && own.startsWith('embed'))) return 'unknown';
      return theirs === own ? 'me' : 'them';
    },
    text: '[id^="message-content-"]',
    exclude: `${QUOTED}, [class*="edited"]`,
    sentAt: (row) => SecondLook.time(row.querySelector('time[id^="message-timestamp-"]')?.getAttribute('datetime')),
    author,
  });
}
