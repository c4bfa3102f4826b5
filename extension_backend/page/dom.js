// Makes elements. Text goes in as text only: the chats shown here were written by strangers.

const SVG = 'http://www.w3.org/2000/svg';

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * @template {Element} E
 * @param {E} element
 * @param {Record<string, any>} props  functions become listeners, the rest attributes; null and false are left out
 * @param {Child[]} children
 */
function filled(element, props, children) {
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value !== null && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children) if (child || child === 0) element.append(child instanceof Node ? child : String(child));
  return element;
}

/** @param {string} tag  @param {Record<string, any>} [props]  @param {...Child} children  @returns {HTMLElement} */
export const h = (tag, props = {}, ...children) => filled(document.createElement(tag), props, children);

/** @param {string} tag  @param {Record<string, any>} [props]  @param {...Child} children  @returns {SVGElement} */
export const svg = (tag, props = {}, ...children) =>
  /** @type {SVGElement} */ (filled(document.createElementNS(SVG, tag), props, children));

/** @param {string} id  @returns {any} the element, which is known to be there */
export const byId = (id) => document.getElementById(id);

/** Scrolls an element into view, without the movement for those who do not want any.
 * @param {Element} element  @param {ScrollLogicalPosition} block */
export const bring = (element, block) =>
  element.scrollIntoView({
    block,
    behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth',
  });
