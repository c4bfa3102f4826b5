"""The words of the review console: complete, used, and in the tone of all others."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from detector.types import Level
from extension_backend.console.cases import STATUSES
from prompts import CONSOLE_DIR, load_console_words
from tests.prompts.test_wording import FORBIDDEN, sentences, shape

CONSOLE = Path(__file__).parents[2] / "extension_backend" / "console"
LANGUAGES = sorted(file.stem for file in CONSOLE_DIR.glob("*.toml"))
KINDS = {"bitcoin", "ethereum", "tron", "link", "domain", "email", "handle", "iban", "phone"}
# Looked up by what a case holds: t.levels[...], t.statuses[...]
BY_VALUE = {"levels", "statuses", "kinds", "custody.acts"}
BY_VALUE_TOO = {"sums.asked", "sums.promised", "sums.paid", "case.me", "case.them", "passphrase.differ"}


def leaves(words: dict[str, object], before: str = "") -> set[str]:
    found: set[str] = set()
    for name, value in words.items():
        path = f"{before}{name}"
        found |= leaves(value, f"{path}.") if isinstance(value, dict) and path not in BY_VALUE else {path}
    return found


def used() -> set[str]:
    pages = "".join(file.read_text(encoding="utf-8") for file in CONSOLE.rglob("*.html"))
    return set(re.findall(r"\bt\.(\w+\.\w+)", pages)) | {name for name in BY_VALUE if f"t.{name}" in pages}


def test_every_word_that_a_page_shows_is_there_and_none_is_left_over() -> None:
    words = {name: value for name, value in load_console_words("en").items() if name != "lang"}
    in_pages = {name for name in used() if name.split(".")[0] not in BY_VALUE or name in BY_VALUE}
    assert in_pages | BY_VALUE_TOO == leaves(words) | in_pages & {"custody.acts"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_case_holds_has_a_word(lang: str) -> None:
    words = load_console_words(lang)
    assert list(words["levels"]) == [str(level) for level in Level]
    assert tuple(words["statuses"]) == STATUSES
    assert words["kinds"].keys() == KINDS


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_language_has_all_that_english_has(lang: str) -> None:
    read = tomllib.loads((CONSOLE_DIR / f"{lang}.toml").read_text(encoding="utf-8"))
    assert shape(read) == shape(tomllib.loads((CONSOLE_DIR / "en.toml").read_text(encoding="utf-8")))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nobody_is_called_names_or_blamed(lang: str) -> None:
    forbidden = re.compile(rf"{FORBIDDEN[lang]}|!!|！", re.IGNORECASE)
    assert not [text for text in sentences(load_console_words(lang)) if forbidden.search(text)]


def test_a_language_that_is_not_there_is_english() -> None:
    assert load_console_words("xx")["lang"] == "en"
