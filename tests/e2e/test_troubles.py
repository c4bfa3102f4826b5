"""What can come between the extension and its server: each is said in its own words with what to do next, nothing of
the chat goes astray, and what was written meanwhile is judged afterwards. (The server or the background gone:
test_interruptions.py.)
"""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from playwright.sync_api import Playwright

from detector.types import Message
from tests.e2e import ROOT, chats
from tests.e2e.axe import assert_is_accessible
from tests.e2e.impostor import impostor
from tests.e2e.processes import until
from tests.e2e.product import Server
from tests.e2e.sample import Sample, opened
from tests.e2e.test_languages import strings

SAID_BEFORE, SAID = 4, 10
STRANGE_INSTANCE = "0123456789abcdef"


@pytest.fixture(scope="module")
def product(playwright: Playwright, server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    with opened(playwright, server, tmp_path_factory.mktemp("chromium") / "profile") as product:
        yield product


@contextmanager
def other_program(product: Sample, **answer: Any) -> Iterator[None]:
    """The server is gone, and something else has its port and its manners. It is told nothing that it could use."""
    with urllib.request.urlopen(f"http://127.0.0.1:{product.server.port}/v1/hello") as real:
        hello = json.load(real)
    product.server.kill()
    with impostor(product.server.port, hello | answer) as other:
        yield
        assert other.told, "it was asked who it is"
        for request in other.told:
            assert request.startswith("GET /v1/hello?client=")
            assert "Authorization" not in request
            assert request.endswith("\n\n"), "no body"
        assert not any(message.text in "".join(other.told) for message in said())
    product.server.start()


@contextmanager
def access_taken(product: Sample) -> Iterator[None]:
    """The browser is revoked at the command line, and paired again."""
    client = product.chromium.settings().evaluate("chrome.storage.local.get('pairing')")["pairing"]["client"]
    command = [sys.executable, "-m", "extension_backend", "--data", str(product.server.folder / "data")]
    subprocess.run([*command, "revoke", client], cwd=ROOT, check=True, capture_output=True)
    yield
    product.chromium.settings().reload()
    product.chromium.pair(product.server.code(), product.server.port)


def said() -> list[Message]:
    return list(chats.scam().conversation.messages[:SAID])


def popup_says(product: Sample, state: str) -> bool:
    words = strings("en")
    text = product.chromium.popup(product.page).text
    return words[f"{state}_title"] in text and words[f"{state}_fix"] in text


def begin(product: Sample, conversation: str) -> None:
    product.turn_to(conversation)
    for message in said()[:SAID_BEFORE]:
        product.draw(message)
    until(lambda: product.verdict()["n_messages"] == SAID_BEFORE, "the beginning judged")


Trouble = Callable[[Sample], AbstractContextManager[None]]
TROUBLES: dict[str, tuple[str, Trouble]] = {
    "another program without a proof": ("stranger", lambda product: other_program(product)),
    "another program with a false proof": ("stranger", lambda product: other_program(product, proof="00" * 32)),
    "another installation": ("stranger", lambda product: other_program(product, instance=STRANGE_INSTANCE)),
    "another version": ("wrong_version", lambda product: other_program(product, api=2)),
    "access taken away": ("not_paired", access_taken),
}


@pytest.mark.parametrize(("state", "trouble"), TROUBLES.values(), ids=TROUBLES)
def test_is_told_with_what_to_do_and_costs_no_message(
    product: Sample, request: pytest.FixtureRequest, state: str, trouble: Trouble
) -> None:
    begin(product, f"/{request.node.callspec.id.replace(' ', '-')}")
    with trouble(product):
        for message in said()[SAID_BEFORE:]:
            product.draw(message)
        until(lambda: popup_says(product, state), state)
        popup = product.chromium.open_popup(product.page)
        for scheme in ("light", "dark"):
            popup.emulate_media(color_scheme=scheme)
            assert_is_accessible(popup)
        popup.close()
    until(lambda: not popup_says(product, state), f"no longer {state}")  # and the page tries again at once
    until(lambda: product.verdict()["n_messages"] == SAID, "what was written meanwhile judged")
    timeline = product.verdict()["timeline"]
    assert [point["sender"] for point in timeline] == [message.sender for message in said()]
    assert [point["level"] for point in timeline] == chats.levels_at_once(said())
