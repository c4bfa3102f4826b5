"""Pasted text: `Name: what was said`, also with times, as people copy it from a chat window or type it down.

A line that starts with no known name goes on with the message before it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from detector.formats._dates import STAMP, TIME_ONLY, Stamp, day_first, plain, stamp
from detector.formats._people import key, tidy
from detector.formats._source import Chat, Import, Line, Source

NAME = "pasted 'Name: text'"
_WHEN = rf"(?:{STAMP.pattern}|{re.sub(r'[?]P<\w+>', '?:', TIME_ONLY.pattern)})"
_WHEN_FIRST = re.compile(rf"[\[(]?{_WHEN}[\])]?,?(?: ?[-–—])? +(?=\S)", re.IGNORECASE)
_NAME = r"(?P<name>[^\W_][^:\n<>\[\]{}\"?!;/\\]{0,39}?|\+[\d ()-]{6,20})"
_SAID = re.compile(
    rf"(?:<(?P<irc>[^<>\s]{{1,40}})> |{_NAME} ?(?:, ?)?(?P<when>[\[(][^\])]{{4,30}}[\])])? ?: ?(?!//))(?P<text>.*)"
)
# Telegram Desktop and others: the name and the time on a line of their own, the words below.
_NAME_LINE = re.compile(rf"{_NAME}(?:, ?\[| ?[-–—·•|] ?|, )(?P<when>[^\]]{{4,30}})\]?:?$")
_MAX_NAME_WORDS = 5


@dataclass(frozen=True, slots=True)
class _Said:
    name: str
    text: str
    stamp: Stamp | None


def sniff(source: Source) -> float:
    heads = list(_heads(source.lines[:2000]))
    lines = sum(bool(line.strip()) for line in source.lines[:2000])
    return 0.3 if sum(head is not None for head in heads) >= max(1, 0.05 * lines) else 0.0


def read(source: Source) -> Import:
    """The one chat of the paste. Words before the first name belong to nobody and are left out."""
    said: list[_Said] = []
    for head, line in zip(_heads(source.lines), source.lines, strict=True):
        if head:
            said.append(head)
        elif said:
            last = said[-1]
            said[-1] = _Said(last.name, f"{last.text}\n{line}", last.stamp)
    first = day_first([one.stamp for one in said if one.stamp])
    lines = [
        Line(tidy(one.name), one.text.strip(), one.stamp.when(first) if one.stamp else None)
        for one in said
        if one.text.strip()
    ]
    return Import((Chat("pasted", "", tuple(lines)),))


def _heads(lines: list[str]) -> Iterator[_Said | None]:
    """For each line the message that it begins, or None."""
    found = [_head(line) for line in lines]
    counts = Counter(key(head.name) for head in found if head)
    known = {name for name, count in counts.items() if count > 1}
    if len(known) < 2 and len(counts) <= 2:
        known = set(counts)
    elif first := next((head for head in found if head), None):
        known.add(key(first.name))
    for head in found:
        yield head if head and key(head.name) in known else None


def _head(line: str) -> _Said | None:
    when = _WHEN_FIRST.match(plain(line[:80]))
    rest = line[when.end() :] if when else line
    found = _SAID.match(rest)
    text = found["text"] if found else ""
    name = (found["irc"] or found["name"]) if found else None
    if not when and not (found and name):
        found = _NAME_LINE.match(rest)
        if found is None or not TIME_ONLY.search(plain(found["when"])):
            return None
        name, text = found["name"], ""
    if not name or len(name.split()) > _MAX_NAME_WORDS:
        return None
    dated = (
        STAMP.search(plain(line[: when.end()])) if when else STAMP.search(plain(found["when"] or "")) if found else None
    )
    return _Said(name, text, stamp(dated) if dated else None)
