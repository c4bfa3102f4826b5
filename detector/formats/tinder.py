"""Tinder's data export: `data.json`, or the zip around it. "Messages" holds what you wrote to each match.

The layout is known from programs that read it (swipestats and others): `{"Messages": [{"match_id": ..., "messages":
[{"to": 1, "from": "You", "message": ..., "sent_date": ..., "type": ...}]}]}`. Texts carry HTML entities.
"""

from __future__ import annotations

import html
import re

from detector.errors import UnreadableChat
from detector.formats._entries import Entry, breaks, list_in, oldest_first, read_entries, text_in
from detector.formats._exports import ME, ONLY_MINE, moment
from detector.formats._parts import first_part
from detector.formats._source import Chat, Import, Line, Problem, Source, clean

NAME = "Tinder data export"
_FILE = re.compile(r"(?:.*/)?data\.json", re.IGNORECASE)
_YOU = "You"
_WITHOUT_WORDS = {"gif": "[gif]", "sticker": "[sticker]", "contact_card": "[contact]"}


def sniff(source: Source) -> float:
    part = first_part(source, _FILE)
    matches = list_in(part.parsed.content, "Messages") if part else []
    return 0.98 if any(isinstance(match, dict) and "match_id" in match for match in matches) else 0.0


def read(source: Source) -> Import:
    """One chat for each match that was written to."""
    part = first_part(source, _FILE)
    if part is None:
        raise UnreadableChat("the zip has no data.json")
    chats, problems = [], breaks(part)
    for number, match in enumerate(list_in(part.parsed.content, "Messages"), start=1):
        if not isinstance(match, dict) or not isinstance(match.get("messages"), list):
            problems.append(Problem(number, "not an object with a list 'messages'", "match"))
            continue
        lines, bad = read_entries(match["messages"], _line, number, "match")
        problems += bad
        if lines:
            name = clean(str(match.get("match_id") or f"match {number}"))
            chats.append(Chat(name, "tinder", oldest_first(lines), ME))
    if chats and all(line.name == ME for chat in chats for line in chat.lines):
        problems.insert(0, Problem(1, ONLY_MINE))
    return Import(tuple(chats), tuple(problems))


def _line(message: Entry) -> Line:
    writer = message.get("from")
    if not isinstance(writer, str):
        raise UnreadableChat("'from' must be a string")
    text = _WITHOUT_WORDS.get(str(message.get("type"))) or html.unescape(text_in(message, "message")).strip()
    if not text:
        raise UnreadableChat("it has no 'message'")
    return Line(ME if writer == _YOU else writer, text, moment(message.get("sent_date")))
