"""What the layouts share: finding files, reading JSON without ever quoting it in an error, making chats."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from detector.types import Conversation, Message, Sender
from eval.chats import BadSet, Chat, Label

Turn = tuple[Sender, str]


@dataclass(slots=True)
class Reading:
    """What was read.

    Attributes:
        left_out: how many conversations could not be taken, by why.
    """

    chats: list[Chat] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def files(path: Path, *suffixes: str) -> list[Path]:
    """The file, or the files of a folder with one of these suffixes, by name.

    Raises:
        BadSet: there is none.
    """
    if path.is_file():
        return [path]
    found = sorted(file for file in path.glob("*") if file.suffix in suffixes)
    if not found:
        raise BadSet(f"{path} is neither a file nor a folder with {' or '.join(suffixes)} files")
    return found


def read_json(file: Path) -> Any:
    """The content of a JSON file.

    Raises:
        BadSet: it is not JSON.
    """
    try:
        return json.loads(file.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError):
        raise BadSet(f"{file.name} is not JSON") from None


def entries(found: Any, file: Path, keys: Sequence[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Number, from 1, and entry of a list of objects.

    Raises:
        BadSet: it is no such list, or an entry lacks one of the keys.
    """
    if not isinstance(found, list):
        raise BadSet(f"{file.name} does not hold a list of conversations")
    for number, entry in enumerate(found, start=1):
        if not isinstance(entry, dict) or (lacking := [key for key in keys if key not in entry]):
            raise BadSet(
                f"{file.name}: entry {number} lacks {', '.join(lacking) if isinstance(entry, dict) else 'keys'}"
            )
        yield number, entry


def chat(
    chat_id: str, turns: Sequence[Turn], label: Label, kind: str, *, cluster: str = "", ask_at: int | None = None,
    lang: str = "en", origin: Literal["human", "crowd", "synthetic"] = "synthetic", platform: str = "",
) -> Chat:  # fmt: skip
    """A chat without times from its turns; without a cluster it is its own."""
    messages = tuple(Message(f"{chat_id}-{i}", sender, text) for i, (sender, text) in enumerate(turns))
    return Chat(
        Conversation(chat_id, messages, platform),
        label,
        kind,
        cluster or chat_id,
        ask_at=ask_at,
        lang=lang,
        origin=origin,
    )
