"""For every test: no socket reaches beyond this machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import loopback

loopback.refuse_the_rest()


@pytest.fixture(autouse=True)
def _nothing_leaves_this_machine() -> Iterator[None]:
    before = len(loopback.refused)
    yield
    assert loopback.refused[before:] == []
