// From a few messages that a person pointed at to a rule: which elements are the rows, which of them hold the words.
// Who wrote them is found in sides.js.
{
  const { chain, common, path, pin, place } = SecondLook.shape;
  const NO_WORDS = 'blockquote, time, button, [role="button"]';
  const INLINE = new Set(['P', 'SPAN', 'B', 'I', 'EM', 'STRONG', 'A', 'BR', 'CODE', 'TD', 'TH', 'H1', 'H2', 'H3']);

  const textIn = (/** @type {Element} */ element) => (element.textContent ?? '').trim();
  const isScroller = (/** @type {Element} */ element) =>
    /auto|scroll|overlay/.test(getComputedStyle(element).getPropertyValue('overflow-y'));

  /** What holds all of the elements, and is none of them. @param {Element[]} elements  @returns {Element | null} */
  const around = ([first, ...others]) => {
    let at = first.parentElement;
    while (at && !others.every((other) => at !== other && at?.contains(other))) at = at.parentElement;
    return at;
  };

  /** Beyond what holds the chosen rows: days or groups of rows beside it. Never beyond the box that scrolls, as another
   * chat may be open beside this one. @param {Element} inner  @param {Element} pick */
  const widest = (inner, pick) => {
    let best = inner;
    const shape = path(chain(inner, pick));
    const count = (/** @type {Element} */ box) => {
      const between = path(chain(box, inner));
      return box.querySelectorAll(`:scope > ${between ? `${between} > ` : ''}${shape}`).length;
    };
    for (let at = inner; !isScroller(at) && at.parentElement && at.localName !== 'body';) {
      at = at.parentElement;
      if (count(at) > count(best)) best = at;
    }
    return best;
  };

  /** Whether two brothers are two of a kind, each with words of its own.
   * @param {Element} a  @param {Element} b */
  const isTwin = (a, b) => {
    if (a === b || a.localName !== b.localName || common([a]) !== common([b])) return false;
    if ([a, b].some((one) => !textIn(one) || SecondLook.isClock(textIn(one)))) return false;
    const shared = [...a.classList].filter((token) => b.classList.contains(token)).length;
    const all = new Set([...a.classList, ...b.classList]).size;
    return all === 0 || shared / all >= 1 / 3;
  };

  /** How deep below the root a row is: where the picks part, or further down where one box holds several rows.
   * @param {Element[][]} chains  @returns {number} 0 where two picks are in the same row */
  const depthOf = (chains) => {
    const least = Math.min(...chains.map(({ length }) => length));
    const apart = (/** @type {number} */ depth) => new Set(chains.map((one) => one[depth - 1])).size === chains.length;
    let depth = 1;
    while (depth <= least && !apart(depth)) depth += 1;
    if (depth > least) return 0;
    const twins = chains.map((one) =>
      one.findLastIndex(
        (at) => !INLINE.has(at.tagName) && [...(at.parentElement?.children ?? [])].some((b) => isTwin(at, b)),
      ),
    );
    return Math.max(depth, Math.min(least, Math.max(...twins) + 1));
  };

  /** A selector for all rows like the ones given: one for each way in which those are nested.
   * @param {string} base  @param {Element[][]} chains  from the root to each row */
  const rowSelector = (base, chains) => {
    /** @type {Map<string, Element[]>} */
    const kinds = new Map();
    for (const one of chains) {
      const key = [...one.slice(0, -1).map((at) => path([at])), /** @type {Element} */ (one.at(-1)).localName].join(
        ' > ',
      );
      kinds.set(key, [...(kinds.get(key) ?? []), /** @type {Element} */ (one.at(-1))]);
    }
    const ends = [...kinds].map(([key, rows]) => [...key.split(' > ').slice(0, -1), common(rows)].join(' > '));
    return ends.map((end) => `${base} > ${end}`).join(', ');
  };

  /** A selector for the words. The elements that it finds in a row are the one that was chosen, or paragraphs beside it.
   * @param {string} row  @param {Element[]} rows  @param {Element[]} picks  one in each of the rows */
  const textSelector = (row, rows, picks) => {
    if (picks.some((pick, i) => pick === rows[i])) return row;
    const found = picks.map((pick, i) =>
      pin(row, rows[i], pick, (selector) => {
        const parts = [...rows[i].querySelectorAll(selector)];
        const alike = parts.every(
          (part) => part === pick || (part.localName === 'p' && part.className === pick.className),
        );
        return parts.includes(pick) && alike;
      }),
    );
    return found.includes(null) ? null : [...new Set(found)].join(', ');
  };

  /** Parts among the words that are not the sender's: clock times, and what is the same in most rows.
   * @param {string} text  @param {Element[]} texts */
  const extras = (text, texts) => {
    const isExtra = (/** @type {string} */ selector) => {
      const all = texts.flatMap((one) => [...one.querySelectorAll(selector)]);
      const said = all.map(textIn).filter(Boolean);
      const isName = said.length >= 4 && new Set(said).size <= 2 && all.every((one) => !one.previousElementSibling);
      return said.length > 0 && (said.every(SecondLook.isClock) || isName);
    };
    const found = texts.flatMap((one) => [...one.querySelectorAll('*')].map((part) => pin(text, one, part, isExtra)));
    return [...new Set(found)].filter((selector) => selector !== null);
  };

  /**
   * A rule from examples.
   * @param {Example[]} examples  elements that hold the words of one message each, at least one by either side
   * @returns {Taught | { problem: 'same' | 'alike' }} `same`: two of them are in one row; `alike`: the sides cannot be told
   */
  SecondLook.derive = (examples) => {
    const picks = examples.map(({ element }) => element);
    const inner = around(picks);
    if (!inner) return { problem: 'same' };
    const box = widest(inner, picks[0]);
    const chains = picks.map((pick) => chain(box, pick));
    const depth = depthOf(chains);
    if (depth === 0) return { problem: 'same' };
    const root = place(box);
    const row = rowSelector(
      root,
      chains.map((one) => one.slice(0, depth)),
    );
    const chosen = chains.map((one) => one[depth - 1]);
    const text = textSelector(row, chosen, picks);
    if (!text) return { problem: 'same' };
    const rows = [...box.querySelectorAll(row)];
    const texts = rows.flatMap((one) => SecondLook.parts(one, text));
    const exclude = [NO_WORDS, ...extras(text, texts)].join(', ');
    const page = /** @type {Site} */ ({ root, row, text, exclude });
    const found = SecondLook.tellApart(
      page,
      rows,
      chosen.map((at, i) => ({ row: at, side: examples[i].side })),
    );
    if (!found) return { problem: 'alike' };
    const made = { version: SecondLook.RULE_VERSION, taught_at: new Date().toISOString() };
    return { rule: { ...made, root, row, text, exclude, sides: found.sides }, sure: found.sure };
  };
}
