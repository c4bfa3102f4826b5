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
RUN_JS = """
async ([scope, rules]) => {
  const { violations } = await axe.run(scope ?? document, { runOnly: rules, resultTypes: ['violations'] });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, any, all, none }) => `${id} at ${target}: ${[...any, ...all, ...none].map((one) => one.message)}`));
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


def broken_rules(page: Page, scope: str | None = None) -> list[str]:
    """What is wrong, as `rule at element: why`; `scope` is a selector."""
    if not page.evaluate("'axe' in globalThis"):
        page.evaluate(_source())
    found: Any = page.evaluate(RUN_JS, [scope, RULES])
    return list(found)


def broken_rules_in_overlay(page: Page, view: ShadowView) -> list[str]:
    """The same for what the extension shows in a page, without the page."""
    view.evaluate(OPEN_JS)
    return broken_rules(page, HOST)
