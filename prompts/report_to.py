"""Where a wallet, a site or an account can be reported: `report_to.toml`, by kind of indicator."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

REPORT_TO_FILE = Path(__file__).with_name("report_to.toml")


@dataclass(frozen=True, slots=True)
class ReportTo:
    """Some kinds of `detector.indicators`, what a person calls them, and where they are reported, a sentence each."""

    kinds: tuple[str, ...]
    name: str
    places: tuple[str, ...]


@cache
def all_report_to() -> tuple[ReportTo, ...]:
    """All of the file."""
    found = tomllib.loads(REPORT_TO_FILE.read_text(encoding="utf-8"))["report_to"]
    return tuple(ReportTo(tuple(entry["kinds"]), entry["name"], tuple(entry["places"])) for entry in found)


def report_to(kind: str) -> ReportTo:
    """Where an indicator of this kind is reported."""
    return next(one for one in all_report_to() if kind in one.kinds)
