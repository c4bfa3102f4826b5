"""Numbers, shares and days as a language writes them; the marks for it stand in `console/`, under `language`."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from prompts.wording import all_console_words


def day(at: datetime, lang: str) -> str:
    """The day of a moment, without its time."""
    return str(_marks(lang)["date"]).format(year=at.year, month=at.month, day=at.day)


def share(percent: str, lang: str) -> str:
    """A share that is written "12%", with the sign where the language has it."""
    return str(_marks(lang)["percent"]).format(n=percent.removesuffix("%"))


def grouped(number: int | Decimal, lang: str) -> str:
    """A number with the separators of the language."""
    marks = _marks(lang)
    return f"{Decimal(number):,f}".translate(str.maketrans({",": marks["thousands"], ".": marks["decimal"]}))


def _marks(lang: str) -> dict[str, Any]:
    marks: dict[str, Any] = all_console_words()[lang]["language"]
    return marks
