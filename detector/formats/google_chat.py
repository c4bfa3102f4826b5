"""Google Chat in Google Takeout: one `messages.json`, or the zip with every chat and `user_info.json`, which says who.

Takeout writes its dates in words, in the language of the account, as UTC.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import partial
from typing import Any

from detector.errors import UnreadableChat
from detector.formats import _entries as entries
from detector.formats._dates import STAMP, TIME_ONLY, plain, stamp
from detector.formats._entries import Entry, Names, dicts_in, name_in, text_in
from detector.formats._parts import first_parts, parts
from detector.formats._source import Chat, Import, Line, Problem, Source

NAME = "Google Chat (Takeout)"
_FILE = re.compile(r"(?:.*/)?messages\.json")
_USER = re.compile(r"(?:.*/)?user_info\.json")
_GROUP = re.compile(r"(?:.*/)?group_info\.json")
_MARKS = ("created_date", "topic_id", "message_id")
# By their first letters, in English, German, French, Spanish, Italian, Portuguese, Dutch and the Nordic languages.
_MONTHS = (
    "jan|ene|gen", "feb|fev|fév", "mar|mär|mrt|maa", "apr|abr|avr", "mai|may|mag|maj|mei", "jun|juin|giu",
    "jul|juil|lug", "aug|ago|aoû|aou", "sep|set", "oct|okt|out|ott", "nov", "dec|dez|dic|déc|des",
)  # fmt: skip
_MONTH = [re.compile(rf"(?:{names})", re.IGNORECASE) for names in _MONTHS]
_DAY_FIRST = re.compile(r"(\d{1,2})\.? (?:de )?([^\W\d_]{3,12})\.?(?: de)?,? (\d{4})")
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,12}) (\d{1,2}), (\d{4})")


def sniff(source: Source) -> float:
    found = (dicts_in(part.parsed.content, "messages")[:100] for part in first_parts(source, _FILE))
    return 0.97 if any(_is_message(entry) for entries_of_one in found for entry in entries_of_one) else 0.0


def _is_message(entry: Entry) -> bool:
    return isinstance(entry.get("creator"), dict) and any(name in entry for name in _MARKS)


def read(source: Source) -> Import:
    """Every chat. Who is "me" is known where the account's own file lies beside them."""
    me = _owner(source)
    groups = {folder: part.parsed.content for folder, part in parts(source, _GROUP)} if source.is_zip else {}
    chats: list[Chat] = []
    problems: list[Problem] = []
    titles = Names()
    for place, (folder, part) in enumerate(parts(source, _FILE), start=1):
        names, content = Names(), part.parsed.content
        messages = entries.list_in(content, "messages")
        lines, bad = entries.read_entries(messages, partial(_line, names=names), place)
        mine = names.of(me, "me") if me else None
        others = {line.name for line in lines} - {mine}
        other = others.pop() if mine and len(others) == 1 else ""
        if lines:
            title = titles.of(folder, name_in(groups.get(folder), "name") or other or "google chat")
            chats.append(Chat(title, "google chat", entries.oldest_first(lines), me=mine))
        if not isinstance(content, dict) or not isinstance(content.get("messages"), list):
            problems.append(Problem(place, "no object with a list 'messages'", "chat"))
        problems += [*bad, *entries.breaks(part)]
    return Import(tuple(chats), tuple(problems))


def _owner(source: Source) -> str:
    """The account that was exported; "" where the file does not say."""
    users = parts(source, _USER) if source.is_zip else []
    content = users[0][1].parsed.content if len(users) == 1 else None
    return _account(content.get("user")) if isinstance(content, dict) else ""


def _account(person: Any) -> str:
    """What tells two people of one name apart."""
    return name_in(person, "email", "name").casefold()


def _line(entry: Entry, names: Names) -> Line | None:
    if entry.get("message_state") == "DELETED" or "deletion_metadata" in entry:
        return None
    creator = entry.get("creator")
    if not isinstance(creator, dict):
        raise UnreadableChat("'creator' must be an object")
    files = dicts_in(entry, "attached_files")
    marks = [entries.media(name_in(file, "original_name", "export_name")) for file in files]
    # Accounts that were deleted since have no name.
    name = names.of(_account(creator), name_in(creator, "name", "email") or "Unknown")
    return Line(name, entries.joined(*marks, text_in(entry, "text")), _when(entry.get("created_date")))


def _when(written: Any) -> datetime | None:
    """Aware UTC of "Monday, March 9, 2026 at 7:04:00 PM UTC" and the like; None where it is none."""
    if not isinstance(written, str):
        return None
    text = plain(written[:100])
    if found := _MONTH_FIRST.search(text):
        month, day, year = found.groups()
    elif found := _DAY_FIRST.search(text):
        day, month, year = found.groups()
    else:
        return entries.iso_time(written)
    number = next((number for number, names in enumerate(_MONTH, start=1) if names.match(month)), 0)
    time = TIME_ONLY.search(text, found.end())
    dated = STAMP.match(f"{year}-{number}-{day} {time[0]}") if time else None
    return stamp(dated).when(day_first=True) if dated else None
