"""Tables in Markdown, and putting them into a card between the marks where they belong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table, with the end of its last line."""
    cells = [[cell.replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in (heads, ["---"] * len(heads), *cells)) + "\n"


def fill(file: Path, name: str, text: str) -> None:
    """Replaces what stands between the marks of that name in a Markdown file.

    Raises:
        ValueError: the file is not there, or the marks are not in it exactly once.
    """
    begin, end = marks(name)
    whole = file.read_text(encoding="utf-8") if file.is_file() else ""
    if whole.count(begin) != 1 or whole.count(end) != 1:
        raise ValueError(f"{file} needs one line '{begin}' and one line '{end}' for the tables to stand between")
    pattern = re.compile(f"{re.escape(begin)}.*{re.escape(end)}", re.DOTALL)
    file.write_text(pattern.sub(lambda _: f"{begin}\n{text}\n{end}", whole), encoding="utf-8")


def marks(name: str) -> tuple[str, str]:
    """The lines between which a table stands."""
    return f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
