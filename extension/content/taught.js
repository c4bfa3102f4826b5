// What a person taught about a page, as a site record like any other. A rule is data: selectors, and one sign for each
// side. Where a side is told by the lack of the other one's sign, that counts only while the page shows such a sign at
// all: a page that was built anew shows none, and then nobody knows.
{
  SecondLook.RULE_VERSION = 1;
  const NEWEST = 40; // rows that are searched for such a sign
  const AGAIN_MS = 1000; // while it was not found

  /** @type {(site: Site, sides: TaughtRule['sides']) => (row: Element) => Sender} */
  const reader = (site, sides) => {
    /** @type {WeakMap<Element, number>} until when lacking the sign means nothing, 0 once the page has shown it */
    const unseen = new WeakMap();
    const sign = sides.me || sides.them;
    const pageShowsIt = (/** @type {Element} */ row) => {
      const root = row.closest(site.root);
      const until = (root && unseen.get(root)) ?? 1;
      if (!root || until === 0 || until > Date.now()) return until === 0;
      const newest = [...root.querySelectorAll(site.row)].slice(-NEWEST);
      const isSeen = newest.some((one) => SecondLook.signsOf(site, one).has(sign));
      unseen.set(root, isSeen ? 0 : Date.now() + AGAIN_MS);
      return isSeen;
    };
    return (row) => {
      const signs = SecondLook.signsOf(site, row);
      const side = SecondLook.sideOf(signs, sides);
      const isByLack = side !== 'unknown' && !sides[side];
      return isByLack && !pageShowsIt(row) ? 'unknown' : side;
    };
  };

  /**
   * The site record of a rule, or null for a rule of another version.
   * @param {TaughtRule} rule
   * @returns {Site | null}
   */
  SecondLook.taughtSite = ({ version, taught_at, root, row, text, exclude, sides }) => {
    if (version !== SecondLook.RULE_VERSION) return null;
    const name = sides.them.match(/^other ([^:]+):/)?.[1];
    /** @type {Site} */
    const site = {
      id: 'taught',
      name: '',
      hosts: [location.hostname],
      verified: taught_at.slice(0, 7),
      // Taught anew, it is another chat to the server: what was read by the rule before may have been read wrongly.
      conversation: (url) => `${taught_at} ${url.pathname}${url.search}${url.hash}`,
      root,
      row,
      text,
      exclude,
      sentAt: (element) => SecondLook.time(element.querySelector('time')?.getAttribute('datetime')),
      author: (element) =>
        (name && [...SecondLook.signsOf(site, element)].find((sign) => sign.startsWith(`value ${name}:`))) || null,
    };
    site.direction = reader(site, sides);
    return site;
  };

  /** Reads this page by a rule, before any other record, or no longer by one. @param {TaughtRule | null} rule */
  SecondLook.useRule = (rule) => {
    const others = SecondLook.sites.filter(({ id }) => id !== 'taught');
    const site = rule && SecondLook.taughtSite(rule);
    SecondLook.sites.splice(0, Infinity, ...(site ? [site] : []), ...others);
  };
}
