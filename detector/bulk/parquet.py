"""Transcript Parquet: one conversation a row, what transcript JSONL says in columns. This is where its layout is said.

    id        string, may be left out
    platform  string, may be left out
    messages  list of struct
                sender   string, "them" or "me"
                text     string
                sent_at  timestamp or ISO 8601 string, may be null or left out; without a zone it is UTC
                tactics  list of string, may be left out: an annotation
    others    annotations, each called as in JSONL: label, kind, lang, family, writer, origin, pivot_at, ask_at

A null is the same as nothing. `convert -o OUT.parquet` writes this layout.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from detector.errors import Unavailable, UnreadableChat
from detector.types import Conversation

SUFFIX = ".parquet"
BATCH_ROWS = 64  # in memory as Python objects at a time
GROUP_ROWS = 1024


def rows(file: Path, after: int = 0) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Number, from 1, share of the file's bytes, and content of each row after the first `after`.

    Raises:
        UnreadableChat: the file is no Parquet, is of another layout, or is damaged from here on.
        Unavailable: pyarrow is not installed. OSError passes through.
    """
    parquet = _pyarrow("pyarrow.parquet")
    number = 0
    with file.open("rb") as stream:
        try:
            opened = parquet.ParquetFile(stream)
            if "messages" not in opened.schema_arrow.names:
                raise UnreadableChat("the file has no column 'messages'")
            size = file.stat().st_size // max(1, opened.metadata.num_rows)
            for group in range(opened.num_row_groups):
                count = opened.metadata.row_group(group).num_rows
                if number + count <= after:
                    number += count
                    continue
                for batch in opened.iter_batches(BATCH_ROWS, row_groups=[group]):
                    for row in batch.to_pylist():
                        number += 1
                        if number > after:
                            yield number, size, _plain(row)
        except (ValueError, OSError, _pyarrow("pyarrow").ArrowException) as error:
            if isinstance(error, OSError) and error.errno:
                raise
            raise UnreadableChat("no Parquet, or damaged here") from None


def write(file: Path, chats: Sequence[Conversation]) -> None:
    """Writes conversations in the layout above.

    Raises:
        Unavailable: pyarrow is not installed.
    """
    arrow = _pyarrow("pyarrow")
    message = {"sender": arrow.string(), "text": arrow.string(), "sent_at": arrow.timestamp("us", "UTC")}
    schema = {"id": arrow.string(), "platform": arrow.string(), "messages": arrow.list_(arrow.struct(message))}
    found = [
        {
            "id": chat.id,
            "platform": chat.platform,
            "messages": [{"sender": m.sender, "text": m.text, "sent_at": m.sent_at} for m in chat.messages],
        }
        for chat in chats
    ]
    table = arrow.Table.from_pylist(found, arrow.schema(schema))
    _pyarrow("pyarrow.parquet").write_table(table, file, row_group_size=GROUP_ROWS)


def _plain(value: Any) -> Any:
    """What JSON would hold: no nulls, times as text."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, datetime) else value


def _pyarrow(module: str) -> Any:
    try:
        return import_module(module)
    except ImportError:
        raise Unavailable("Parquet needs pyarrow: pip install -r requirements-ray.txt") from None
