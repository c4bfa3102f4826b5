"""A conversation with what is known about it, as the whole evaluation sees it, and the reader of transcript files."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from detector.bulk import inputs
from detector.formats import Problem
from detector.taxonomy import taxonomy
from detector.training.corpus_text import LabelledChat
from detector.types import Conversation, Message

Label = Literal["scam", "other_scam", "benign"]
LABELS = ("scam", "other_scam", "benign")
Marks = tuple[frozenset[str], ...]


class BadSet(ValueError):
    """A set cannot be read; the text says file and line and never holds chat text."""


@dataclass(frozen=True, slots=True)
class Chat:
    """One conversation of an eval set.

    Attributes:
        label: "scam" (romance, investment, job and their relatives), "other_scam" or "benign".
        kind: script, hard-negative cell, or whatever the set calls it.
        cluster: what may not be torn apart when resampling: script family, writer, else the conversation itself.
        pivot_at, ask_at: message indices, or None where the chat has none or nobody marked them.
        marks: tactic ids of each message [M], or None where nobody marked them.
        origin: who wrote it: "human", "crowd", "synthetic", "project".
    """

    conversation: Conversation
    label: Label
    kind: str
    cluster: str | None
    pivot_at: int | None = None
    ask_at: int | None = None
    marks: Marks | None = None
    lang: str = ""
    origin: str = ""

    @property
    def id(self) -> str:
        return self.conversation.id

    @property
    def messages(self) -> tuple[Message, ...]:
        return self.conversation.messages

    @property
    def scam(self) -> bool:
        """The label y: a scammer writes, of whatever script."""
        return self.label != "benign"


def from_corpus(chat: LabelledChat) -> Chat:
    """A chat of the project's own corpus; its cluster is its family."""
    return Chat(
        chat.conversation, chat.label, chat.kind, chat.family, chat.pivot_at, chat.ask_at, chat.tactics, "en", "project"
    )


def read_chats(*files: Path) -> list[Chat]:
    """The conversations of transcript JSONL or Parquet files, in order.

    Raises:
        BadSet: a line breaks the format, has no label, or an id stands twice.
    """
    chats = []
    for file in files:
        for number, raw in raw_chats(file):
            try:
                chats.append(_chat(raw, f"line-{number}" if len(files) == 1 else f"{file.stem}-line-{number}"))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                why = f"no {error}" if isinstance(error, KeyError) else type(error).__name__
                raise BadSet(f"{file.name}:{number}: not a labelled conversation ({why})") from None
    twice = [chat_id for chat_id, count in Counter(chat.id for chat in chats).items() if count > 1]
    if twice:
        raise BadSet(
            f"{', '.join(file.name for file in files[:3])}: {len(twice)} ids stand twice, the first is {twice[0]}"
        )
    return chats


def raw_chats(file: Path) -> Iterator[tuple[int, Any]]:
    """Number, from 1, and content of every line or row.

    Raises:
        BadSet: it cannot be read.
    """
    for row in inputs.rows(inputs.Part(file)):
        if isinstance(row.content, Problem):
            raise BadSet(f"{file.name}:{row.number}: {row.content.why}")
        try:
            yield row.number, json.loads(row.content) if isinstance(row.content, str) else row.content
        except (ValueError, RecursionError):
            # "from None": the cause's text may quote the line, and the line is somebody's chat.
            raise BadSet(f"{file.name}:{row.number}: not a labelled conversation (not JSON)") from None


def _chat(raw: dict[str, Any], name: str) -> Chat:
    chat_id = str(raw.get("id") or name)
    rows: Sequence[dict[str, Any]] = raw["messages"]
    messages = tuple(
        Message(f"{chat_id}-{i}", _sender(row["sender"]), str(row["text"]), _time(row.get("sent_at")))
        for i, row in enumerate(rows)
    )
    if raw["label"] not in LABELS or not messages:
        raise ValueError
    marked = any("tactics" in row for row in rows)
    return Chat(
        conversation=Conversation(chat_id, messages, str(raw.get("platform", ""))),
        label=raw["label"],
        kind=str(raw.get("kind", "")),
        cluster=str(raw.get("family") or raw.get("writer") or chat_id),
        pivot_at=_index(raw.get("pivot_at"), len(messages)),
        ask_at=_index(raw.get("ask_at"), len(messages)),
        marks=tuple(_known(row.get("tactics", ())) for row in rows) if marked else None,
        lang=str(raw.get("lang", "")),
        origin=str(raw.get("origin", "")),
    )


def _known(tactics: Sequence[str]) -> frozenset[str]:
    if unknown := set(tactics) - set(taxonomy().ids):
        raise KeyError(f"tactic {sorted(unknown)[0]}")
    return frozenset(tactics)


def _sender(value: str) -> Literal["them", "me"]:
    if value not in ("them", "me"):
        raise ValueError
    return value  # type: ignore[return-value]


def _index(value: int | None, count: int) -> int | None:
    if value is not None and not 0 <= value < count:
        raise ValueError
    return value


def _time(value: str | None) -> datetime | None:
    """Aware UTC. A time without a zone is read as UTC: inside one set the gaps between messages stay right."""
    if value is None:
        return None
    found = datetime.fromisoformat(value)
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
