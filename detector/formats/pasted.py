"""Pasted text: `Name: what was said`, also with times, as people copy it from a chat window or type it down.

A line that starts with no known name goes on with the message before it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from detector.formats._dates import STAMP, WHEN, Stamp, day_first, plain, stamp
from detector.formats._people import WRITER, key, tidy
from detector.formats._source import Chat, Import, Line, Source

NAME = "pasted 'Name: text'"
_WHEN_FIRST = re.compile(rf"[\[(]?{WHEN}[\])]?,?(?: ?[-–—])? +(?=\S)", re.IGNORECASE)
_NAME = r"(?P<name>[^\W\d_][^:\n<>\[\]{}\"?!;/\\]{0,39}?|\+[\d ()-]{6,20})"
_SAID = re.compile(
    rf"(?:<(?P<irc>[^<>\s]{{1,40}})> |{_NAME} ?(?:, ?)?(?P<when>[\[(][^\])]{{4,30}}[\])])? ?: ?(?!//))(?P<text>.*)"
)
# Telegram Desktop and Discord: the name and the time on a line of their own, the words below.
_NAME_LINE = re.compile(
    rf"{_NAME}(?:, \[| [-–—·•|] )(?P<when>(?:(?:today|yesterday)(?: at|,)? )?{WHEN})\]?:?$", re.IGNORECASE
)
_MAX_NAME_WORDS = 5
_PAGE = re.compile(r"\s*<(?:!doctype|html)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Said:
    name: str
    text: str
    stamp: Stamp | None


def sniff(source: Source) -> float:
    if _PAGE.match(source.text):
        return 0.0
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
    """For each line the message that it begins, or None.

    "Note: ..." in the middle of a message is no name: a name comes twice, or first, or means the writer.
    """
    found = [_head(line) for line in lines]
    names = [key(head.name) for head in found if head]
    counts = Counter(names)
    known = {name for name, count in counts.items() if count > 1} | (WRITER & counts.keys()) | set(names[:1])
    if len(known) < 2 and len(counts) == 2:
        known = set(counts)
    for head in found:
        yield head if head and key(head.name) in known else None


def _head(line: str) -> _Said | None:
    if alone := _NAME_LINE.match(plain(line[:120])):
        return _said(alone["name"], "", alone["when"])
    when = _WHEN_FIRST.match(plain(line[:80]))
    found = _SAID.match(line, when.end() if when else 0)
    if found is None:
        return None
    return _said(found["irc"] or found["name"], found["text"], line[: when.end()] if when else found["when"] or "")


def _said(name: str, text: str, when: str) -> _Said | None:
    if len(name.split()) > _MAX_NAME_WORDS:
        return None
    dated = STAMP.search(plain(when))
    return _Said(name, text, stamp(dated) if dated else None)
