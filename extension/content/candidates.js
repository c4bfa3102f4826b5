// What may be a message: the innermost blocks of words that can be seen, outside of what pages are steered with.
{
  const NOT_SAID =
    'nav, header, footer, aside, form, button, select, textarea, [role="navigation"], [role="button"], [role="textbox"], [contenteditable], script, style, noscript, template, second-look-overlay, second-look-teacher';
  const MAX_ELEMENTS = 80; // more of them are no row
  const MAX_IN_ONE = 3; // a row has a name and a clock time beside the words; what holds more is no row

  const isInline = (/** @type {Element} */ element) => {
    const { display } = getComputedStyle(element);
    return display === 'contents' || (display.startsWith('inline') && display !== 'inline-block');
  };

  /** The block that the words of a text node are in. @param {Node} text */
  const blockOf = (text) => {
    let at = text.parentElement;
    while (at?.parentElement && isInline(at)) at = at.parentElement;
    return at;
  };

  /** @param {Element} block */
  const isInSight = (block) => {
    const { top, bottom } = block.getBoundingClientRect();
    return bottom >= 0 && top <= innerHeight && (block.checkVisibility?.({ visibilityProperty: true }) ?? true);
  };

  /** All below `box`, in page order. @param {Element} box  @returns {Element[]} */
  SecondLook.candidates = (box) => {
    const texts = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    const found = /** @type {Set<Element>} */ (new Set());
    while (texts.nextNode()) {
      const said = texts.currentNode.nodeValue?.trim();
      const block = said && !SecondLook.isClock(said) ? blockOf(texts.currentNode) : null;
      if (block && !block.closest(NOT_SAID)) found.add(block);
    }
    return [...found].filter(
      (block) => ![...found].some((other) => other !== block && block.contains(other)) && isInSight(block),
    );
  };

  /** The one that is meant by a place on the page: around it, or the longest in what was pointed at.
   * @param {Element} target  @returns {Element | null} */
  SecondLook.candidateAt = (target) => {
    const block = blockOf(target.firstChild ?? target) ?? target;
    if (block.querySelectorAll('*').length > MAX_ELEMENTS) return null;
    const inside = SecondLook.candidates(block);
    const length = (/** @type {Element} */ one) => one.textContent?.trim().length ?? 0;
    return inside.length > MAX_IN_ONE ? null : (inside.sort((a, b) => length(b) - length(a))[0] ?? null);
  };
}
