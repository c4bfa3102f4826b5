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


@cache
def load_wording(lang: str = FALLBACK) -> Wording:
    """The wording in a language, or in English where there is none in it."""
    files = {file.stem: file for file in WARNINGS_DIR.glob("*.toml")}
    found = lang if lang in files else FALLBACK
    raw = tomllib.loads(files[found].read_text(encoding="utf-8"))
    return {"lang": found, "levels": raw["levels"], "notes": raw["notes"]}
