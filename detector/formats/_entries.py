"""What the readers of JSON exports share: entries that may be of any shape, times, names, and words for media."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from detector.errors import UnreadableChat
from detector.formats._dates import as_utc
from detector.formats._people import key, tidy
from detector.formats._source import Line, Problem, Source, clean

Entry = dict[str, Any]
_LONGEST_NAME = 200
_KINDS = {
    "photo": "jpg jpeg png heic heif webp bmp avif tiff",
    "gif": "gif",
    "video": "mp4 mov 3gp avi mkv webm m4v",
    "voice message": "opus ogg oga m4a aac amr",
    "audio": "mp3 wav flac",
    "contact": "vcf",
}
_KIND_OF_ENDING = {ending: kind for kind, endings in _KINDS.items() for ending in endings.split()}
_ENDING = re.compile(r"\.(\w{2,5})(?:\?.*)?$", re.DOTALL)


def read_entries(
    entries: Iterable[Any], line: Callable[[Entry], Line | None], chat: int = 1, unit: str = "chat"
) -> tuple[list[Line], list[Problem]]:
    """The lines of a list of messages, and where it could not be read.

    Args:
        entries: what stands in the list; anything.
        line: reads one entry; None for what nobody said. Raises `UnreadableChat`, in no word of the entry.
        chat: place of the chat in its file, counted from 1; `unit` is what the file calls a chat.
    """
    lines, problems = [], []
    for place, entry in enumerate(entries, start=1):
        try:
            if not isinstance(entry, dict):
                raise UnreadableChat("not an object")
            found = line(entry)
        except UnreadableChat as error:
            problems.append(Problem(chat, f"message {place}: {error}", unit))
        else:
            if found and found.text.strip():
                lines.append(found)
    return lines, problems


def breaks(source: Source) -> list[Problem]:
    """The place where a file breaks off, if it does."""
    line = source.parsed.broken_line
    return [Problem(line, "the file is damaged or cut off here; what follows was not read")] if line else []


def text_in(entry: Entry, name: str) -> str:
    """A text that may be missing.

    Raises:
        UnreadableChat: it is there, and no text.
    """
    value = entry.get(name)
    if value is not None and not isinstance(value, str):
        raise UnreadableChat(f"'{name}' must be a string")
    return value or ""


def as_name(text: str) -> str:
    """A text that stands where a name does, as a name."""
    return tidy(clean(text[:_LONGEST_NAME]))


def name_in(entry: Any, *names: str) -> str:
    """The first of these fields that holds a name; "" where none does."""
    for name in names:
        value = entry.get(name) if isinstance(entry, dict) else None
        if isinstance(value, str) and (found := as_name(value)):
            return found
    return ""


def list_in(entry: Any, name: str) -> list[Any]:
    """A list that may be missing."""
    value = entry.get(name) if isinstance(entry, dict) else None
    return value if isinstance(value, list) else []


def dicts_in(entry: Any, name: str) -> list[Entry]:
    """The objects of a list that may be missing."""
    return [item for item in list_in(entry, name) if isinstance(item, dict)]


def unix_time(value: Any, per_second: int = 1) -> datetime | None:
    """Aware UTC of a count since 1970, as a number or in digits; None where it is none."""
    try:
        return None if isinstance(value, bool) else datetime.fromtimestamp(float(value) / per_second, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def iso_time(value: Any) -> datetime | None:
    """Aware UTC of an ISO 8601 time; None where it is none."""
    try:
        return as_utc(datetime.fromisoformat(value))
    except (TypeError, ValueError, OverflowError):
        return None


def oldest_first(lines: Sequence[Line]) -> tuple[Line, ...]:
    """In order of time, also where an export begins with the newest. Lines of one time keep their order."""
    times = [line.sent_at for line in lines if line.sent_at]
    if times and times[0] > times[-1]:
        lines = lines[::-1]
    now, dated = datetime.min.replace(tzinfo=UTC), []
    for line in lines:
        now = line.sent_at or now
        dated.append((now, line))
    return tuple(line for _, line in sorted(dated, key=lambda pair: pair[0]))


def media(name: Any) -> str:
    """What is said of a file that was sent: "[photo]" and the like, by its name."""
    ending = _ENDING.search(name) if isinstance(name, str) else None
    return f"[{_KIND_OF_ENDING.get(ending[1].lower(), 'document') if ending else 'document'}]"


def call(seconds: Any, video: bool = False) -> str:
    """A call that was answered, as the corpus writes it."""
    real = isinstance(seconds, int | float) and 0 < seconds < 10**6
    return f"[{'video ' if video else ''}call {max(1, round(seconds / 60)) if real else 1} min]"


def joined(*parts: str) -> str:
    """Marks and words, one after the other."""
    return " ".join(stripped for part in parts if (stripped := part.strip()))


@dataclass(slots=True)
class Names:
    """One name for each account; two accounts of the same name are told apart by a number."""

    _of: dict[str, str] = field(default_factory=dict)
    _uses: dict[str, int] = field(default_factory=dict)

    def of(self, account: str, name: str) -> str:
        """The name that lines of this account carry; the first one that it came with."""
        if account not in self._of:
            unique = name
            while (uses := self._uses.get(key(unique), 0)) > 0:
                self._uses[key(unique)] = uses + 1
                unique = f"{unique} ({uses + 1})"
            self._uses[key(unique)] = 1
            self._of[account] = unique
        return self._of[account]
