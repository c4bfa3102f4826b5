"""The wording of warnings, of the review console and of reports, one file a language in `warnings/`, `console/` and
`report/`, named as browsers name their languages: `pt_BR`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path
from typing import Any, NotRequired, TypedDict, cast

WARNINGS_DIR = Path(__file__).with_name("warnings")
CONSOLE_DIR = Path(__file__).with_name("console")
REPORT_DIR = Path(__file__).with_name("report")
REPORT_LANGUAGES = frozenset(file.stem for file in REPORT_DIR.glob("*.toml"))
FALLBACK = "en"


class Words(TypedDict, total=False):
    """A heading, a sentence or two, and what to do next."""

    title: str
    body: str
    advice: list[str]


class TacticWords(TypedDict):
    """What a person reads about one tactic. A counter-signal needs no advice: its is empty."""

    plain: str
    advice: str


class GuardWords(TypedDict):
    """The question before a message goes out, its two answers, and what the message seems to be, by act."""

    title: str
    body: str
    back: str
    send: str
    again: str
    acts: dict[str, str]


class Wording(TypedDict):
    """`levels` by the name of a level, `notes` by what they are about, the rest by the ids of the taxonomy.

    English has no `tactics`, `stages` and `scripts`: its words for them stand in the taxonomy itself.
    """

    lang: str
    levels: dict[str, Words]
    notes: dict[str, Words]
    guard: GuardWords
    tactics: NotRequired[dict[str, TacticWords]]
    stages: NotRequired[dict[str, str]]
    scripts: NotRequired[dict[str, str]]


def load_wording(lang: str = FALLBACK) -> Wording:
    """The wording in a language, or in English where there is none in it: `lang` of the answer says which it is.

    A language is taken whole: no sentence that is missing in it is ever filled in from another one.

    Args:
        lang: "pt_BR" or "pt-BR"; "pt" and "pt-PT" get the first file in that language.
    """
    wordings = all_in(WARNINGS_DIR)
    return cast(Wording, wordings[nearest([lang], wordings)])


def all_console_words() -> dict[str, dict[str, Any]]:
    """What the review console says around the results, by language."""
    return all_in(CONSOLE_DIR)


def report_words(lang: str = FALLBACK) -> dict[str, Any]:
    """What the report of an evidence pack says around the results, in a language that has a file."""
    return all_in(REPORT_DIR)[lang]


def nearest(tags: Iterable[str], known: Collection[str]) -> str:
    """The language of the first tag that one is known for, in that region or else in another; or English."""
    for tag in (tag.replace("-", "_") for tag in tags):
        near = [name for name in known if name.partition("_")[0] == tag.partition("_")[0]]
        if near:
            return tag if tag in known else near[0]
    return FALLBACK


@cache
def all_in(folder: Path) -> dict[str, dict[str, Any]]:
    """The files of a folder, by language; `lang` is in each of them."""
    # The shape of every file is held by the tests, so that nothing has to be repaired while a person waits.
    return {
        file.stem: {"lang": file.stem, **tomllib.loads(file.read_text(encoding="utf-8"))}
        for file in sorted(folder.glob("*.toml"))
    }
