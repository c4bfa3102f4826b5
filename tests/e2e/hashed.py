"""Takes the meaning out of a page's class names, as builds of many apps do: each is replaced by a hash of itself.

A script of the page does it, before the app's own. The style sheets are rewritten to match, so the page looks the same;
what the app asks for by class is asked for by the hash, so it works the same. The extension sees the hashes only.
"""

from __future__ import annotations

from playwright.sync_api import Page

_JS = """
(() => {
  const made = new Set();
  const hash = (name) => {
    if (made.has(name)) return name;
    let value = 2166136261;
    for (const letter of name) value = Math.imul(value ^ letter.charCodeAt(0), 16777619);
    const token = 'x' + (value >>> 0).toString(36);
    made.add(token);
    return token;
  };
  const css = (selector) => selector.split(/("[^"]*"|'[^']*')/).map((part, i) =>
    i % 2 ? part : part.replace(/\\.(-?[a-z_][\\w-]*)/gi, (_all, name) => '.' + hash(name))).join('');

  const rename = (element) => {
    const before = element.getAttribute?.('class');
    const after = before?.split(/\\s+/).filter(Boolean).map(hash).join(' ');
    if (before !== after && before) element.setAttribute('class', after);
  };
  const rewrite = (rules) => {
    for (const rule of rules) {
      if (rule.selectorText) rule.selectorText = css(rule.selectorText);
      if (rule.cssRules) rewrite(rule.cssRules);
    }
  };
  const styled = new WeakSet();
  const restyle = () => {
    for (const sheet of document.styleSheets) {
      if (styled.has(sheet)) continue;
      styled.add(sheet);
      rewrite(sheet.cssRules);
    }
  };
  addEventListener('load', (event) => event.target.localName === 'link' && restyle(), true);
  addEventListener('DOMContentLoaded', restyle);
  new MutationObserver((records) => {
    for (const { target, addedNodes } of records) {
      rename(target);
      for (const node of addedNodes) if (node.querySelectorAll) [node, ...node.querySelectorAll('*')].forEach(rename);
    }
    restyle();
  }).observe(document, { subtree: true, childList: true, attributeFilter: ['class'] });

  for (const where of [Document, Element])
    for (const name of ['querySelector', 'querySelectorAll', 'closest', 'matches']) {
      const asked = where.prototype[name];
      if (!asked) continue;
      where.prototype[name] = function (selector) {
        return asked.call(this, this.getRootNode() === document ? css(selector) : selector);
      };
    }
  for (const where of [Document, Element]) {
    const asked = where.prototype.getElementsByClassName;
    where.prototype.getElementsByClassName = function (names) {
      return asked.call(this, names.split(/\\s+/).map(hash).join(' '));
    };
  }
})();
"""


def hash_classes(page: Page) -> None:
    """From the next address on that `page` goes to."""
    page.add_init_script(_JS)
