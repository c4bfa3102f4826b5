"""Tables (CSV): one message a row, with columns for who, what and when, as spreadsheets and export programs write them.

Columns are found by their names in the first row; delimiter and quotes by which of them give a head with such names.
iMazing's columns "Type" (Incoming, Outgoing) and "Chat Session" say who is me and which chat a row belongs to.
"""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from datetime import datetime

from detector.errors import UnreadableChat
from detector.formats._dates import STAMP, Stamp, day_first, plain, stamp
from detector.formats._entries import oldest_first
from detector.formats._exports import ME, NO_TIME, moment, placeholder
from detector.formats._source import Chat, Import, Line, Problem, Source
from detector.formats._table_rows import Table, is_table, open_table

NAME = "CSV table"
_OUT = frozenset({"outgoing", "sent", "out", "outbox", "2", "me"})
_IN = frozenset({"incoming", "received", "in", "inbox", "1", "them"})
_NOTICE = frozenset({"notification", "system"})
_LOOKED_FOR = (
    "this table has no columns that can be read as a chat. Looked for, in the first row: one for who wrote ('from', "
    "'sender', 'author', 'name') and one for what ('text', 'message', 'body', 'content'); also 'date', 'time' or "
    "'timestamp'. Name the columns like that and try again"
)


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    chat: str
    direction: str
    name: str
    text: str
    when: datetime | Stamp | None


def sniff(source: Source) -> float:
    if source.text[:200].lstrip().startswith(("{", "[", "<")):
        return 0.0
    if open_table(source.lines):
        return 0.85
    return 0.05 if is_table(source.lines) else 0.0  # only so that `read` can say which columns are missing


def read(source: Source) -> Import:
    """The chats of the table: one, or as many as its column of chats tells apart.

    Raises:
        UnreadableChat: it has no column for who or none for what; the text says which names were looked for.
    """
    table = open_table(source.lines)
    if table is None:
        raise UnreadableChat(_LOOKED_FOR)
    rows: list[_Row] = []
    problems: list[Problem] = []
    for entry in table.rows():
        if isinstance(entry, Problem):
            problems.append(entry)
            continue
        try:
            row, dated = _row(table, *entry)
        except UnreadableChat as error:
            problems.append(Problem(entry[0], str(error)))
            continue
        if row:
            rows.append(row)
            problems += [Problem(row.line, NO_TIME)] if dated and row.when is None else []
    me = ME if any(row.direction in _OUT | _IN for row in rows) else None
    first = day_first([row.when for row in rows if isinstance(row.when, Stamp)])
    chats: dict[str, list[Line]] = {}
    for row in rows:
        sent_at = row.when.when(first) if isinstance(row.when, Stamp) else row.when
        chats.setdefault(row.chat, []).append(Line(row.name, row.text, sent_at))
    return Import(
        tuple(Chat(name or "table", "", oldest_first(lines), me) for name, lines in chats.items()), tuple(problems)
    )


def _row(table: Table, line: int, cells: list[str]) -> tuple[_Row | None, bool]:
    """One row, None where nothing was said in it; and whether a time is written in it.

    Raises:
        UnreadableChat: the row does not fit the head, or nobody wrote it.
    """
    if not table.fits(cells):
        raise UnreadableChat(f"a row of {len(cells)} cells where the first row has {table.width}")
    direction = table.cell(cells, "direction").casefold()
    text = table.text(cells)
    if not text and (file := table.cell(cells, "file")):
        text = placeholder(mimetypes.guess_type(file)[0] or "")
    if not text or direction in _NOTICE:
        return None, False
    name = ME if direction in _OUT else table.cell(cells, "sender")
    if not name:
        raise UnreadableChat("a row that does not say who wrote it")
    written = f"{table.cell(cells, 'date')} {table.cell(cells, 'time')}".strip()
    return _Row(line, table.cell(cells, "chat"), direction, name, text, _when(written)), bool(written)


def _when(written: str) -> datetime | Stamp | None:
    """What can be said before all dates of the table are known: a `Stamp` may be month or day first."""
    if found := moment(written):
        return found
    dated = STAMP.match(plain(written if ":" in written else f"{written} 00:00"))
    return stamp(dated) if dated else None
