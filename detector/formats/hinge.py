"""Hinge's data export: `matches.json`, or the zip around it. It holds what you wrote and when, and nobody's answers.

The layout is known from programs that read it (hinge-data-analysis and others): a list with an object for each person,
`[{"like": [...], "match": [...], "chats": [{"body": ..., "timestamp": ..., "type": "chats"}]}]`, without any name.
"""

from __future__ import annotations

import re

from detector.errors import UnreadableChat
from detector.formats._entries import Entry, breaks, oldest_first, read_entries, text_in
from detector.formats._exports import ME, ONLY_MINE, moment
from detector.formats._parts import first_part
from detector.formats._source import Chat, Import, Line, Problem, Source

NAME = "Hinge data export"
_FILE = re.compile(r"(?:.*/)?matches\.json", re.IGNORECASE)
_EVENTS = ("chats", "match", "like", "block", "we_met")


def sniff(source: Source) -> float:
    part = first_part(source, _FILE)
    content = part.parsed.content if part else None
    return 0.97 if isinstance(content, list) and any(map(_is_match, content)) else 0.0


def _is_match(entry: object) -> bool:
    """A list of events, each of which has a time."""
    lists = [entry.get(event) for event in _EVENTS] if isinstance(entry, dict) else []
    firsts = [found[0] for found in lists if isinstance(found, list) and found]
    return any(isinstance(first, dict) and "timestamp" in first for first in firsts)


def read(source: Source) -> Import:
    """One chat for each person who was written to; likes and blocks are no messages."""
    part = first_part(source, _FILE)
    if part is None:
        raise UnreadableChat("the zip has no matches.json")
    chats, problems = [], breaks(part)
    for number, match in enumerate(part.parsed.content or [], start=1):
        chat = match.get("chats") or [] if isinstance(match, dict) else None
        if not isinstance(chat, list):
            problems.append(Problem(number, "not an object with a list 'chats'", "match"))
            continue
        lines, bad = read_entries(chat, _line, number, "match")
        problems += bad
        if lines:
            chats.append(Chat(f"match {number}", "hinge", oldest_first(lines), ME))
    if chats:
        problems.insert(0, Problem(1, ONLY_MINE))
    return Import(tuple(chats), tuple(problems))


def _line(message: Entry) -> Line:
    text = text_in(message, "body").strip()
    if not text:
        raise UnreadableChat("it has no 'body'")
    return Line(ME, text, moment(message.get("timestamp")))
