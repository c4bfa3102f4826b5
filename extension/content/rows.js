// A site record applied to a page: rows become messages. Who wrote a row is read, never guessed.
{
  /** @type {Row} */
  const NOTHING = { key: null, sender: 'unknown', text: '', sent_at: null, deleted: false, ready: false, author: null };

  /** @type {(site: Site, row: Element, selector: string | undefined) => boolean} */
  const has = (site, row, selector) =>
    !!selector &&
    (row.matches(selector) || !!row.querySelector(selector)) && // most rows have none: that is told fast
    SecondLook.parts(row, selector, site.exclude).length > 0;

  SecondLook.senderOf = (site, row) => {
    const me = has(site, row, site.me) || (!!site.atEnd && SecondLook.isAtEnd(site, row));
    const them = has(site, row, site.them);
    if (me !== them) return me ? 'me' : 'them';
    return me ? 'unknown' : (site.direction?.(row) ?? 'unknown');
  };

  /** Where the rows of a page may be, outermost only: in its document, or in the open shadow roots a site draws into. */
  SecondLook.rootsOf = (site, doc) => {
    const shadows = site.shadow ? [...doc.querySelectorAll(site.shadow)].flatMap((host) => host.shadowRoot ?? []) : [];
    const roots = [doc, ...shadows].flatMap((scope) => [...scope.querySelectorAll(site.root)]);
    return roots.filter((root) => !roots.some((other) => other !== root && other.contains(root)));
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
    if (site.skip && row.matches(site.skip)) return NOTHING;
    const deleted = has(site, row, site.deleted);
    const text = deleted ? '' : SecondLook.textOf(site, row);
    const native = site.key?.(row) || null;
    const key = native && native.length > 120 ? SecondLook.hash(native) : native;
    const ready = !has(site, row, site.pending) && (deleted ? key !== null : text !== '');
    const sent_at = site.sentAt?.(row) ?? null;
    const [sender, author] = [SecondLook.senderOf(site, row), site.author?.(row) ?? null];
    return { key, sender, text, sent_at, deleted, ready, author };
  };

  /** The record that fits this page. On a known host by its path; elsewhere by what the page is built of. */
  SecondLook.siteFor = (url, doc) => {
    const here = SecondLook.sites.filter((site) => site.hosts.includes(url.hostname));
    if (here.length > 0) return here.find((site) => url.pathname.startsWith(site.path ?? '/')) ?? null;
    const others = SecondLook.sites.filter((site) => site.signature);
    return others.find((site) => doc.querySelector(/** @type {string} */ (site.signature))) ?? null;
  };
}
