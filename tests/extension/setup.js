// What every test starts from: no page, no namespace, and the parts of a browser that jsdom lacks.
import { beforeEach, vi } from 'vitest';

class StyleSheet {
  replaceSync() {}
}

/** The part of a modal dialog that a test can see. @this {HTMLDialogElement} */
function showModal() {
  this.open = true;
  /** @type {HTMLElement | null} */ (this.querySelector('[autofocus]'))?.focus();
}

/** @this {HTMLDialogElement} */
function close() {
  if (!this.open) return;
  this.open = false;
  queueMicrotask(() => this.dispatchEvent(new Event('close')));
}

// jsdom finds nothing below an element by a place among brothers (`:nth-child`) that is outside of it.
const { querySelectorAll } = Element.prototype;
Element.prototype.querySelectorAll = function (/** @type {string} */ selector) {
  if (!selector.includes(':nth-')) return querySelectorAll.call(this, selector);
  const all = [.../** @type {ParentNode} */ (this.getRootNode()).querySelectorAll(selector)];
  return /** @type {any} */ (all.filter((one) => one !== this && this.contains(one)));
};

beforeEach(() => {
  vi.resetModules();
  document.body.replaceChildren();
  delete (/** @type {any} */ (globalThis).SecondLook);
  vi.stubGlobal('CSSStyleSheet', StyleSheet);
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
  document.elementFromPoint = () => null;
  Element.prototype.scrollIntoView = () => {};
  Object.assign(HTMLDialogElement.prototype, { showModal, close });
});
