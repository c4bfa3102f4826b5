// Any page that names its parts by the ARIA roles of a chat. It says who wrote a row only where the page itself does,
// by a word in a class, a data attribute or a label; otherwise the row stays unknown and is not judged.
{
  const MINE =
    /^(?:out|outgoing|own|self|me|mine|sent|from-me|is-(?:out|own|mine|self)|(?:message|msg)-(?:out|own|sent|outgoing))$/;
  const THEIRS =
    /^(?:in|incoming|other|them|theirs|received|from-them|is-(?:in|incoming|other)|(?:message|msg)-(?:in|received|incoming))$/;
  const SAYS = new Set([
    ...['data-direction', 'data-message-direction', 'data-sender', 'data-from', 'data-author', 'data-side'],
  ]);

  /** The words by which a page may say who wrote a row: its own, and those of two levels in it.
   * @param {Element} element  @param {string[]} [said] */
  const words = (element, said = [], levels = 2) => {
    for (const name of element.getAttributeNames()) {
      if (name !== 'class' && !SAYS.has(name)) continue;
      const value = (element.getAttribute(name) ?? '').toLowerCase();
      if (name === 'class') said.push(...value.replace(/[_-]+/g, '-').split(/\s+/));
      else said.push(value);
    }
    // `of element.children` takes far longer, and so does `of element.attributes`.
    for (let child = levels > 0 && element.firstElementChild; child; child = child.nextElementSibling)
      words(child, said, levels - 1);
    return said;
  };

  SecondLook.site({
    id: 'generic',
    name: 'Any other chat page',
    hosts: [],
    verified: '2026-11',
    signature: '[role="log"], [role="feed"]',
    conversation: (url) => url.pathname + url.search + (/^#[/!]/.test(url.hash) ? url.hash : ''),
    root: '[role="log"], [role="feed"]',
    row: '[role="article"], [role="listitem"], [role="row"]',
    skip: '[role="separator"], [aria-hidden="true"]',
    key: (row) => row.getAttribute('data-message-id') ?? row.getAttribute('data-id'),
    direction: (row) => {
      const said = words(row);
      const label = (row.getAttribute('aria-label') ?? '').trim();
      const mine = said.some((word) => MINE.test(word)) || /^you(?: said)?\b\s*[:,]/i.test(label);
      const theirs = said.some((word) => THEIRS.test(word));
      if (mine === theirs) return 'unknown';
      return mine ? 'me' : 'them';
    },
    text: '[role="article"], [role="listitem"], [role="row"]',
    exclude:
      'blockquote, time, header, footer, h1, h2, h3, h4, h5, h6, [role="button"], [role="img"], [role="heading"], .quote, .author, .sender, .time, .timestamp, .name',
    sentAt: (row) => SecondLook.time(row.querySelector('time')?.getAttribute('datetime')),
  });
}
