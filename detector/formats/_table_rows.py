"""Rows of a CSV file: which columns it has, with which delimiter and quotes, and what to do with a quote left open."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from detector.formats._source import Problem

# What the columns may be called, in small letters, best first. German, French, Spanish, Italian, Portuguese, Dutch too.
_COLUMNS: dict[str, tuple[str, ...]] = {
    "text": ("text", "message", "body", "content", "message text", "message body", "msg", "message content", "texte",
             "nachricht", "inhalt", "mensaje", "texto", "messaggio", "testo", "mensagem", "bericht", "tekst"),
    "sender": ("sender name", "from name", "sender", "from", "author", "name", "user", "username", "user name",
               "speaker", "who", "contact name", "contact", "sender id", "number", "phone number", "phone", "absender",
               "von", "expéditeur", "auteur", "de", "remitente", "autor", "mittente", "da", "remetente", "afzender"),
    "date": ("timestamp", "datetime", "date time", "date", "message date", "sent at", "date sent", "sent date", "sent",
             "created at", "created", "when", "datum", "zeitpunkt", "fecha", "data"),
    "time": ("time", "uhrzeit", "zeit", "heure", "hora", "ora", "tijd"),
    "direction": ("direction", "message type", "type", "folder"),
    "chat": ("chat session", "chat", "conversation", "chat name", "conversation name", "chat id", "conversation id",
             "thread", "thread id"),
    "file": ("attachment", "attachments", "media", "file"),
}  # fmt: skip
_DELIMITERS = ",;\t|"
_SEP = re.compile(r"sep=(.)$", re.IGNORECASE)  # how Excel is told the delimiter; a line of its own above the head
_ESCAPED = re.compile(r"""\\["'](?!\s*(?:[,;\t|]|$))""")  # a backslash before a quote inside a cell
_HEAD_LINES = 5  # above the head there may be a title
_HEAD_CHARACTERS = 4000
_SEEN_LINES = 20
_MAX_RESTARTS = 20  # after quotes that do not end; each reads the rest of the file again


@dataclass(frozen=True, slots=True)
class Table:
    """A file with its head read: `columns` are places of cells, best first, by what is in them."""

    lines: Sequence[str]
    start: int  # line of the first row, counted from 0
    width: int
    columns: dict[str, list[int]]
    delimiter: str
    quote: str
    escape: str | None

    def rows(self) -> Iterator[tuple[int, list[str]] | Problem]:
        """Line, counted from 1, and cells of each row; a problem for a line whose quote never ends."""
        at, restarts = self.start, 0
        while True:
            rest = (f"{line}\n" for line in islice(self.lines, at, None))
            reader = csv.reader(rest, delimiter=self.delimiter, quotechar=self.quote, escapechar=self.escape)
            while True:
                first = at + reader.line_num
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error:  # a cell longer than any message
                    break
                if at + reader.line_num >= len(self.lines) and self._open(first):
                    break
                if any(cell.strip() for cell in cells):
                    yield first + 1, cells
            restarts += 1
            if restarts > _MAX_RESTARTS:
                yield Problem(first + 1, "quotes that do not end, from here on; nothing after this can be read")
                return
            yield Problem(first + 1, "a quote that does not end")
            at = first + 1

    def _open(self, first: int) -> bool:
        """Whether the row from `first` to the end of the file took all these lines for one cell."""
        rest = self.lines[first:]
        return sum(bool(line) for line in rest) > 1 and sum(line.count(self.quote) for line in rest) % 2 == 1

    def fits(self, cells: list[str]) -> bool:
        """Whether the row has all cells; more than that only where the text stands last and holds the delimiter."""
        return len(cells) == self.width or (len(cells) > self.width and self.columns["text"][0] == self.width - 1)

    def cell(self, cells: list[str], kind: str) -> str:
        """The first of the columns of a kind that has something in it."""
        return next((found for place in self.columns.get(kind, ()) if (found := cells[place].strip())), "")

    def text(self, cells: list[str]) -> str:
        place = self.columns["text"][0]
        if len(cells) > self.width:
            return self.delimiter.join(cells[place:]).strip()
        return cells[place].strip()


def open_table(lines: Sequence[str]) -> Table | None:
    """The table whose head names a column for who and one for what; None where no way of reading it has both."""
    for at, line in _first_lines(lines)[:_HEAD_LINES]:
        quote = "'" if line.lstrip().startswith("'") else '"'
        for delimiter in _sep(lines) or _DELIMITERS:
            head = _cells(line, delimiter, quote)
            columns = _columns(head)
            if "text" in columns and "sender" in columns:
                escape = "\\" if any(_ESCAPED.search(line) for line in lines[at + 1 :]) else None
                return Table(lines, at + 1, len(head), columns, delimiter, quote, escape)
    return None


def is_table(lines: Sequence[str]) -> bool:
    """Whether the first lines fall into three or more cells each, and all into as many."""
    first = [line for _, line in _first_lines(lines)]
    if len(first) < 2:
        return False
    counts = ({len(_cells(line, delimiter, '"')) for line in first} for delimiter in _DELIMITERS)
    return any(len(count) == 1 and min(count) >= 3 for count in counts)


def _first_lines(lines: Sequence[str]) -> list[tuple[int, str]]:
    """Those with something in them, and their places."""
    filled = ((at, line) for at, line in enumerate(lines) if line.strip() and not _SEP.match(line))
    return list(islice(filled, _SEEN_LINES))


def _sep(lines: Sequence[str]) -> str:
    found = _SEP.match(lines[0])
    return found[1] if found else ""


def _cells(line: str, delimiter: str, quote: str) -> list[str]:
    try:
        return next(csv.reader([line[:_HEAD_CHARACTERS]], delimiter=delimiter, quotechar=quote), [])
    except csv.Error:
        return []


def _columns(head: Sequence[str]) -> dict[str, list[int]]:
    """Places of the columns of each kind, best name first."""
    names = [re.sub(r"[\W_]+", " ", cell).strip().casefold() for cell in head]
    found = {kind: [names.index(name) for name in known if name in names] for kind, known in _COLUMNS.items()}
    return {kind: places for kind, places in found.items() if places}
