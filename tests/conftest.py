"""For every test: no socket reaches beyond this machine, and one Playwright serves all, for a second cannot start."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings
from playwright.sync_api import Playwright, sync_playwright

from tests import loopback

loopback.refuse_the_rest()
settings.register_profile("unhurried", deadline=None)  # a test must not fail because the machine is busy
settings.load_profile("unhurried")


@pytest.fixture(autouse=True)
def _nothing_leaves_this_machine() -> Iterator[None]:
    before = len(loopback.refused)
    yield
    assert loopback.refused[before:] == []


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running
