"""In a browser that speaks another language, all that the extension shows is in it: its own words and the server's."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright

from detector.wording import wording
from tests.e2e import EXTENSION, chats
from tests.e2e.axe import assert_is_accessible, assert_overlay_is_accessible
from tests.e2e.product import Server
from tests.e2e.sample import opened

WIDE = {"width": 1600, "height": 1000}  # the card lies beside the marks: of what overlaps axe cannot tell the contrast
NARROW = {"width": 390, "height": 640}  # as wide as the popup
ZOOMED = {"width": 195, "height": 320}  # the same at 200 %
ENGLISH = re.compile(r"\b(the|and|you|your|this|that|is|was)\b")  # names, as The Lounge, have capitals
TOO_WIDE_JS = """() => [...document.querySelectorAll('body *')]
    .filter((one) => one.checkVisibility() && one.getBoundingClientRect().width > document.documentElement.clientWidth)
    .map((one) => one.outerHTML)"""


def strings(lang: str) -> dict[str, str]:
    found = json.loads((EXTENSION / "_locales" / lang / "messages.json").read_text(encoding="utf-8"))
    return {name: string["message"] for name, string in found.items()}


def assert_is_in(page: Page, lang: str, direction: str) -> None:
    page.set_viewport_size(NARROW)
    assert page.locator("html").get_attribute("lang") == lang
    assert page.evaluate("getComputedStyle(document.body).direction") == direction
    assert not ENGLISH.search(page.locator("body").inner_text())
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert page.evaluate(TOO_WIDE_JS) == []
    assert "empty-heading" in assert_is_accessible(page)


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("de", "ltr")])
def test_a_person_reads_one_language_only(
    playwright: Playwright, server: Server, tmp_path: Path, lang: str, direction: str
) -> None:
    chat, own, words = chats.scam().conversation.messages, strings(lang), wording(lang)
    with opened(playwright, server, tmp_path / "profile", language=lang, viewport=WIDE) as product:
        product.turn_to(f"/{lang}")
        for message in chat:
            product.draw(message)
        seen = product.seen_after(len(chat))
        assert seen.level == "danger"
        assert all(text in seen.text for text in (own["why"], own["what_now"], own["snooze"]))
        assert all(text in seen.text for text in words["levels"]["danger"]["advice"])
        assert not ENGLISH.search(seen.text + "".join(seen.marks))
        layer: Any = product.view.evaluate(
            "const layer = root.querySelector('.layer'); return [layer.lang, getComputedStyle(layer).direction];"
        )
        assert layer == [lang, direction]
        assert "empty-heading" in assert_overlay_is_accessible(product.page, product.view)

        popup = product.chromium.open_popup(product.page)
        popup.locator("#chat h2").first.wait_for()
        text = popup.locator("body").inner_text()
        assert words["levels"]["danger"]["title"] in text
        assert own["timeline"] in text
        assert any(tactic["plain"] in text for tactic in words["tactics"].values())
        assert_is_in(popup, lang, direction)

        panel = product.chromium.open_panel(product.page)
        panel.locator("#acts button").first.wait_for()
        assert own["export_chat"] in panel.locator("#acts").inner_text()
        assert_is_in(panel, lang, direction)
        panel.set_viewport_size(ZOOMED)
        assert panel.evaluate("document.documentElement.scrollWidth") <= ZOOMED["width"]

        options = product.chromium.settings()
        assert own["connected_title"] in options.locator("#state").inner_text()
        assert_is_in(options, lang, direction)

        options.get_by_role("link", name=own["privacy_link"]).click()
        options.wait_for_url("**/privacy.html")
        assert own["permission_sites"] in options.locator("main").inner_text()
        assert_is_in(options, lang, direction)
