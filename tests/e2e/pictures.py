"""`make pictures`: the pictures of the README, taken of the real thing in Chromium, light and dark."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Page, expect
from rich.console import Console

from detector.types import Message
from tests.e2e import ROOT, chats
from tests.e2e.sample import Sample, sample

PICTURES = ROOT / "docs"
PAGE_SIZE = {"width": 1000, "height": 720}
LIMIT_MS = 60_000


def main() -> int:
    console = Console()
    PICTURES.mkdir(exist_ok=True)
    with sample(viewport=PAGE_SIZE) as product:
        product.page.bring_to_front()
        chat = chats.scam().conversation.messages
        for which in ("light", "dark"):
            product.page.emulate_media(color_scheme=which, reduced_motion="reduce")
            for path in (warned(product, chat, which), popup(product, which), local_page(product, which)):
                console.print(path.relative_to(ROOT))
    return 0


def warned(product: Sample, chat: tuple[Message, ...], which: str) -> Path:
    """The chat page as the warning comes; the rest of the chat is drawn after it."""
    product.turn_to(f"/picture-{which}")
    path = None
    for number, message in enumerate(chat, start=1):
        product.draw(message)
        level = product.seen_after(number).level
        path = path or (take(product.page, f"warning-{which}") if level == "warning" else None)
    assert path, "the sample is warned of"
    return path


def popup(product: Sample, which: str) -> Path:
    """The popup about the chat that was just drawn."""
    opened = product.chromium.open_popup(product.page)
    opened.emulate_media(color_scheme=which)
    opened.set_viewport_size({"width": 420, "height": 640})
    path = take(opened, f"popup-{which}")
    opened.close()
    return path


def local_page(product: Sample, which: str) -> Path:
    """The server's own page with the suspicious sample read."""
    opened = product.chromium.context.new_page()
    opened.set_viewport_size(PAGE_SIZE)
    opened.emulate_media(color_scheme=which)
    opened.goto(product.server.page_address)
    opened.get_by_role("button", name="a suspicious one").click()
    expect(opened.get_by_role("region", name="Result").get_by_role("img")).to_be_visible(timeout=LIMIT_MS)
    opened.locator("#result").scroll_into_view_if_needed()
    path = take(opened, f"page-{which}")
    opened.close()
    return path


def take(page: Page, name: str) -> Path:
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path)
    return path


if __name__ == "__main__":
    sys.exit(main())
