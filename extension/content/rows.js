// A site record applied to a page: rows become messages. Who wrote a row is read, never guessed.
{
  /** @type {(site: Site, row: Element, selector: string | undefined) => boolean} */
  const has = (site, row, selector) => !!selector && SecondLook.parts(row, selector, site.exclude).length > 0;

  /** Whether a page lays a row out at the end of the line. Only boxes around this row alone are asked, and none that
   * stack things up. @type {(site: Site, row: Element) => boolean} */
  const isAtEnd = (site, row) => {
    let at = /** @type {Element | null} */ (SecondLook.parts(row, site.text, site.exclude).at(0) ?? row);
    for (; at && !at.matches(site.root) && at.querySelectorAll(site.row).length < 2; at = at.parentElement) {
      const { flexDirection, justifyContent } = getComputedStyle(at);
      if (justifyContent === 'flex-end' && !flexDirection.startsWith('column')) return true;
    }
    return false;
  };

  /** @type {(site: Site, row: Element) => Sender} */
  const senderOf = (site, row) => {
    const me = has(site, row, site.me) || (!!site.atEnd && isAtEnd(site, row));
    const them = has(site, row, site.them);
    if (me !== them) return me ? 'me' : 'them';
    return me ? 'unknown' : (site.direction?.(row) ?? 'unknown');
  };

  /** Where the rows of a page may be, outermost only: in its document, or in the open shadow roots a site draws into.
   * @param {Site} site  @param {Document} doc */
  SecondLook.rootsOf = (site, doc) => {
    const shadows = site.shadow ? [...doc.querySelectorAll(site.shadow)].flatMap((host) => host.shadowRoot ?? []) : [];
    const roots = [doc, ...shadows].flatMap((scope) => [...scope.querySelectorAll(site.root)]);
    return roots.filter((root) => !roots.some((other) => other !== root && other.contains(root)));
  };

  /** A short name for a text (cyrb53, public domain); two texts share one with odds of about 1 in 10^15.
   * @param {string} text */
  SecondLook.hash = (text) => {
    let [a, b] = [0xdeadbeef, 0x41c6ce57];
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      a = Math.imul(a ^ unit, 2654435761);
      b = Math.imul(b ^ unit, 1597334677);
    }
    a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
    b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
    return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
  };

  /**
   * One row. Its own id may be missing: then `key` is made later, from what it says and its place among equals.
   * @param {Site} site
   * @param {Element} row
   * @returns {Row}
   */
  const readRow = (site, row) => {
    const deleted = has(site, row, site.deleted);
    const text = deleted ? '' : SecondLook.textOf(site, row);
    const native = site.key?.(row) || null;
    const key = native && native.length > 120 ? SecondLook.hash(native) : native;
    const ready = !has(site, row, site.pending) && (deleted ? key !== null : text !== '');
    const sent_at = site.sentAt?.(row) ?? null;
    return { key, sender: senderOf(site, row), text, sent_at, deleted, ready, author: site.author?.(row) ?? null };
  };

  /**
   * Every message below `root`, in page order.
   * @param {Site} site
   * @param {Element} root
   * @param {WeakMap<Element, Row>} cache  what was read before; rows that changed must have been taken out
   * @returns {Page}
   */
  SecondLook.readPage = (site, root, cache) => {
    /** @type {Page} */
    const page = { messages: [], elements: new Map(), held: new Set(), unknown: 0, authors: new Set() };
    /** @type {Map<string, number>} */
    const equals = new Map();
    for (const element of root.querySelectorAll(site.row)) {
      if (site.skip && element.matches(site.skip)) continue;
      let row = cache.get(element);
      if (!row) cache.set(element, (row = readRow(site, element)));
      // What says who wrote a row may stand outside of it, and come later.
      else if (row.sender === 'unknown') row.sender = senderOf(site, element);
      const { key: native, sender, text, sent_at, deleted, ready, author } = row;
      const words = `${sent_at ?? ''}\n${text}`;
      const n = equals.get(words) ?? 0;
      if (ready && !native) equals.set(words, n + 1);
      const keyBy = (/** @type {Sender} */ who) => native ?? `${SecondLook.hash(`${who}\n${words}`)}.${n}`;
      if (!ready || sender === 'unknown') {
        if (native) page.held.add(native);
        // It may have been known before: a page may show a picture on the last row of several only.
        else if (ready) page.held.add(keyBy('me')).add(keyBy('them'));
        if (ready) page.unknown += 1;
        continue;
      }
      const key = keyBy(sender);
      if (page.elements.has(key)) continue; // the same message drawn twice, as in a sticky header
      if (author && sender === 'them') page.authors.add(author);
      page.elements.set(key, element);
      page.messages.push({ key, sender, text, sent_at, deleted });
    }
    return page;
  };

  /** The record that fits this page. On a known host by its path; elsewhere by what the page is built of.
   * @param {URL} url  @param {Document} doc */
  SecondLook.siteFor = (url, doc) => {
    const here = SecondLook.sites.filter((site) => site.hosts.includes(url.hostname));
    if (here.length > 0) return here.find((site) => url.pathname.startsWith(site.path ?? '/')) ?? null;
    const others = SecondLook.sites.filter((site) => site.signature);
    return others.find((site) => doc.querySelector(/** @type {string} */ (site.signature))) ?? null;
  };
}
