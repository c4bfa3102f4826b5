"""A volunteer brings screenshots: looks over what was read, by keys alone, and gets the case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.detector.formats.drawn_chats import APPS, Painter, Said
from tests.e2e.axe import assert_is_accessible
from tests.e2e.chromium import LIMIT_MS
from tests.e2e.product import Server

PASSPHRASE = "sparrow kettle granite window"
CHAT = [
    Said("day", "12 March 2026"),
    Said("them", "Good morning my dear, my uncle gave me a sure tip for the gold market.", "09:06"),
    Said("me", "I do not know, that sounds risky", "09:11"),
    Said("them", "Open an account at https://profit-site.example and deposit 500 USDT today.", "09:14"),
]


@pytest.fixture
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One whose cases no other test has opened."""
    with Server(tmp_path_factory.mktemp("server")).running() as running:
        yield running


@pytest.fixture
def page(other_side: Browser) -> Iterator[Page]:
    context = other_side.new_context(viewport={"width": 1100, "height": 900})
    context.set_default_timeout(LIMIT_MS)
    yield context.new_page()
    context.close()


@pytest.fixture
def screenshots(other_side: Browser, tmp_path: Path) -> list[Path]:
    """Two that share a message."""
    pictures = Painter(other_side)
    app = APPS["whatsapp light"]
    files = []
    for number, part in enumerate((CHAT[:3], [CHAT[0], *CHAT[2:]]), start=1):
        files.append(tmp_path / f"Screenshot_20260313-10000{number}.png")
        files[-1].write_bytes(pictures.pictures(app, part, at=[0])[0])
    return files


def open_cases(page: Page, server: Server) -> None:
    page.goto(f"http://127.0.0.1:{server.port}/console/")
    page.get_by_label("Code from the terminal").fill(server.code("console"))
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_label("The same once more").fill(PASSPHRASE)
    page.get_by_role("button", name="Make the case file").click()


def test_a_volunteer_puts_right_what_was_read_of_screenshots_by_keys_alone(
    own_server: Server, page: Page, screenshots: list[Path]
) -> None:
    open_cases(page, own_server)
    page.get_by_label("Choose exported chats").set_input_files(screenshots)
    page.get_by_role("button", name="Import").press("Enter")
    expect(page.get_by_role("heading", name="Look over what was read")).to_be_visible(timeout=LIMIT_MS)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert_is_accessible(page)

    first = page.get_by_role("region", name="Screenshot 1 of 2")
    expect(first.get_by_role("img", name="Screenshot 1 of 2")).to_be_visible(timeout=LIMIT_MS)
    words = first.get_by_role("textbox", name="Words: Message 2")
    expect(words).to_have_value(CHAT[2].text, timeout=LIMIT_MS)
    words.fill("I do not know. That sounds risky!")
    first.get_by_role("radio", name="Other side").nth(1).press("ArrowRight")
    first.get_by_role("button", name="Add one below: Message 2").press("Enter")

    added = page.get_by_role("textbox", name="Words: Message 3")
    expect(added).to_be_focused(timeout=LIMIT_MS)
    page.keyboard.type("Wait for me")
    page.get_by_role("button", name="Make the case").press("Enter")  # the browser asks who wrote it
    expect(page.get_by_role("heading", name="Look over what was read")).to_be_visible(timeout=LIMIT_MS)
    first.get_by_role("radio", name="Person who asked for help").nth(2).press("Space")
    page.get_by_role("button", name="Make the case").press("Enter")

    case = page.get_by_role("heading", name="Messages")
    expect(case).to_be_visible(timeout=LIMIT_MS)
    for text in ("I do not know. That sounds risky!", "Wait for me", CHAT[3].text):
        expect(page.locator(".message", has_text=text).first).to_be_visible(timeout=LIMIT_MS)
    expect(page.get_by_text("3 messages read by a program; by hand 1 changed, 1 added")).to_be_attached(
        timeout=LIMIT_MS
    )
