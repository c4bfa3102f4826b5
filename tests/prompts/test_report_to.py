"""Whatever the detector finds to look up can be reported somewhere."""

import re

import pytest

from detector.indicators import indicators
from prompts import CONSOLE_DIR, REPORT_TO_DIR, all_report_to
from tests.prompts.test_wording import FORBIDDEN

LANGUAGES = sorted(file.stem for file in REPORT_TO_DIR.glob("*.toml"))


def test_every_kind_of_indicator_can_be_reported_somewhere_and_none_twice():
    kinds = [kind for one in all_report_to() for kind in one.kinds]
    assert sorted(kinds) == sorted(set(kinds))
    texts = [
        "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "a@b.com",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "https://a.com/b",
        "@some_one", "+44 7700 900123", "GB82 WEST 1234 5698 7654 32",
    ]  # fmt: skip
    found = {one.kind for text in texts for one in indicators(text)}
    assert found == set(kinds)


def test_it_is_said_in_every_language_of_the_console() -> None:
    assert sorted(file.stem for file in CONSOLE_DIR.glob("*.toml")) == LANGUAGES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_language_has_the_same_places(lang):
    addresses = re.compile(r"https://[\w./-]+|\w+@(?:\w+\.\w+)?|\b7726\b")
    for one, english in zip(all_report_to(lang), all_report_to("en"), strict=True):
        assert one.kinds == english.kinds
        for place, same in zip(one.places, english.places, strict=True):
            assert addresses.findall(place) == addresses.findall(same)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_places_to_report_blame_nobody(lang):
    words = (REPORT_TO_DIR / f"{lang}.toml").read_text(encoding="utf-8")
    assert not re.search(FORBIDDEN[lang], words, re.IGNORECASE)
