"""axe-core, the accessibility checker, run on what stands in a page: which rules of WCAG 2.2 AA does it break?"""

from __future__ import annotations

from functools import cache
from typing import Any

from playwright.sync_api import Page

from tests.e2e import ROOT
from tests.e2e.chromium import ShadowView
from tests.e2e.overlay import HOST

SCRIPT = ROOT / "node_modules" / "axe-core" / "axe.min.js"
# The rules of every version up to 2.2, and those that axe's authors hold to be good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A contrast that axe cannot tell counts as broken, but for single signs and for words in a picture.
RUN_JS = """
async ([scope, rules]) => {
  const UNTOLD = ['shortTextContent', 'nonBmp', 'imgNode'];
  // Axe does not know that a modal dialog lies over all else, which is inert: it is looked at alone.
  const modal = scope && document.querySelector(scope)?.shadowRoot?.querySelector('dialog:modal');
  const behind = modal ? [...modal.getRootNode().children].filter((one) => one !== modal) : [];
  for (const one of behind) one.style.visibility = 'hidden';
  const { passes, violations, incomplete } = await axe.run(modal ?? scope ?? document, { runOnly: rules });
  for (const one of behind) one.style.visibility = '';
  const untold = incomplete
    .filter(({ id }) => id === 'color-contrast')
    .map((rule) => ({ ...rule, nodes: rule.nodes.filter(({ any }) => !UNTOLD.includes(any[0]?.data?.messageKey)) }));
  const why = ({ any, all, none }) => [...any, ...all, ...none].map(({ message }) => message);
  const broken = [...violations, ...untold]
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id} at ${node.target}: ${why(node)}`));
  return { broken, kept: passes.map(({ id }) => id) };
}
"""
# axe is a script of the page: to such, the root is closed. And it looks for what lies behind a text in `body` only.
OPEN_JS = """
Object.defineProperty(root.host, 'shadowRoot', { value: root, configurable: true });
document.body.moveBefore(root.host, null);
"""


@cache
def _source() -> str:
    return SCRIPT.read_text(encoding="utf-8")


def assert_is_accessible(page: Page, scope: str | None = None) -> list[str]:
    """Names each broken rule, with the element and why. `scope` is a selector. Returns the rules that are kept."""
    if not page.evaluate("'axe' in globalThis"):
        page.evaluate(_source())
    found: Any = page.evaluate(RUN_JS, [scope, RULES])
    assert found["broken"] == [], found["broken"]
    return list(found["kept"])


def assert_overlay_is_accessible(page: Page, view: ShadowView) -> list[str]:
    """The same for what the extension shows in a page, without the page."""
    view.evaluate(OPEN_JS)
    return assert_is_accessible(page, HOST)
