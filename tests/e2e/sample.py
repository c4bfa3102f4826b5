"""The product as a whole on our own sample page: server, Chromium with the extension, paired, the page switched on."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Playwright, sync_playwright

from detector.types import Message
from tests.e2e import HERE
from tests.e2e.chromium import Chromium, ShadowView, chromium_with_extension
from tests.e2e.overlay import Seen
from tests.e2e.pages import serving
from tests.e2e.processes import until
from tests.e2e.product import Server


@dataclass
class Sample:
    """The open page, and what is seen there."""

    chromium: Chromium
    page: Page
    view: ShadowView
    server: Server
    origin: str
    conversation: str = "/"

    def draw(self, message: Message) -> None:
        """Puts a message at the end of the chat."""
        assert message.sent_at
        said = {"id": message.id, "sender": message.sender, "text": message.text}
        self.page.evaluate("(message) => draw(message)", {**said, "sent_at": message.sent_at.isoformat()})

    def turn_to(self, conversation: str) -> None:
        """Opens another chat, which is empty."""
        self.conversation = conversation
        self.page.evaluate("(address) => turnTo(address)", conversation)

    def verdict(self) -> dict[str, Any]:
        return self.server.verdict("generic", self.origin, self.conversation)

    def seen_after(self, n_messages: int) -> Seen:
        """What stands on the page once that many messages are judged."""
        until(lambda: self.verdict()["n_messages"] >= n_messages, f"{n_messages} messages judged")
        level = self.verdict()["level"]
        until(lambda: self.view.look().level == level, f"{level} on the page")
        return self.view.look()


@contextmanager
def opened(playwright: Playwright, server: Server, profile: Path, **more: Any) -> Iterator[Sample]:
    """Opens the sample page in a fresh Chromium that is paired with `server`."""
    with (
        serving(HERE / "sample_page") as port,
        chromium_with_extension(playwright, profile, **more) as chromium,
    ):
        origin = f"http://sample.localhost:{port}"
        chromium.pair(server.code(), server.port)
        chromium.switch_on(origin)
        page = chromium.context.new_page()
        page.goto(origin)
        yield Sample(chromium, page, ShadowView(page), server, origin)


@contextmanager
def sample(headless: bool = True, **more: Any) -> Iterator[Sample]:
    """Starts all of it with throw-away data, and ends all of it."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        data = Path(folder) / "server"
        data.mkdir()
        with (
            Server(data).running() as server,
            sync_playwright() as playwright,
            opened(playwright, server, Path(folder) / "profile", headless=headless, **more) as product,
        ):
            yield product
