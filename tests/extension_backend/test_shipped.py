"""The shipped weights behind the real server: the path that a person's chat takes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from detector import formats
from extension_backend.model_slot import ModelSlot
from tests.extension_backend.conftest import OVERLAP_MSGS, Clock, Server

PAGE = Path(__file__).parents[2] / "extension_backend" / "page"
LEVELS = ["none", "caution", "warning", "danger"]


@pytest.fixture(scope="module")
def shipped_slot() -> ModelSlot:
    slot = ModelSlot()
    slot.load()
    assert slot.state == "ready"
    return slot


@pytest.fixture
def shipped(tmp_path: Path, shipped_slot: ModelSlot) -> Iterator[Server]:
    made = Server(tmp_path / "data", Clock(), shipped_slot)
    yield made
    made.database.close()


def sample(which: str, me: str) -> list[dict[str, Any]]:
    """A sample of the local page, as the rows of a chat page."""
    (chat,) = formats.read((PAGE / f"sample-{which}.txt").read_bytes(), me)
    return [
        {
            "key": message.id,
            "sender": message.sender,
            "text": message.text,
            "sent_at": message.sent_at and message.sent_at.isoformat(),
        }
        for message in chat.messages
    ]


def test_a_suspicious_chat_is_warned_of_before_the_money_is_asked_for(shipped: Server) -> None:
    rows = sample("suspicious", "Kim")
    ask = next(i for i, row in enumerate(rows) if row["text"].startswith("Tonight there is a special event"))
    levels = [shipped.send("c", *rows[max(0, i - OVERLAP_MSGS) : i + 1])["level"] for i in range(len(rows))]
    assert levels[0] == "none"
    assert LEVELS.index(levels[ask - 1]) >= LEVELS.index("warning")
    assert levels[-1] == "danger"
    verdict = shipped.timeline("c")
    assert verdict["alert"]["raised_at"] in {row["key"] for row in rows}
    assert len(verdict["findings"]) >= 3


def test_an_ordinary_chat_about_money_is_left_in_peace(shipped: Server) -> None:
    rows = sample("ordinary", "Sam")
    assert shipped.send("c", *rows)["level"] == "none"


def test_message_by_message_is_all_at_once(shipped: Server) -> None:
    rows = sample("suspicious", "Kim")
    for i in range(len(rows)):
        shipped.send("c", *rows[max(0, i - OVERLAP_MSGS) : i + 1])
    lines = [{name: row[name] for name in ("sender", "text", "sent_at")} for row in rows]
    whole = shipped.post("/v1/assess", {"messages": lines}).get_json()
    assert shipped.timeline("c") == whole


def test_half_a_chat_and_a_restart_is_the_whole_chat(shipped: Server, shipped_slot: ModelSlot) -> None:
    rows = sample("suspicious", "Kim")
    shipped.send("whole", *rows)
    shipped.send("c", *rows[:20])
    shipped.database.close()
    again = Server(shipped.folder, shipped.clock, shipped_slot)
    again.send("c", *rows[20 - OVERLAP_MSGS :])
    assert again.timeline("c") == again.timeline("whole")
    again.database.close()
