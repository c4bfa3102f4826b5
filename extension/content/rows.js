// A site record applied to a page: rows become messages. Who wrote a row is read, never guessed.
{
  /** @type {Row} */
  const NOTHING = { key: null, sender: 'unknown', text: '', sent_at: null, deleted: false, ready: false, author: null };

  /** @type {(site: Site, row: Element, selector: string | undefined) => boolean} */
  const has = (site, row, selector) =>
    !!selector &&
    (row.matches(selector) || !!row.querySelector(selector)) && // most rows have none: that is told fast
    SecondLook.parts(row, selector, site.exclude).length > 0;

  /** @type {(box: Element, inner: Element, row: string) => boolean} whether a row is in a box beside what is in `inner` */
  const hasOther = (box, inner, row) => {
    for (const part of box.children) if (part !== inner && (part.matches(row) || part.querySelector(row))) return true;
    return false;
  };

  /** Whether a page lays a row out at the end of the line. Only boxes around this row alone are asked, and none that
   * stack things up. @type {(site: Site, row: Element) => boolean} */
  const isAtEnd = (site, row) => {
    let inner = SecondLook.parts(row, site.text, site.exclude).at(0) ?? row;
    for (let at = /** @type {Element | null} */ (inner); at && !at.matches(site.root); at = at.parentElement) {
      if (!row.contains(at) && hasOther(at, inner, site.row)) return false;
      const { flexDirection, justifyContent } = getComputedStyle(at);
      if (justifyContent === 'flex-end' && !flexDirection.startsWith('column')) return true;
      inner = at;
    }
    return false;
  };

  SecondLook.senderOf = (site, row) => {
    const me = has(site, row, site.me) || (!!site.atEnd && isAtEnd(site, row));
    const them = has(site, row, site.them);
    if (me !== them) return me ? 'me' : 'them';
    return me ? 'unknown' : (site.direction?.(row) ?? 'unknown');
  };

  /** A short name for a text (cyrb53, public domain); two texts share one with odds of about 1 in 10^15. */
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

  /** One row. Its own id may be missing. */
  SecondLook.readRow = (site, row) => {
    if (site.skip && row.matches(site.skip)) return { ...NOTHING };
    const deleted = has(site, row, site.deleted);
    const text = deleted ? '' : SecondLook.textOf(site, row);
    const native = site.key?.(row) || null;
    const key = native && native.length > 120 ? SecondLook.hash(native) : native;
    const ready = !has(site, row, site.pending) && (deleted ? key !== null : text !== '');
    const sent_at = site.sentAt?.(row) ?? null;
    const sender = SecondLook.senderOf(site, row);
    return { key, sender, text, sent_at, deleted, ready, author: site.author?.(row) ?? null };
  };
}
