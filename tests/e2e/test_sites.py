"""The other sites, as pages built like theirs, at their real addresses and under a strict content policy."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.e2e import chats
from tests.e2e.chromium import Chromium, ShadowView
from tests.e2e.fixture_sites import SITES, draw, expected
from tests.e2e.processes import until
from tests.e2e.product import Server


@pytest.mark.parametrize("site", SITES)
def test_messages_are_read_and_warned_of(page: Page, chromium: Chromium, server: Server, site: str) -> None:
    address = expected(site)
    url = urlsplit(address["url"])
    origin = f"{url.scheme}://{url.netloc}"
    chromium.switch_on(origin)
    page.goto(address["url"])

    def n_messages() -> int:
        return int(server.verdict(site, origin, address["conversation"])["n_messages"])

    before = len([message for message in address["messages"] if not message.get("deleted")])
    until(lambda: n_messages() == before, f"{before} messages read")
    said = chats.scam().conversation.messages
    draw(page, site, said)
    until(lambda: n_messages() == before + len(said), f"{before + len(said)} messages read")
    view = ShadowView(page)
    until(lambda: view.look().level in ("warning", "danger"), "a warning on the page")
    until(lambda: view.look().marks, "marks on the messages that it rests on")
