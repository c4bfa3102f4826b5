"""The words of a report: complete, used, and in the tone of all others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from prompts import CONSOLE_DIR, REPORT_DIR, REPORT_LANGUAGES, report_words
from tests.prompts.test_console_words import assert_as_english
from tests.prompts.test_wording import FORBIDDEN, sentences

EVIDENCE = Path(__file__).parents[2] / "detector" / "evidence"
REVIEW = EVIDENCE.with_name("review.py")
# Looked up by what they are for: own["acts"][...], and sums by their role.
BY_VALUE = {"acts.judged", "acts.packed", "money.asked", "money.promised", "money.paid"}


def test_it_is_said_in_every_language_of_the_console() -> None:
    assert {file.stem for file in CONSOLE_DIR.glob("*.toml")} == REPORT_LANGUAGES


def test_every_word_is_used_and_none_is_missing() -> None:
    code = "".join(file.read_text(encoding="utf-8") for file in EVIDENCE.glob("*.py"))
    names = {f"{part}.{name}" for part, words in report_words("en").items() if part != "lang" for name in words}
    said = re.findall(r'say\(\s*"(\w+)", "(\w+)"(?: if .+? else "(\w+)")?', code)
    taken = re.findall(r'own\["(\w+)"\]\["(\w+)"\]', code)
    like = re.findall(r'say\["(\w+)"\]', REVIEW.read_text(encoding="utf-8"))
    used = {f"{part}.{name}" for part, *found in said + taken for name in found if name}
    used |= {f"verdict.{name}" for name in like}
    assert used | BY_VALUE == names


@pytest.mark.parametrize("lang", sorted(REPORT_LANGUAGES))
def test_a_language_has_all_that_english_has(lang: str) -> None:
    assert_as_english(REPORT_DIR, lang)


@pytest.mark.parametrize("lang", sorted(REPORT_LANGUAGES))
def test_what_is_typed_or_looked_up_stands_as_it_is(lang: str) -> None:
    typed = re.compile(r"sha256sum -c manifest\.sha256|certutil -hashfile|\w+\.jsonl?|\w+\.csv|\[\w+ 1\]|\bUTC\b")
    for text, english in zip(sentences(report_words(lang)), sentences(report_words("en")), strict=True):
        assert sorted(typed.findall(text)) == sorted(typed.findall(english))


@pytest.mark.parametrize("lang", sorted(REPORT_LANGUAGES))
def test_nobody_is_called_names_or_blamed(lang: str) -> None:
    forbidden = re.compile(rf"{FORBIDDEN[lang]}|!!|！", re.IGNORECASE)
    assert not [text for text in sentences(report_words(lang)) if forbidden.search(text)]
