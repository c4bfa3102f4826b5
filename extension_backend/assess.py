"""Judges a whole transcript at once. Nothing of it is stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from detector.language import english_evidence
from extension_backend.desk import why_not
from extension_backend.reader import Reader
from extension_backend.rows import Row
from extension_backend.schema import AssessIn, LineIn
from extension_backend.verdict import Facts, verdict


def assess(reader: Reader, body: AssessIn) -> dict[str, Any]:
    lines = body.messages or []
    return _verdict(reader, lines)


def _verdict(reader: Reader, lines: Sequence[LineIn]) -> dict[str, Any]:
    rows = [_row(i, line, reader) for i, line in enumerate(lines)]
    texts = {row.key: line.text for row, line in zip(rows, lines, strict=True)}
    reader.score(rows, 0, lambda row: texts[row.key])
    reader.fold(rows, 0, 0, now=0.0)
    facts = Facts(
        last=rows[-1],
        found=[row for row in rows if row.found_at is not None],
        raised=next((row for row in reversed(rows) if row.raised), None),
        distress=any(row.distress for row in rows),
        why_not=why_not(rows[-1]),
        name=lambda row: row.key.decode(),
        model_version=reader.detector.version,
        timeline=rows,
    )
    return verdict(facts)


def _row(i: int, line: LineIn, reader: Reader) -> Row:
    sent_at = None if line.sent_at is None else line.sent_at.timestamp()
    digest = reader.text_digest(b"", line.sender, line.text)
    return Row(str(i).encode(), line.sender, sent_at, digest, english_evidence(line.text))
