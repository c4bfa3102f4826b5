"""Signal as text: the layout of sigtop (https://github.com/tbvdm/sigtop), which exports Signal Desktop's messages.

A file is one conversation. Its first line names it; each message is a block of fields, an empty line and the words:

    Conversation: Anna Lee (+447911123456)

    From: Anna Lee (+447911123456)
    Type: incoming
    Sent: Mon, 9 Mar 2026 19:04:00 +0000
    Received: Mon, 9 Mar 2026 19:04:02 +0000

    hi, is this Tom from the yoga class?

Up to 2022 sigtop began every block with "Conversation:" and wrote "To:" where it now writes "From: You". Its short
layout and the Markdown of signal-export are lines of `date name: text`, which other readers here take. Signal's own
backups are encrypted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detector.formats._entries import oldest_first
from detector.formats._exports import ME, NO_TIME, moment, placeholder
from detector.formats._source import Chat, Import, Line, Problem, Source

NAME = "Signal text (sigtop)"
_FIELD = re.compile(r"(Conversation|From|To|Type|Sent|Received|Attachment|Reaction|Edited|Version): (.*)")
_BEGINNINGS = ("From", "Conversation")
_AFTER_TYPE = ("Sent", "Received", "To", "From")
_DETAIL = re.compile(r" \((?:\+?[\d ]{5,20}|group|[0-9A-Fa-f-]{36}|[^()\s]+\.\d{2,9})\)$")
_ATTACHED = re.compile(r".* \(([\w.+-]+/[\w.+-]+)(?:, \d+ bytes)?\)")
_SPOKEN = {"incoming", "outgoing"}  # all others are notices: calls, new keys, timers


def sniff(source: Source) -> float:
    starts = _starts(source.lines[:2000])
    first = next((line for line in source.lines[:50] if line.strip()), "")
    return 0.95 if starts and _FIELD.match(first) else 0.0


def read(source: Source) -> Import:
    """The one conversation of the file."""
    starts = _starts(source.lines)
    title = next((found[2] for line in source.lines[:50] if (found := _field(line, "Conversation"))), "")
    lines, problems = [], []
    for start, end in zip(starts, [*starts[1:], len(source.lines)], strict=True):
        fields, rest = _split(source.lines[start:end])
        kind = fields.get("Type", [""])[0]
        if kind not in _SPOKEN:
            continue
        if kind == "incoming" and "From" not in fields:
            problems.append(Problem(start + 1, "a message that does not say who sent it"))
            continue
        sent = moment(fields.get("Sent", fields.get("Received", [""]))[0])
        if sent is None:
            problems.append(Problem(start + 1, NO_TIME))
        name = ME if kind == "outgoing" else _DETAIL.sub("", fields["From"][0])
        if text := _words(fields, rest):
            lines.append(Line(name, text, sent))
    them = None if title.endswith(" (group)") else _DETAIL.sub("", title) or None
    return Import((Chat(_DETAIL.sub("", title) or "signal", "signal", oldest_first(lines), ME, them),), tuple(problems))


def _field(line: str, name: str) -> re.Match[str] | None:
    found = _FIELD.match(line)
    return found if found and found[1] == name else None


def _starts(lines: list[str]) -> list[int]:
    """Where a message begins: fields after an empty line, with "Type:" as the first or second, and more after it."""
    starts = []
    for at, line in enumerate(lines):
        after = _FIELD.match(lines[at + 1]) if _field(line, "Type") and at + 1 < len(lines) else None
        if after is None or after[1] not in _AFTER_TYPE:
            continue
        before = _FIELD.match(lines[at - 1]) if at else None
        start = at - 1 if before and before[1] in _BEGINNINGS else at
        if start == 0 or not lines[start - 1].strip():
            starts.append(start)
    return starts


def _split(lines: list[str]) -> tuple[dict[str, list[str]], list[str]]:
    """The fields of a block, each with all its values, and the lines after the empty line that ends them."""
    fields: dict[str, list[str]] = {}
    for at, line in enumerate(lines):
        found = _FIELD.match(line)
        if found is None:
            return fields, lines[at + 1 :] if not line.strip() else lines[at:]
        fields.setdefault(found[1], []).append(found[2])
    return fields, []


def _words(fields: dict[str, list[str]], rest: list[str]) -> str:
    """The words, with attachments in front; of an edited message, those of its last version, which comes first."""
    if "Edited" in fields:
        newest = _without_bar(rest)
        inner, rest = _split(list(newest))
        fields = fields | {"Attachment": inner.get("Attachment", [])}
    media = [placeholder(found[1]) for one in fields.get("Attachment", []) if (found := _ATTACHED.fullmatch(one))]
    missing = ["[document]"] * (len(fields.get("Attachment", [])) - len(media))  # of a type that nobody knows
    if rest and rest[0].startswith("> From: "):  # a quote of an earlier message
        rest = rest[next((at for at, line in enumerate(rest) if not line.startswith(">")), len(rest)) :]
    return "\n".join([*media, *missing, "\n".join(rest).strip()]).strip()


def _without_bar(lines: list[str]) -> Iterator[str]:
    """The first version in a history of edits, whose lines begin with "|"."""
    for at, line in enumerate(lines):
        if not line.startswith("|") or (at and line.startswith("| Version: ")):
            return
        yield line[1:].removeprefix(" ")
