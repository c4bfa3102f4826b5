"""Texts that are not code: the wording of warnings, one file a language, in `warnings/`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TypedDict

WARNINGS_DIR = Path(__file__).with_name("warnings")
FALLBACK = "en"


class Words(TypedDict, total=False):
    """A heading, a sentence or two, and what to do next."""

    title: str
    body: str
    advice: list[str]


class Wording(TypedDict):
    """`levels` by the name of a level; `notes` by what they are about."""

    lang: str
    levels: dict[str, Words]
    notes: dict[str, Words]


def load_wording(lang: str = FALLBACK) -> Wording:
    """The wording in a language, or in English where there is none in it."""
    return _all_wordings().get(lang) or _all_wordings()[FALLBACK]


@cache
def _all_wordings() -> dict[str, Wording]:
    return {file.stem: _read(file) for file in WARNINGS_DIR.glob("*.toml")}


def _read(file: Path) -> Wording:
    raw = tomllib.loads(file.read_text(encoding="utf-8"))
    return {"lang": file.stem, "levels": raw["levels"], "notes": raw["notes"]}
