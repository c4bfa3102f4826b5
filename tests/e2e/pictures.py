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
CASE_SIZE = {"width": 1000, "height": 1080}
PASSPHRASE = "sparrow kettle granite window"
LIMIT_MS = 60_000


def main() -> int:
    console = Console()
    PICTURES.mkdir(exist_ok=True)
    with sample(viewport=PAGE_SIZE) as product:
        product.page.bring_to_front()
        chat = chats.scam().conversation.messages
        case = imported(product)
        for which in ("light", "dark"):
            product.page.emulate_media(color_scheme=which, reduced_motion="reduce")
            for path in (
                warned(product, chat, which),
                popup(product, which),
                local_page(product, which),
                case_page(product, case, which),
            ):
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


def imported(product: Sample) -> str:
    """The address of a case of the review console, made of the same chat."""
    page = product.chromium.context.new_page()
    page.goto(f"http://127.0.0.1:{product.server.port}/console/")
    page.get_by_label("Code from the terminal").fill(product.server.code("console"))
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_label("The same once more").fill(PASSPHRASE)
    page.get_by_role("button", name="Make the case file").click()
    export = {"name": "WhatsApp chat.txt", "mimeType": "text/plain", "buffer": chats.as_export(chats.scam()).encode()}
    page.get_by_label("Choose exported chats").set_input_files(export)  # type: ignore[arg-type]
    page.get_by_role("button", name="Import").click()
    page.get_by_role("radio", name="Ana").check()
    page.get_by_role("button", name="Import").click()
    page.get_by_role("heading", name="How it developed").wait_for()
    address = page.url
    page.close()
    return address


def case_page(product: Sample, address: str, which: str) -> Path:
    """The page of a case, from the verdict to the timeline."""
    page = product.chromium.context.new_page()
    page.set_viewport_size(CASE_SIZE)
    page.emulate_media(color_scheme=which)
    page.goto(address)
    path = take(page, f"case-{which}")
    page.close()
    return path


def take(page: Page, name: str) -> Path:
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path)
    return path


if __name__ == "__main__":
    sys.exit(main())
