"""People who type in the pages of real chat apps, and the chat between two of them as Second Look watches it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from playwright.sync_api import Page

from detector.training.corpus_text import LabelledChat
from tests.e2e.chromium import ShadowView
from tests.e2e.firefox import ENTER, Firefox
from tests.e2e.overlay import SEND_ANYWAY_JS, Popup, Seen
from tests.e2e.processes import until
from tests.e2e.product import Server


class Person(Protocol):
    def say(self, text: str) -> None:
        """Sends it, also where Second Look asks first."""

    def shown(self) -> int:
        """How many messages the person's page shows."""


@dataclass
class Typist:
    """A person at a page in Chromium."""

    page: Page
    box: str
    row: str

    def say(self, text: str) -> None:
        box = self.page.locator(self.box)
        box.fill(text)
        box.press("Enter")
        view = ShadowView(self.page)
        until(lambda: not box.input_value() or view.evaluate(SEND_ANYWAY_JS), "the message sent")
        view.close()

    def shown(self) -> int:
        return self.page.locator(self.row).count()


@dataclass
class FirefoxTypist:
    """A person at the page that Firefox shows."""

    firefox: Firefox
    box: str
    row: str

    def say(self, text: str) -> None:
        self.firefox.type_into(self.box, text.replace("\n", " ") + ENTER)
        written = "return document.querySelector(given[0]).value"
        evaluate = self.firefox.evaluate
        until(lambda: not self.firefox.run(written, self.box) or evaluate(SEND_ANYWAY_JS), "the message sent")

    def shown(self) -> int:
        return int(self.firefox.run("return document.querySelectorAll(given[0]).length", self.row))


@dataclass
class Talk:
    """A chat between two people, where the page of `me` is watched."""

    me: Person
    them: Person
    server: Server
    address: tuple[str, str, str]  # site, origin and conversation, as the extension names the chat
    look: Callable[[], Seen]
    popup: Callable[[], Popup]

    def play(self, chat: LabelledChat) -> Iterator[int]:
        """Types a chat message by message; each has arrived when its index is given."""
        for index, message in enumerate(chat.conversation.messages):
            (self.me if message.sender == "me" else self.them).say(message.text)
            self.arrived(index + 1)
            yield index

    def arrived(self, n_messages: int) -> None:
        """Waits until the person's page shows that many messages."""
        until(lambda: self.me.shown() >= n_messages, f"{n_messages} messages on the page")

    def verdict(self) -> dict[str, Any]:
        return self.server.verdict(*self.address)

    def judged(self, n_messages: int) -> dict[str, Any]:
        """The verdict once the server has read that many messages."""
        until(lambda: self.verdict()["n_messages"] >= n_messages, f"{n_messages} messages judged")
        return self.verdict()

    def seen_after(self, n_messages: int) -> Seen:
        """What the person sees once that many messages are judged."""
        level = self.judged(n_messages)["level"]
        until(lambda: self.look().level == level, f"{level} on the page")
        return self.look()
