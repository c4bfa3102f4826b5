"""Instagram and Messenger, "Download your information" as JSON: message_1.json and so on, alone or in a zip.

Also the download of Messenger's end-to-end encrypted chats, which has other names for the same things. The first kind
writes each byte of a text as a character of its own; that is repaired.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from detector.errors import UnreadableChat
from detector.formats import _entries as entries
from detector.formats import _meta_words as words
from detector.formats._entries import Entry, Names, dicts_in, list_in, name_in, text_in
from detector.formats._parts import first_parts, parts
from detector.formats._source import Chat, Import, Line, Problem, Source

NAME = "Instagram or Messenger download (JSON)"
_SHARD = re.compile(r"(?:.*/)?message_\d+\.json")
_ENCRYPTED = re.compile(r"[^/]{1,200}_\d+\.json")
_TWO_NAMES = (("sender_name", "timestamp_ms"), ("senderName", "timestamp"))
_THREAD_NUMBER = re.compile(r"_\d+$")
_FILES = {"photos": "[photo]", "videos": "[video]", "audio_files": "[voice message]", "gifs": "[gif]"}
_UTF8 = re.compile("(?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})+")
_WIDE = re.compile("[^\0-\xff]")
_PLATFORMS = {"your_instagram_activity": "instagram", "your_facebook_activity": "messenger", "thread_type": "messenger"}


@dataclass(slots=True)
class _Thread:
    """One chat, put together from its parts."""

    title: str = ""
    platform: str = ""
    people: set[str] = field(default_factory=set)
    lines: list[Line] = field(default_factory=list)

    @property
    def other(self) -> str | None:
        """The name of the other person, after whom a chat of two is called."""
        return self.title if len(self.people) <= 2 and self.title in self.people else None


def sniff(source: Source) -> float:
    return 0.97 if any(_is_thread(part.parsed.content) for part in first_parts(source, _path(source))) else 0.0


def _path(source: Source) -> re.Pattern[str]:
    return _SHARD if any(_SHARD.fullmatch(member.filename) for member in source.members) else _ENCRYPTED


def _is_thread(content: Any) -> bool:
    if not isinstance(content, dict) or not isinstance(content.get("messages"), list):
        return False
    if isinstance(content.get("participants"), list) and ("thread_path" in content or "threadName" in content):
        return True
    return any(
        all(name in entry for name in names) for entry in dicts_in(content, "messages")[:100] for names in _TWO_NAMES
    )


def read(source: Source) -> Import:
    """Every chat. The newest message comes first in a download, and the newest part is the first."""
    threads: list[_Thread] = []
    problems: list[Problem] = []
    found = parts(source, _path(source))
    for _, group in groupby(enumerate(found), key=lambda one: one[1][0] or one[0]):
        thread = _Thread()
        for number, (_, (folder, part)) in enumerate(group, start=1):
            _add(thread, part, number, len(threads) + 1, problems)
            thread.platform = thread.platform or _platform(folder, part)
        threads.append(thread)
    mine = {name for thread in threads if thread.other for name in thread.people - {thread.other}}
    me = mine.pop() if len(mine) == 1 and len(threads) > 1 else None
    titles = Names()
    chats = (
        Chat(titles.of(str(place), thread.title or "chat"), thread.platform, lines, me=me, them=thread.other)
        for place, thread in enumerate(threads)
        if (lines := entries.oldest_first(thread.lines))
    )
    return Import(tuple(chats), tuple(problems))


def _platform(folder: str, part: Source) -> str:
    content = part.parsed.content if isinstance(part.parsed.content, dict) else {}
    if "threadName" in content:
        return "messenger"
    marks = (name for mark, name in _PLATFORMS.items() if mark in folder or f"{mark}/" in part.text or mark in content)
    return next(marks, "")


def _add(thread: _Thread, part: Source, number: int, chat: int, problems: list[Problem]) -> None:
    """Adds one part to its chat."""
    content = part.parsed.content
    if not _is_thread(content):
        problems.append(Problem(chat, f"part {number}: no object with a list 'messages'", "chat"))
        return
    thread.title = (
        thread.title or _name(content.get("title")) or _THREAD_NUMBER.sub("", _name(content.get("threadName")))
    )
    people = list_in(content, "participants")
    thread.people |= {name for one in people if (name := _name(one.get("name") if isinstance(one, dict) else one))}
    lines, bad = entries.read_entries(content["messages"], _encrypted if "threadName" in content else _line, chat)
    thread.lines += lines
    thread.people |= {line.name for line in lines}
    bad += entries.breaks(part)
    problems += [Problem(one.line, f"part {number}: {one.why}", one.unit) for one in bad] if number > 1 else bad


def _line(entry: Entry) -> Line | None:
    """A message of the ordinary download."""
    if entry.get("is_unsent") is True or entry.get("type") in ("Subscribe", "Unsubscribe"):
        return None
    sender, content = _sender(entry, "sender_name"), _repaired(text_in(entry, "content"))
    sent_at = entries.unix_time(entry.get("timestamp_ms"), per_second=1000)
    if "call_duration" in entry or entry.get("type") == "Call" or words.is_missed_call(content, sender):
        said = _call(entry, content, sender)
        return Line(sender, said, sent_at) if said else None
    marks = [mark for name, mark in _FILES.items() for _ in dicts_in(entry, name)]
    marks += [entries.media(file.get("uri")) for file in dicts_in(entry, "files")]
    marks += ["[sticker]"] if isinstance(entry.get("sticker"), dict) else []
    share = entry.get("share")
    link = _repaired(text_in(share, "link")) if isinstance(share, dict) else ""
    return Line(sender, _said(content, sender, marks, link), sent_at)


def _encrypted(entry: Entry) -> Line | None:
    """A message of the download of encrypted chats."""
    if entry.get("isUnsent") is True or entry.get("type") == "placeholder":
        return None
    sender, content = _sender(entry, "senderName"), text_in(entry, "text")
    sent_at = entries.unix_time(entry.get("timestamp"), per_second=1000)
    if words.is_missed_call(content, sender):
        return Line(sender, "[missed call]", sent_at)
    marks = [entries.media(file.get("uri")) for file in dicts_in(entry, "media")]
    return Line(sender, _said(content, sender, marks), sent_at)


def _said(content: str, sender: str, marks: list[str], link: str = "") -> str:
    if words.is_notice(content, sender):
        content = ""
    elif words.is_stand_in(content, sender):
        content = "" if marks or link else "[media]"
    return entries.joined(*marks, content, "" if link in content else link)


def _call(entry: Entry, content: str, sender: str) -> str:
    seconds = entry.get("call_duration")
    if isinstance(seconds, int | float) and seconds > 0:
        return entries.call(seconds, video="video" in content.lower())
    return "[missed call]" if entry.get("missed") is True or words.is_missed_call(content, sender) else ""


def _sender(entry: Entry, key: str) -> str:
    if not isinstance(entry.get(key), str):
        raise UnreadableChat(f"'{key}' must be a string")
    return _name(entry[key]) or "Unknown"  # accounts that were deleted since


def _name(value: Any) -> str:
    return name_in({"name": _repaired(value)}, "name") if isinstance(value, str) else ""


def _repaired(text: str) -> str:
    """Text whose UTF-8 bytes were taken for characters. Text that cannot have been is left as it is."""
    if _WIDE.search(text):
        return text
    return _UTF8.sub(lambda found: found[0].encode("latin-1").decode("utf-8", "replace"), text)
