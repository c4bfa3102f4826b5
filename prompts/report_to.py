"""Where a wallet, a site or an account can be reported: `report_to/`, a file a language, by kind of indicator."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from prompts.wording import FALLBACK

REPORT_TO_DIR = Path(__file__).with_name("report_to")


@dataclass(frozen=True, slots=True)
class ReportTo:
    """Some kinds of `detector.indicators`, what a person calls them, and where they are reported, a sentence each."""

    kinds: tuple[str, ...]
    name: str
    places: tuple[str, ...]


@cache
def all_report_to(lang: str = FALLBACK) -> tuple[ReportTo, ...]:
    """All of a language's file."""
    found = tomllib.loads((REPORT_TO_DIR / f"{lang}.toml").read_text(encoding="utf-8"))["report_to"]
    return tuple(ReportTo(tuple(entry["kinds"]), entry["name"], tuple(entry["places"])) for entry in found)


def report_to(kind: str, lang: str = FALLBACK) -> ReportTo:
    """Where an indicator of this kind is reported, in a language that has a file."""
    return next(one for one in all_report_to(lang) if kind in one.kinds)
