"""The words of the review console: complete, used, and in the tone of all others."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from detector.types import Level
from extension_backend.console.cases import STATUSES
from prompts import CONSOLE_DIR, all_console_words
from tests.prompts.test_wording import FORBIDDEN, sentences, shape

CONSOLE = Path(__file__).parents[2] / "extension_backend" / "console"
LANGUAGES = sorted(file.stem for file in CONSOLE_DIR.glob("*.toml"))
KINDS = {"bitcoin", "ethereum", "tron", "link", "domain", "email", "handle", "iban", "phone"}
# Looked up by what a case holds: t.levels[...], t.statuses[...]
BY_VALUE = {"levels", "statuses", "kinds", "custody.acts", "errors", "platforms"}
BY_VALUE_TOO = {"sums.asked", "sums.promised", "sums.paid", "case.me", "case.them"}
CODES_OF_CODES = {"no_code", "wrong_code"}  # of `Codes.redeem`
# Read by the code that makes the pages.
NOT_IN_PAGES = {f"language.{name}" for name in ("name", "thousands", "decimal", "date", "percent")}


def leaves(words: dict[str, object], before: str = "") -> set[str]:
    found: set[str] = set()
    for name, value in words.items():
        path = f"{before}{name}"
        found |= leaves(value, f"{path}.") if isinstance(value, dict) and path not in BY_VALUE else {path}
    return found


def in_order(words: dict[str, Any]) -> list[str]:
    return [
        name for key, value in words.items() for name in (key, *(in_order(value) if isinstance(value, dict) else ()))
    ]


def gaps(text: str) -> list[str]:
    """What is filled in, and what is typed as it stands."""
    return sorted(re.findall(r"\{\w+\}|python -m \w+ \w+", text))


def assert_as_english(folder: Path, lang: str) -> None:
    """A language's file has the same words as the English one, in the same order, with the same gaps."""
    read = tomllib.loads((folder / f"{lang}.toml").read_text(encoding="utf-8"))
    english = tomllib.loads((folder / "en.toml").read_text(encoding="utf-8"))
    assert shape(read) == shape(english)
    assert in_order(read) == in_order(english)
    assert [gaps(text) for text in sentences(read)] == [gaps(text) for text in sentences(english)]


def used() -> set[str]:
    pages = "".join(file.read_text(encoding="utf-8") for file in CONSOLE.rglob("*.html"))
    return set(re.findall(r"\bt\.(\w+\.\w+)", pages)) | {name for name in BY_VALUE if f"t.{name}" in pages}


def test_every_word_that_a_page_shows_is_there_and_none_is_left_over() -> None:
    words = {name: value for name, value in all_console_words()["en"].items() if name != "lang"}
    in_pages = {name for name in used() if name.split(".")[0] not in BY_VALUE or name in BY_VALUE}
    assert in_pages | BY_VALUE_TOO | NOT_IN_PAGES == leaves(words) | in_pages & {"custody.acts"}


def test_every_problem_that_the_console_raises_is_said_and_no_other() -> None:
    code = "".join(file.read_text(encoding="utf-8") for file in CONSOLE.glob("*.py"))
    raised = set(re.findall(r'Refused\(\d+, "(\w+)"\)|\bcode = "(\w+)"|said\("(\w+)"\)|_fail\(job, "(\w+)"\)', code))
    found = {name for names in raised for name in names if name} | {"too_large", "bad_request", *CODES_OF_CODES}
    assert found == set(all_console_words()["en"]["errors"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_case_holds_has_a_word(lang: str) -> None:
    words = all_console_words()[lang]
    assert list(words["levels"]) == [str(level) for level in Level]
    assert tuple(words["statuses"]) == STATUSES
    assert words["kinds"].keys() == KINDS


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_language_has_all_that_english_has(lang: str) -> None:
    assert_as_english(CONSOLE_DIR, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nobody_is_called_names_or_blamed(lang: str) -> None:
    forbidden = re.compile(rf"{FORBIDDEN[lang]}|!!|！", re.IGNORECASE)
    assert not [text for text in sentences(all_console_words()[lang]) if forbidden.search(text)]
