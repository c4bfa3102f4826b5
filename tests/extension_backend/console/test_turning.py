"""Whom to turn to, on the page of a case: lines of the country that was chosen, or that the person seems to be in."""

from __future__ import annotations

import re
from html import unescape

import pytest

from prompts import country_names, help_lines
from tests.extension_backend.console.conftest import SUSPICIOUS, Volunteer


def shown(page: str) -> str:
    """The country that is chosen in the block of help lines."""
    block = page[page.index('id="help"') : page.index('id="messages"')]
    found = re.search(r'<option value="(\w*)" selected>', block)
    assert found
    return found[1]


def test_the_lines_of_the_chosen_country_come_first_with_their_numbers_and_addresses(volunteer: Volunteer) -> None:
    path = volunteer.case_of(SUSPICIOUS)
    page = unescape(volunteer.read(f"{path}?country=GB"))
    assert shown(page) == "GB"
    for kind in ("fraud", "trafficking"):
        for line in help_lines("GB")[kind]:  # type: ignore[literal-required]
            assert line["name"] in page
            assert line["phone"] is None or f">{line['phone']}</a>" in page
            assert line["url"] is None or f'href="{line["url"]}"' in page


@pytest.mark.parametrize("country", list(country_names()))
def test_a_number_can_be_pressed_and_no_link_tells_where_it_was_pressed(volunteer: Volunteer, country: str) -> None:
    page = volunteer.read(f"{volunteer.case_of(SUSPICIOUS)}?country={country}")
    numbers = re.findall(r'href="tel:([^"]+)"', page)
    assert all(re.fullmatch(r"(\+|%23)?[\d-]+", number) for number in numbers)
    links = re.findall(r'<a href="https:[^>]*>', page)
    assert links
    assert all('rel="noreferrer"' in link for link in links)


def test_what_was_chosen_holds_for_the_next_case_too(volunteer: Volunteer) -> None:
    first, second = volunteer.case_of(SUSPICIOUS), volunteer.case_of(SUSPICIOUS)
    volunteer.read(f"{first}?country=SG")
    assert shown(volunteer.read(second)) == "SG"
    assert shown(volunteer.read(f"{second}?country=")) == ""
    assert shown(volunteer.read(first)) == ""


def test_without_a_choice_the_persons_own_number_says_it(volunteer: Volunteer) -> None:
    own = SUSPICIOUS + "13/03/2026, 10:05 - Ana: my number is +44 20 7946 0958, call me\n"
    assert shown(volunteer.read(volunteer.case_of(own))) == "GB"
    theirs = SUSPICIOUS + "13/03/2026, 10:05 - Daniel: my number is +44 20 7946 0958, call me\n"
    assert shown(volunteer.read(volunteer.case_of(theirs))) == ""
    named = SUSPICIOUS.replace("Ana", "+64 21 123 4567")
    assert shown(volunteer.read(volunteer.case_of(named, me="+64 21 123 4567"))) == "NZ"


@pytest.mark.parametrize(
    ("languages", "country"),
    [
        ("de-CH,fr;q=0.8", "CH"),
        ("en,en-AU;q=0.9", "AU"),
        ("en", ""),
        ("es-419,pt-BR", "BR"),
        ("es-419,pt-AO", ""),
        ("x", ""),
    ],
)
def test_then_the_country_of_the_browsers_languages(volunteer: Volunteer, languages: str, country: str) -> None:
    path = volunteer.case_of(SUSPICIOUS)
    page = volunteer.get(path, **{"Accept-Language": languages}).get_data(as_text=True)
    assert shown(page) == country


@pytest.mark.parametrize("country", ["ZZ", "gb", "<b>", "GB,US"])
def test_what_is_no_country_gets_the_lines_for_everywhere(volunteer: Volunteer, country: str) -> None:
    page = volunteer.read(f"{volunteer.case_of(SUSPICIOUS)}?country={country}")
    assert shown(page) == ""
    assert unescape(help_lines()["fraud"][0]["name"]) in page
