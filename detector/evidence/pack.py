"""Writes the pack. The same input gives the same bytes, but for what carries the time, which is an argument."""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from detector import about
from detector.evidence import custody as steps
from detector.evidence import facts, page, paperwork, stix
from detector.evidence.custody import Custody, as_csv, in_utc
from detector.evidence.harmless import file_name, json_line
from detector.evidence.redact import Redaction, Redactor, redacted
from detector.evidence.report import report
from detector.evidence.words import Words
from detector.review import Evidence, Review
from prompts import FALLBACK, Help, help_lines, report_to

_MODE = 0o100644
_INDICATOR_HEAD = ("kind", "value", "valid", "first_said_by", "first_message", "all_messages", "where_to_report")


@dataclass(frozen=True, slots=True)
class Packed:
    """A pack in memory, and of a redacted copy the key: what each token stands for."""

    data: bytes
    key: dict[str, list[str]] | None = None


def packed(
    found: Review,
    original: bytes,
    *,
    at: datetime,
    notes: str = "",
    custody: Sequence[Custody] = (),
    redact: Redaction | None = None,
    country: str | None = None,
    lang: str = FALLBACK,
) -> Packed:
    """Makes the pack, or with `redact` the redacted copy in its place.

    Args:
        original: the bytes that were read, untouched.
        at: when it is packed; aware.
        notes: what the person has to add; plain text.
        custody: what happened to the file before.
        country: ISO 3166 code; its help lines come first.
        lang: of the report; one that has a file in `prompts/report`.

    Raises:
        ValueError: the bytes are not those that were judged.
    """
    evidence = found.evidence or Evidence.of(original)
    if evidence.sha256 != hashlib.sha256(original).hexdigest():
        raise ValueError("these bytes are not those that were judged")
    found = replace(found, evidence=evidence)
    hide = Redactor.of(found, redact) if redact else None
    if hide:
        found, notes = redacted(found, hide), hide(notes)
        custody = [Custody(step.at, hide(step.what), hide(step.by)) for step in custody]
    steps_done = [*custody, Custody(at, "packed")]
    files = _files(found, at, notes, steps_done, help_lines(country), Words.of(lang), hidden=hide is not None)
    if not hide:
        files[f"original/{file_name(evidence.name)}"] = original
    files["manifest.sha256"] = _manifest(files)
    return Packed(_zip(files, at), hide.spellings if hide else None)


def write_pack(found: Review, original: bytes, out: Path, **how: Any) -> Path | None:
    """Writes what `packed` makes; it takes the same arguments.

    Returns:
        Where the key of a redacted copy is: beside the zip, for its owner only.
    """
    made = packed(found, original, **how)
    out.write_bytes(made.data)
    return None if made.key is None else _write_key(out, made.key, hashlib.sha256(original).hexdigest())


def _files(
    found: Review, at: datetime, notes: str, custody: Sequence[Custody], help_: Help, words: Words, hidden: bool
) -> dict[str, bytes]:
    from detector.evidence import pdf  # only here: its library takes its time to load

    told = report(found, at, notes, custody, help_, hidden, words)
    return {
        "report.html": page.page(told),
        "report.pdf": pdf.paper(told, at),
        "transcript.jsonl": _transcript(found),
        "indicators.csv": as_csv(_INDICATOR_HEAD, _indicators(found, help_, words.lang)),
        "indicators.stix.json": stix.bundle(found, at),
        "custody.csv": as_csv(steps.HEAD, _custody(found, custody)),
    }


def _transcript(found: Review) -> bytes:
    """The project's own format, one line, with the tactics of each message."""
    messages: list[dict[str, Any]] = []
    for moment in found.timeline:
        message = moment.message
        shown: dict[str, Any] = {"sender": message.sender, "text": message.text}
        if message.sent_at:
            shown["sent_at"] = message.sent_at.isoformat().replace("+00:00", "Z")
        messages.append(shown | {"tactics": [finding.tactic for finding in moment.findings]})
    chat = found.conversation
    return (json_line({"id": chat.id, "platform": chat.platform, "messages": messages}) + "\n").encode()


def _indicators(found: Review, help_: Help, lang: str) -> list[tuple[str, ...]]:
    fraud = "; ".join(paperwork.help_line(line) for line in help_["fraud"])
    return [
        (
            one.kind,
            one.value,
            "yes" if one.valid else "no",
            one.by,
            str(one.messages[0]),
            " ".join(map(str, one.messages)),
            " ".join((*report_to(one.kind, lang).places, fraud)) if one.by == "them" else "",
        )
        for one in facts.indicators(found)
    ]


def _custody(found: Review, custody: Sequence[Custody]) -> list[tuple[str, ...]]:
    evidence = found.evidence
    assert evidence is not None
    rest = (evidence.sha256, str(evidence.n_bytes), about.program(), found.assessment.model_version)
    return [(in_utc(step.at), step.what, step.by, *rest) for step in custody]


def _manifest(files: Mapping[str, bytes]) -> bytes:
    """As sha256sum writes it, and checks it with -c."""
    return "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items())).encode()


def _zip(files: Mapping[str, bytes], at: datetime) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, at.astimezone(UTC).timetuple()[:6])
            entry.create_system = 3  # Unix, wherever this runs: it decides how the mode is read
            entry.external_attr = _MODE << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return made.getvalue()


def _write_key(pack: Path, tokens: Mapping[str, list[str]], sha256: str) -> Path:
    """For the owner's eyes only from the first moment on, also where an older key is there."""
    path = pack.with_suffix(".key.json")
    key = {"pack": pack.name, "sha256_of_original": sha256, "tokens": tokens}
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(key, file, ensure_ascii=True, indent=1)
    return path
