"""WhatsApp's "export chat": the text file, or the zip around it; Android and iOS, in any language and date order.

Only the chat text is read from a zip. Times have no zone in an export and are kept as they are written, as UTC.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from detector.formats import _whatsapp_words as words
from detector.formats._dates import STAMP, TIME_FIRST, Stamp, day_first, plain, stamp
from detector.formats._people import tidy
from detector.formats._source import Chat, Import, Line, Source

NAME = "WhatsApp export"
_MARKS = re.compile(f"[{words.MARKS}]+")
_ANDROID = re.compile(rf"(?:{STAMP.pattern}) - ", re.IGNORECASE)
_ANDROID_TIME_FIRST = re.compile(rf"(?:{TIME_FIRST.pattern}) - ", re.IGNORECASE)
_IOS = re.compile(rf"\[(?:{STAMP.pattern})\] ", re.IGNORECASE)
_IOS_TIME_FIRST = re.compile(rf"\[(?:{TIME_FIRST.pattern})\] ", re.IGNORECASE)
_HEADS = (_IOS, _ANDROID, _ANDROID_TIME_FIRST, _IOS_TIME_FIRST)
_NAMED = re.compile(r"([^:\n]{1,80}):(?: |$)")
_HEAD_CHARACTERS = 80
_TITLE = re.compile(
    r"^(?:WhatsApp Chat with|WhatsApp Chat -|Chat de WhatsApp con|WhatsApp-Chat mit|Discussion WhatsApp avec|"
    r"Conversa do WhatsApp com|Chat WhatsApp con|WhatsApp-chat met)\s+(.+?)(?: ?\(\d+\))?\.(?:txt|zip)$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Entry:
    """One dated line and what follows it up to the next."""

    stamp: Stamp
    text: str


def sniff(source: Source) -> float:
    chat = _chat_text(source)
    if chat is None:
        return 0.0
    lines = [line for line in chat.lines[:200] if line.strip()]
    dated = sum(_head(line) is not None for line in lines)
    first = any(_head(line) is not None for line in lines[:3])
    return 0.9 if dated and first and dated >= 0.05 * len(lines) else 0.0


def read(source: Source) -> Import:
    """The one chat of the export."""
    chat = _chat_text(source)
    assert chat is not None  # sniffed
    entries = list(_entries(chat))
    first = day_first([entry.stamp for entry in entries])
    lines = [Line(name, text, entry.stamp.when(first)) for entry in entries for name, text in _said(entry.text) if text]
    title = _title(chat.name) or _title(source.name)
    return Import((Chat(title or "whatsapp", "whatsapp", tuple(lines), them=title),))


def _title(name: str) -> str | None:
    found = _TITLE.match(tidy(name))
    return found[1] if found else None


def _chat_text(source: Source) -> Source | None:
    """The text file itself, or the one in the zip: iOS calls it `_chat.txt`, Android after the other person."""
    if not source.is_zip:
        return source
    texts = [member for member in source.members if member.filename.lower().endswith(".txt")]
    texts.sort(key=lambda member: ("chat" not in member.filename.lower(), -member.file_size))
    return source.member(texts[0]) if texts else None


def _head(line: str) -> tuple[Stamp, str] | None:
    """When, and what follows."""
    start, rest = _MARKS.sub("", line[:_HEAD_CHARACTERS]), line[_HEAD_CHARACTERS:]
    for pattern in _HEADS:
        if found := pattern.match(plain(start)):
            return stamp(found), start[found.end() :] + rest
    return None


def _entries(chat: Source) -> Iterator[_Entry]:
    entry: _Entry | None = None
    for line in chat.lines:
        if head := _head(line):
            if entry:
                yield entry
            entry = _Entry(*head)
        elif entry:
            entry.text += "\n" + line
    if entry:
        yield entry


def _said(text: str) -> Iterator[tuple[str, str]]:
    """Name and words; nothing for notices and deleted messages."""
    named = _NAMED.match(text)
    if named is None:
        return
    said = text[named.end() :]
    if words.is_notice(said):
        return
    spoken = words.spoken(said)
    if spoken is not None:
        yield tidy(named[1]), spoken
