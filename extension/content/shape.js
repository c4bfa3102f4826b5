// Selectors for elements of a page that nobody has described: by roles, by which data attributes there are, by the names
// of elements and how they are nested. Classes come last, as many pages make them up anew with each version.
{
  const GENERAL = /^(?:div|span|p|a|b|i|em|strong|ul|ol|li|table|tbody|tr|td|section|article|img|svg|button|input)$/;

  const nameOf = (/** @type {Element} */ { localName }) => (/^[a-z][a-z\d-]*$/.test(localName) ? localName : '*');
  const dataOf = (/** @type {Element} */ element) =>
    element.getAttributeNames().filter((name) => /^data-[a-z-]+$/.test(name));
  const quoted = (/** @type {string} */ value) => `"${value.replace(/["\\]/g, '\\$&')}"`;

  /** What elements that are alike have in common, as a selector: name, role, data attributes.
   * @param {Element[]} elements */
  const common = ([first, ...others]) => {
    const role = first.getAttribute('role');
    const names = dataOf(first).filter((name) => others.every((other) => other.hasAttribute(name)));
    const hasRole = role && others.every((other) => other.getAttribute('role') === role);
    return `${nameOf(first)}${hasRole ? `[role=${quoted(role)}]` : ''}${names.map((name) => `[${name}]`).join('')}`;
  };

  const step = (/** @type {Element} */ element) => {
    const role = element.getAttribute('role');
    return `${nameOf(element)}${role ? `[role=${quoted(role)}]` : ''}`;
  };

  /** The elements from a child of `root` down to `element`, both with it. @param {Element} root  @param {Element} element */
  const chain = (root, element) => {
    const found = [];
    for (let at = /** @type {Element | null} */ (element); at && at !== root; at = at.parentElement) found.unshift(at);
    return found;
  };

  const path = (/** @type {Element[]} */ elements) => elements.map(step).join(' > ');

  /** A selector for one element of its page, by the nearest landmark that is there only once.
   * @param {Element} element  @returns {string} */
  const place = (element) => {
    const parent = element.parentElement;
    if (!parent || element.localName === 'body') return nameOf(element);
    const marks = [
      /^[a-z_-]{3,}$/i.test(element.id) ? `#${element.id}` : '',
      element.hasAttribute('role') ? step(element) : '',
      ...dataOf(element).map((name) => `[${name}]`),
      GENERAL.test(element.localName) ? '' : nameOf(element),
    ];
    const landmark = marks.find((mark) => mark && element.ownerDocument.querySelectorAll(mark).length === 1);
    if (landmark) return landmark;
    const alike = [...parent.children].filter(({ localName }) => localName === element.localName);
    const nth = alike.length > 1 ? `:nth-of-type(${alike.indexOf(element) + 1})` : '';
    return `${place(parent)} > ${nameOf(element)}${nth}`;
  };

  /**
   * The plainest selector for a part of a box that `isRight` accepts, or null.
   * @param {string} base  selects all boxes of its kind
   * @param {Element} box
   * @param {Element} part  in the box
   * @param {(selector: string) => boolean} isRight
   */
  const pin = (base, box, part, isRight) => {
    const steps = chain(box, part);
    const any = base.includes(',') ? `:is(${base})` : base;
    const parent = [any, ...steps.slice(0, -1).map(step)].join(' > ');
    const brothers = [...(part.parentElement?.children ?? [])];
    const [index, name] = [brothers.indexOf(part) + 1, nameOf(part)];
    const classes = [...part.classList].map((token) => `${any} [class~=${quoted(token)}]`);
    const endings = ['', `:nth-child(${index})`, `:nth-last-child(${brothers.length - index + 1})`];
    const exact = `${parent} > ${common([part])}`;
    return [exact, ...endings.map((end) => `${parent} > ${name}${end}`), ...classes].find(isRight) ?? null;
  };

  SecondLook.shape = { chain, common, path, pin, place };
}
