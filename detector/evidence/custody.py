"""What happened to the file, in `custody.csv`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from detector.evidence.harmless import cell

HEAD = ("at_utc", "what", "by", "sha256_of_original", "bytes_of_original", "program", "model")


@dataclass(frozen=True, slots=True)
class Custody:
    """One thing that was done with the file.

    Attributes:
        at: aware; written in UTC.
        what: "read", "judged", "packed", or any other words.
        by: who did it, where that is known.
    """

    at: datetime
    what: str
    by: str = ""


def in_utc(at: datetime) -> str:
    """ISO 8601 in UTC, whole seconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def as_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table as spreadsheet programs read it, other scripts included; no cell of it is a formula."""
    out = io.StringIO()
    csv.writer(out).writerows([head, *([cell(value) for value in row] for row in rows)])
    return out.getvalue().encode("utf-8-sig")
