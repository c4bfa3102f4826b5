"""A conversation with what is known about it, as the whole evaluation sees it, and the reader of transcript files."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from detector.bulk import inputs
from detector.errors import UnreadableChat
from detector.formats import Problem, transcript
from detector.taxonomy import taxonomy
from detector.training.corpus_text import LabelledChat
from detector.types import Conversation, Message, Sender

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
            except UnreadableChat as error:
                raise BadSet(f"{file.name}:{number}: not a labelled conversation: {error}") from None
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
            raise BadSet(f"{file.name}:{row.number}: not a labelled conversation: not JSON") from None


def _chat(raw: Any, name: str) -> Chat:
    """One conversation. Raises `UnreadableChat`, in no word of the chat."""
    lines = transcript.parse(raw, name).lines
    chat_id = str(raw.get("id") or name)
    if not lines:
        raise UnreadableChat("it has no message")
    if raw.get("label") not in LABELS:
        raise UnreadableChat(f"'label' must be one of {', '.join(LABELS)}")
    messages = tuple(
        Message(f"{chat_id}-{i}", cast(Sender, line.name), line.text, line.sent_at) for i, line in enumerate(lines)
    )
    marked = any("tactics" in message for message in raw["messages"])
    return Chat(
        conversation=Conversation(chat_id, messages, str(raw.get("platform", ""))),
        label=raw["label"],
        kind=str(raw.get("kind", "")),
        cluster=str(raw.get("family") or raw.get("writer") or chat_id),
        pivot_at=_index(raw, "pivot_at"),
        ask_at=_index(raw, "ask_at"),
        marks=tuple(map(_marks, raw["messages"])) if marked else None,
        lang=str(raw.get("lang", "")),
        origin=str(raw.get("origin", "")),
    )


def _marks(message: dict[str, Any]) -> frozenset[str]:
    found = message.get("tactics", [])
    if not isinstance(found, list) or not all(one in taxonomy().ids for one in found):
        raise UnreadableChat("'tactics' must be a list of ids that are in detector/taxonomy.toml")
    return frozenset(found)


def _index(raw: dict[str, Any], name: str) -> int | None:
    value = raw.get(name)
    if value is not None and not (isinstance(value, int) and 0 <= value < len(raw["messages"])):
        raise UnreadableChat(f"'{name}' must be the place of a message, counted from 0")
    return value
