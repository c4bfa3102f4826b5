"""What a bulk run reads: files, folders and patterns, as numbered rows. Serves the command line and the eval."""

from __future__ import annotations

import errno
import glob
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from detector.bulk import parquet
from detector.errors import UnreadableChat
from detector.formats import Problem, transcript
from detector.types import Conversation

SUFFIXES = (".jsonl", parquet.SUFFIX)  # what is taken from a folder
MAX_LINE_BYTES = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Part:
    """A file, as it was named in `folder`, but for that many lines or rows at its beginning."""

    file: Path
    after: int = 0
    folder: Path = field(default_factory=Path.cwd)

    @property
    def place(self) -> Path:
        return self.folder / self.file


@dataclass(frozen=True, slots=True)
class Row:
    """One line of JSONL or one row of Parquet.

    Attributes:
        number: counted from 1.
        size: its bytes in the file; for a row, its share of the file.
        content: a line of JSON, or what a row holds, not looked at any further; or why it could not be read.
    """

    number: int
    size: int
    content: str | dict[str, Any] | Problem


def find(given: Sequence[str], out: Path | None = None) -> list[Path]:
    """The files that are meant, each once: in the order given, those of a folder or a pattern by name.

    Args:
        given: files of any name, folders (their JSONL and Parquet files at any depth), patterns such as `part-*.jsonl`.
        out: a file that is never meant, though a pattern may match it.

    Raises:
        FileNotFoundError: one of them stands for no file.
    """
    found: dict[Path, Path] = {}
    for one in given:
        files = _files(one)
        if not files:
            raise FileNotFoundError(errno.ENOENT, "no JSONL or Parquet file there", one)
        found |= {file.resolve(): file for file in files if file.resolve() not in found}
    if out is not None and out.resolve() in found:
        del found[out.resolve()]
        if not found:
            raise FileNotFoundError(errno.ENOENT, "the output cannot be the only input", str(out))
    return list(found.values())


def _files(given: str) -> list[Path]:
    path = Path(given)
    if path.is_dir():
        return sorted(file for file in path.rglob("*") if file.suffix in SUFFIXES and file.is_file())
    if path.exists():
        return [path]
    return sorted(Path(file) for file in glob.glob(given, recursive=True) if Path(file).is_file())


def rows(part: Part) -> Iterator[Row]:
    """The lines or rows of a part, without empty ones.

    Raises:
        OSError: the file cannot be read.
        Unavailable: it is Parquet, and pyarrow is not installed.
    """
    return _rows(part) if part.file.suffix == parquet.SUFFIX else _lines(part)


def conversation(row: Row, file: Path) -> Conversation | Problem:
    """What a row holds, or why that is no conversation. One without an id is called after its file and number."""
    if isinstance(row.content, Problem):
        return row.content
    try:
        return transcript.conversation(row.content, f"{file.name}:{row.number}")
    except UnreadableChat as error:
        return _problem(row.number, str(error), file)


def _problem(number: int, why: str, file: Path) -> Problem:
    return Problem(number, why, "row" if file.suffix == parquet.SUFFIX else "line", str(file))


def _rows(part: Part) -> Iterator[Row]:
    number = part.after
    try:
        for number, size, content in parquet.rows(part.place, part.after):
            yield Row(number, size, content)
    except UnreadableChat as error:
        why = f"{error}, and nothing after this can be read"
        yield Row(number + 1, 0, _problem(number + 1, why, part.file))


def _lines(part: Part) -> Iterator[Row]:
    number = 0
    with part.place.open("rb") as lines:
        while line := lines.readline(MAX_LINE_BYTES):
            number += 1
            cut = len(line) == MAX_LINE_BYTES and not line.endswith(b"\n")
            size = len(line) + (_skip_line(lines) if cut else 0)
            if number > part.after and not line.isspace():
                try:
                    content: str | Problem = line.decode("utf-8-sig")
                except UnicodeDecodeError:
                    content = _problem(number, "not UTF-8", part.file)
                if cut:
                    content = _problem(number, "longer than any conversation", part.file)
                yield Row(number, size, content)


def _skip_line(lines: BinaryIO) -> int:
    """Reads on to the end of a line; bytes read."""
    skipped = 0
    while part := lines.readline(MAX_LINE_BYTES):
        skipped += len(part)
        if part.endswith(b"\n"):
            break
    return skipped
