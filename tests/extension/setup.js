// What every test starts from: no page, no namespace, and the parts of a browser that jsdom lacks.
import { beforeEach, vi } from 'vitest';

class StyleSheet {
  replaceSync() {}
}

beforeEach(() => {
  vi.resetModules();
  document.body.replaceChildren();
  delete (/** @type {any} */ (globalThis).SecondLook);
  vi.stubGlobal('CSSStyleSheet', StyleSheet);
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
  document.elementFromPoint = () => null;
  Element.prototype.scrollIntoView = () => {};
});
