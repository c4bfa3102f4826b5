// The words of a row as a person reads them: no quoted replies, no clock times, emoji as characters.
{
  const BLOCK = new Set(['BLOCKQUOTE', 'DIV', 'LI', 'OL', 'P', 'PRE', 'SECTION', 'TABLE', 'TR', 'UL']);
  const SILENT = new Set(['SCRIPT', 'STYLE', 'SVG', 'TEMPLATE', 'TIME', 'BUTTON', 'svg']);
  const EMOJI = /\p{Extended_Pictographic}/u;
  const MAX_CHARS = 8000;

  /** @param {Node} node  @returns {node is Element} */
  const isElement = (node) => node.nodeType === Node.ELEMENT_NODE; // `instanceof` takes far longer

  /** @param {Element} image  @returns {string} the emoji that a page shows as a picture */
  const emojiOf = (image) => {
    const alt = image.getAttribute('alt') ?? '';
    return EMOJI.test(alt) ? alt : '';
  };

  /** @type {(node: Node, exclude: string, out: string[]) => void} */
  const walk = (node, exclude, out) => {
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (child.nodeType === Node.TEXT_NODE) out.push(child.nodeValue ?? '');
      if (!isElement(child)) continue;
      const name = child.tagName;
      if (SILENT.has(name) || (exclude && child.matches(exclude))) continue;
      if (name === 'BR') out.push('\n');
      else if (name === 'IMG') out.push(emojiOf(child));
      else {
        const around = BLOCK.has(name) ? '\n' : '';
        out.push(around);
        if (child.firstElementChild) walk(child, exclude, out);
        else out.push(child.textContent ?? '');
        out.push(around);
      }
    }
  };

  /** @type {(text: string) => string} */
  const tidy = (text) =>
    text
      .replace(/[^\S\n]+/g, ' ')
      .replace(/ ?\n[ \n]*/g, '\n')
      .trim();

  /** Elements of `row` that match `selector`, quoted parts left out, outermost only. */
  SecondLook.parts = (row, selector, exclude) => {
    const found = row.matches(selector) ? [row] : [...row.querySelectorAll(selector)];
    const own = exclude ? found.filter((part) => !part.closest(exclude)) : found;
    return own.length < 2 ? own : own.filter((part) => !own.some((other) => other !== part && other.contains(part)));
  };

  /** The text of one row, '' while the page has not filled it in yet. At most 8,000 UTF-16 units. */
  SecondLook.textOf = (site, row) => {
    /** @type {string[]} */
    const out = [];
    for (const part of SecondLook.parts(row, site.text, site.exclude)) {
      walk(part, site.exclude ?? '', out);
      out.push('\n');
    }
    return tidy(out.join('')).slice(0, MAX_CHARS).toWellFormed();
  };
}
