"""Dates and times as chat programs write them: many orders, separators, digits and words for the afternoon.

Whether 3/4 is in March or April is settled once for a whole file, by `day_first`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

# Arabic-Indic, Persian, Devanagari, Bengali and fullwidth digits; Arabic comma; spaces that do not break.
_PLAIN = str.maketrans(
    "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९০১২৩৪৫৬৭৮৯０１２３４５６７８９،\u00a0\u202f\u2009",
    "0123456789" * 5 + ",   ",
)
_AFTERNOON = frozenset({"pm", "μμ", "م", "بظ", "오후", "下午", "午後", "晚上", "中午"})
_HALF = r"[ap]\.? ?m\b\.?|[πμ]\.?μ\.?|[صم](?=\W|$)|(?:ق|ب)\.ظ|오전|오후|上午|下午|午前|午後|早上|晚上|中午|凌晨"
_DATE = (
    r"(?P<a>\d{1,4})(?P<sep>[./-]|\u5e74|\ub144) ?(?P<b>\d{1,2})(?:[./-]|\u6708|\uc6d4) ?"
    r"(?P<c>\d{1,4})(?:\u65e5|\uc77c)?"
)
_TIME = (
    rf"(?:(?P<half>{_HALF}) ?)?(?P<hour>\d{{1,2}})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d))?"
    rf"(?: ?(?P<half_after>{_HALF}))?"
)
_BETWEEN = r"(?:T|[.,]*(?: ?г\.?,?)?[ ]{0,2}(?:(?:à|às|at|um|klo|kl|alle|om|о|в|ob|lúc|la|a las)\.? )?)"
STAMP = re.compile(rf"{_DATE}{_BETWEEN}{_TIME}(?: ?ч\.?)?", re.IGNORECASE)
TIME_FIRST = re.compile(rf"{_TIME},? {_DATE}", re.IGNORECASE)
TIME_ONLY = re.compile(_TIME, re.IGNORECASE)
WHEN = re.sub(r"[?]P<\w+>", "?:", f"(?:{STAMP.pattern}|{_TIME})")  # either, without groups: a part of other patterns


def as_utc(found: datetime) -> datetime:
    """Aware UTC; a time without a zone counts as UTC."""
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def plain(text: str) -> str:
    """The same length, with ordinary digits, commas and spaces."""
    return text.translate(_PLAIN)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date and time as written. `parts` are the three numbers of the date, in the order of the text."""

    parts: tuple[int, int, int]
    year_at: int  # 0 or 2
    time: tuple[int, int, int]
    american: bool  # slashes and a.m./p.m.

    def when(self, day_first: bool) -> datetime | None:
        """Aware UTC; None where that date does not exist."""
        first, second, third = self.parts
        if self.year_at == 0:
            year, month, day = first, second, third
        else:
            (day, month), year = (first, second) if day_first else (second, first), third
        if year < 100:
            year += 2000
        elif year > 2400:  # Buddhist calendar
            year -= 543
        try:
            return datetime(year, month, day, *self.time, tzinfo=UTC) if year >= 1990 else None
        except ValueError:
            return None


def stamp(found: re.Match[str]) -> Stamp:
    """What a match of `STAMP` or `TIME_FIRST` says."""
    parts = (int(found["a"]), int(found["b"]), int(found["c"]))
    half = (found["half"] or found["half_after"] or "").lower().replace(".", "").replace(" ", "")
    hour = int(found["hour"])
    if half and hour <= 12:
        hour = hour % 12 + (12 if half in _AFTERNOON else 0)
    time = (hour, int(found["minute"]), int(found["second"] or 0))
    year_at = 0 if len(found["a"]) == 4 else 2
    return Stamp(parts, year_at, time, american=half in ("am", "pm") and found["sep"] == "/")


def day_first(stamps: Sequence[Stamp]) -> bool:
    """Whether the day stands before the month, from all dates of a file.

    A number above 12 decides; then the order in which fewer messages go back in time; then the manner of writing.
    """
    short = [found for found in stamps if found.year_at == 2]
    days_first = sum(found.parts[0] > 12 for found in short)
    days_second = sum(found.parts[1] > 12 for found in short)
    if days_first != days_second:
        return days_first > days_second
    back_if_first, back_if_second = _steps_back(short, True), _steps_back(short, False)
    if back_if_first != back_if_second:
        return back_if_first < back_if_second
    return not (short and all(found.american for found in short))


def _steps_back(stamps: Sequence[Stamp], first: bool) -> int:
    times = [time for found in stamps if (time := found.when(first))]
    return sum(later < earlier for earlier, later in pairwise(times))
