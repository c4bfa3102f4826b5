"""However the messages of a page reach the server, the verdict is the one that the finished page deserves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extension_backend.conftest import OVERLAP_MSGS, Clock, Server

WORDS = [
    "morning how are you",
    "my uncle says hi",
    "profit is certain",
    "small deposit today",
    "join me on telegram",
    "ok see you there",
    "good night darling",
    "they were beaten badly",
    "what do you want",
    "не знаю что это",
]
MONDAY = datetime(2026, 3, 2, 19, 4, tzinfo=UTC)


@dataclass(frozen=True)
class PageRow:
    """A row of the page: as first shown, as it ends, and whether it is deleted before the end."""

    key: str
    sender: str
    first: str
    last: str
    sent_at: str | None
    ghost: bool

    def shown(self, final: bool = False) -> dict[str, Any]:
        text = self.last if final else self.first
        return {"key": self.key, "sender": self.sender, "text": text, "sent_at": self.sent_at}


@st.composite
def pages(draw: st.DrawFn, times: str) -> list[PageRow]:
    rows = []
    for i in range(draw(st.integers(1, 16))):
        first = draw(st.sampled_from(WORDS))
        edited = draw(st.booleans()) and draw(st.booleans())
        minute = {"each": i, "shared": i // 3, "some": i, "none": 0}[times]
        timed = times in ("each", "shared") or (times == "some" and draw(st.booleans()))
        rows.append(
            PageRow(
                key=f"m{i}",
                sender=draw(st.sampled_from(["them", "them", "me"])),
                first=first,
                last=draw(st.sampled_from(WORDS)) if edited else first,
                sent_at=(MONDAY + timedelta(minutes=7 * minute)).isoformat() if timed else None,
                ghost=draw(st.integers(0, 5)) == 0,
            )
        )
    return rows


class Messenger:
    """Delivers a page in pieces. After a restart it adds the overlap that a content script adds."""

    def __init__(self, server: Server, conversation: str, rows: list[PageRow], overlap_msgs: int) -> None:
        self.server = server
        self.conversation = conversation
        self.rows = rows
        self.shown = {row.key: row.shown() for row in rows}
        self.sent: set[int] = set()
        self.overlap_msgs = overlap_msgs

    def deliver(self, start: int, end: int) -> None:
        """Rows `start` to `end` as the page shows them now, with neighbours that were sent before."""
        for _ in range(self.overlap_msgs):
            start -= start - 1 in self.sent
            end += end in self.sent
        self.sent |= set(range(start, end))
        self._post([self.shown[row.key] for row in self.rows[start:end]])

    def deliver_the_rest(self) -> None:
        """Scrolls down to the end, then up to the beginning, a row and its neighbour at a time."""
        for i in range(min(self.sent, default=0), len(self.rows)):
            if i not in self.sent:
                self.deliver(max(0, i - 1), i + 1)
        for i in range(min(self.sent) - 1, -1, -1):
            self.deliver(i, i + 2)

    def touches_sent(self, start: int, end: int) -> bool:
        return not self.sent or bool(set(range(start, end)) & self.sent)

    def finish(self, i: int) -> None:
        """The page edits or deletes a row; a deleted one leaves the page."""
        row = self.rows[i]
        self.shown[row.key] = row.shown(final=True) | ({"deleted": True} if row.ghost else {})
        self.deliver(i, i + 1)
        if row.ghost:
            del self.rows[i]
            self.sent = {j - (j > i) for j in self.sent if j != i}

    def _post(self, messages: list[dict[str, Any]]) -> None:
        self.server.send(self.conversation, *messages)
        if self.overlap_msgs:
            self.server.desk.forget_texts()


@pytest.fixture(scope="module")
def shared() -> Iterator[Server]:
    with TemporaryDirectory() as folder:
        server = Server(Path(folder) / "data", Clock())
        yield server
        server.database.close()


numbers = count()


def play(server: Server, data: st.DataObject, times: str, overlap_msgs: int) -> None:
    rows = data.draw(pages(times), label="page")
    n = next(numbers)
    messenger = Messenger(server, f"messy-{n}", list(rows), overlap_msgs)
    pieces = st.tuples(st.integers(0, len(rows) - 1), st.integers(1, 6))
    for start, length in data.draw(st.lists(pieces, max_size=8), label="pieces"):
        end = min(start + length, len(rows))
        if times == "each" or messenger.touches_sent(start, end):  # islands need times to be placed by
            messenger.deliver(start, end)
    messenger.deliver_the_rest()
    unfinished = [row for row in rows if row.ghost or row.first != row.last]
    for row in data.draw(st.permutations(unfinished), label="finish"):
        messenger.finish(messenger.rows.index(row))
    final = [replace(row, first=row.last).shown() for row in rows if not row.ghost]
    if final:
        server.send(f"tidy-{n}", *final)
        assert server.timeline(f"messy-{n}") == server.timeline(f"tidy-{n}")
    else:
        assert server.timeline(f"messy-{n}")["n_messages"] == 0


@pytest.mark.parametrize("times", ["each", "shared", "some", "none"])
@settings(max_examples=60)
@given(data=st.data())
def test_edits_deletions_backfills_splits_and_duplicates_do_not_change_the_verdict(
    shared: Server, times: str, data: st.DataObject
) -> None:
    play(shared, data, times, overlap_msgs=0)


@pytest.mark.parametrize("times", ["each", "none"])
@settings(max_examples=60)
@given(data=st.data())
def test_with_the_usual_overlap_no_text_is_needed_from_before(shared: Server, times: str, data: st.DataObject) -> None:
    play(shared, data, times, overlap_msgs=OVERLAP_MSGS)
