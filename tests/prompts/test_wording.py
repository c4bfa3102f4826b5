"""The words that a person reads: complete, calm, and never a judgement of a person."""

from __future__ import annotations

import re

import pytest

from detector.types import Level
from extension_backend.wording import wording
from prompts import WARNINGS_DIR, load_wording

LANGUAGES = sorted(file.stem for file in WARNINGS_DIR.glob("*.toml"))


def sentences(found: object) -> list[str]:
    if isinstance(found, str):
        return [found]
    if isinstance(found, dict):
        return [text for value in found.values() for text in sentences(value)]
    return [text for value in found for text in sentences(value)] if isinstance(found, list) else []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_level_has_a_title_a_sentence_and_advice(lang: str) -> None:
    levels = load_wording(lang)["levels"]
    assert set(levels) == {str(level) for level in Level if level}
    assert all(words["title"] and words["body"] and words["advice"] for words in levels.values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_the_notes_of_the_english_file(lang: str) -> None:
    assert load_wording(lang)["notes"].keys() == load_wording("en")["notes"].keys()
    assert all(words["title"] and words["body"] for words in load_wording(lang)["notes"].values())


def test_no_sentence_calls_anybody_a_scammer_or_blames_the_reader() -> None:
    forbidden = re.compile(r"scammer|criminal|liar|stupid|naive|fool|gullible|your fault|!!", re.IGNORECASE)
    assert not [text for text in sentences(wording()) if forbidden.search(text)]


def test_what_cannot_be_judged_is_never_called_safe() -> None:
    notes = load_wording()["notes"]
    assert "not mean that the chat is safe" in notes["not_assessable"]["body"]
    assert "can miss things" in notes["none"]["body"]


@pytest.mark.parametrize("lang", ["xx", "", "../en", "EN"])
def test_a_language_that_is_not_there_is_english(lang: str) -> None:
    assert load_wording(lang)["lang"] == "en"


def test_every_tactic_stage_and_script_has_plain_words() -> None:
    words = wording()
    assert all(tactic["plain"] for tactic in words["tactics"].values())
    assert len(words["tactics"]) > 30
    assert "lock_in" in words["stages"]
    assert "romance_investment" in words["scripts"]
