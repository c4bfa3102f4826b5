// Whose a row is, on pages that say so by where they lay it out only.
{
  /** @type {(box: Element, inner: Element, row: string) => boolean} whether a row is in a box beside what is in `inner` */
  const hasOther = (box, inner, row) => {
    for (const part of box.children) if (part !== inner && (part.matches(row) || part.querySelector(row))) return true;
    return false;
  };

  /** Whether a page lays a row out at the end of the line. Only boxes around this row alone are asked, and none that
   * stack things up. @type {(site: Site, row: Element) => boolean} */
  SecondLook.isAtEnd = (site, row) => {
    let inner = SecondLook.parts(row, site.text, site.exclude).at(0) ?? row;
    for (let at = /** @type {Element | null} */ (inner); at && !at.matches(site.root); at = at.parentElement) {
      if (!row.contains(at) && hasOther(at, inner, site.row)) return false;
      const { flexDirection, justifyContent } = getComputedStyle(at);
      if (justifyContent === 'flex-end' && !flexDirection.startsWith('column')) return true;
      inner = at;
    }
    return false;
  };
}
