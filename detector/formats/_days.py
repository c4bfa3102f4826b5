"""Lines between messages that say when: "12 March 2026", "Thu, Mar 12 at 10:24 AM", "Yesterday", "03/12/2026"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from detector.formats._dates import STAMP, TIME_ONLY, Stamp, day_first, plain, stamp

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_WEEKDAY = rf"(?P<weekday>{'|'.join(_WEEKDAYS)})[a-z]*\.?"
_NAMED = re.compile(
    rf"(?:{_WEEKDAY},? )?(?:(?P<day>\d\d?)(?:st|nd|rd|th)?\.? {_MONTH}|{_MONTH.replace('month', 'month_first')} "
    r"(?P<day_after>\d\d?)(?:st|nd|rd|th)?)(?:,? (?P<year>(?:19|20)\d\d))?",
    re.IGNORECASE,
)
_NEAR = re.compile(rf"(?P<near>today|yesterday)|{_WEEKDAY}", re.IGNORECASE)
_NUMBERS = re.compile(r"(?:\d{1,2}[./-]\d{1,2}[./-](?:\d\d){1,2}|\d{4}[./-]\d{1,2}[./-]\d{1,2})(?!\d)")
_THEN_TIME = re.compile(r"(?:,? at|,| ·)? ", re.IGNORECASE)
_IN_NAME = re.compile(r"(?<!\d)(20\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?:\D|$|(?=\d{6}))")


@dataclass(frozen=True, slots=True)
class DayLine:
    """What a line says: a date, numbers that may be read in two orders, or neither where it says too little."""

    day: date | None = None
    numbers: Stamp | None = None
    at: time | None = None


def day_line(text: str, taken: date | None) -> DayLine | None:
    """What a line says of the time; None where it is no such line.

    Args:
        taken: when the picture was taken, for "Yesterday" and for dates without a year; None where that is not known.
    """
    line = " ".join(plain(text).split())
    for pattern in (_NUMBERS, _NAMED, _NEAR):
        if found := pattern.match(line):
            rest = line[found.end() :]
            at = clock(_THEN_TIME.sub("", rest, count=1)) if rest else None
            if rest and at is None:
                return None
            if pattern is _NUMBERS:
                return DayLine(numbers=stamp(_dated(found[0])), at=at)
            return DayLine(_named(found, taken) if pattern is _NAMED else _near(found, taken), at=at)
    return None


def clock(text: str) -> time | None:
    """A time of day that stands alone."""
    found = TIME_ONLY.fullmatch(plain(text).strip())
    if not found:
        return None
    read = stamp(_dated("2000-01-01 " + found[0])).time
    try:
        return time(*read)
    except ValueError:
        return None


def taken_on(name: str) -> date | None:
    """The day that stands in the name of a screenshot, as "Screenshot_20260312-102455.png"."""
    found = _IN_NAME.search(name)
    return _date(int(found[1]), int(found[2]), int(found[3])) if found else None


def days(lines: Sequence[DayLine | None]) -> list[date | None]:
    """The date of each; whether 3/4 is in March is settled over all of them."""
    first = day_first([line.numbers for line in lines if line and line.numbers])
    found: list[date | None] = []
    for line in lines:
        when = line.numbers.when(first) if line and line.numbers else None
        found.append(when.date() if when else line.day if line else None)
    return found


def _dated(text: str) -> re.Match[str]:
    found = STAMP.match(text if ":" in text else f"{text} 00:00")
    assert found
    return found


def _named(found: re.Match[str], taken: date | None) -> date | None:
    month = _MONTHS.index((found["month"] or found["month_first"])[:3].lower()) + 1
    day = int(found["day"] or found["day_after"])
    if found["year"]:
        return _date(int(found["year"]), month, day)
    if taken is None:
        return None
    this_year = _date(taken.year, month, day)
    return this_year if this_year and this_year <= taken else _date(taken.year - 1, month, day)


def _near(found: re.Match[str], taken: date | None) -> date | None:
    if taken is None:
        return None
    if found["near"]:
        return taken - timedelta(days=found["near"].lower() == "yesterday")
    return taken - timedelta(days=(taken.weekday() - _WEEKDAYS.index(found["weekday"][:3].lower())) % 7 or 7)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return datetime(year, month, day).date()  # noqa: DTZ001 - a day, of no zone
    except ValueError:
        return None
