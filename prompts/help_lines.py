"""Where a fraud can be reported, and who helps a sender that may be a captive: `help_lines.toml`, by country."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, TypedDict, cast

HELP_LINES_FILE = Path(__file__).with_name("help_lines.toml")


class HelpLine(TypedDict):
    """A name, and a phone number or an address, or both. Nothing in it needs a translation."""

    name: str
    phone: str | None
    url: str | None
    hours: str | None
    languages: list[str]
    source: str
    checked: str


class Help(TypedDict):
    """The lines of a country, those for everywhere after them; `country` is null where it has none of its own."""

    country: str | None
    countries: list[str]
    fraud: list[HelpLine]
    trafficking: list[HelpLine]


def help_lines(country: str | None = None) -> Help:
    """The lines for a country; where the file has none for it, those for everywhere.

    Args:
        country: ISO 3166 code, as "GB".
    """
    everywhere, countries = _read()
    own = countries.get(country or "", {})
    return {
        "country": country if own else None,
        "countries": list(countries),
        "fraud": _lines(own, "fraud") + _lines(everywhere, "fraud"),
        "trafficking": _lines(own, "trafficking") + _lines(everywhere, "trafficking"),
    }


def country_names() -> dict[str, str]:
    """What a country that has lines is called by the people there, by its code."""
    return {code: entry["name"] for code, entry in _read()[1].items()}


def _lines(entry: dict[str, Any], kind: str) -> list[HelpLine]:
    unknown: dict[str, Any] = {"phone": None, "url": None, "hours": None, "languages": []}
    return [cast(HelpLine, unknown | line) for line in entry.get(kind, [])]


@cache
def _read() -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    # The shape of the file is held by the tests, so that nothing has to be repaired while a person waits.
    found = tomllib.loads(HELP_LINES_FILE.read_text(encoding="utf-8"))
    return found["international"], {entry["code"]: entry for entry in found["country"]}
