"""The help lines: each can be reached, each says where it is from and how fresh it is."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest

from prompts import HELP_LINES_FILE, country_names, help_lines

FILE = tomllib.loads(HELP_LINES_FILE.read_text(encoding="utf-8"))
CODES = [country["code"] for country in FILE["country"]]
KINDS = ("fraud", "trafficking")
OLDEST = "2025-01"
LINES = [
    pytest.param(line, id=f"{entry.get('code', 'everywhere')} {line['name']}")
    for entry in (FILE["international"], *FILE["country"])
    for kind in KINDS
    for line in entry.get(kind, [])
]
PHONE = re.compile(r"[+#]?[0-9]{1,6}([ -][0-9]{1,5}){0,5}")  # as people write it, apart from brackets and letters
HOURS = re.compile(r"24/7|([01][0-9]|2[0-3]):[0-5][0-9]–([01][0-9]|2[0-3]):[0-5][0-9]")


def is_https(address: str) -> bool:
    """A whole address of a web page, without a user, a port or a blank."""
    parts = urlsplit(address)
    return bool(
        parts.scheme == "https"
        and re.fullmatch(r"([a-z0-9-]+\.)+[a-z]{2,}", parts.netloc)
        and not re.search(r"\s", address)
        and address.isascii()
    )


def test_the_countries_are_named_by_their_codes_in_order_and_none_twice() -> None:
    assert sorted(set(CODES)) == CODES
    assert all(re.fullmatch("[A-Z]{2}", code) for code in CODES)
    assert len(CODES) >= 12


def test_each_country_has_a_name_of_its_own() -> None:
    names = country_names()
    assert list(names) == CODES
    assert len({name.strip() for name in names.values() if name.strip()}) == len(CODES)


def test_the_file_holds_nothing_that_is_not_read() -> None:
    assert FILE.keys() == {"international", "country"}
    assert {key for country in FILE["country"] for key in country} <= {"code", "name", *KINDS}
    assert set(FILE["international"]) == set(KINDS)


def test_every_country_says_where_to_report_a_fraud() -> None:
    assert [code for code in CODES if not help_lines(code)["fraud"]] == []


def test_every_country_has_a_line_of_its_own() -> None:
    assert [country["code"] for country in FILE["country"] if not any(country.get(kind) for kind in KINDS)] == []


@pytest.mark.parametrize("line", LINES)
def test_a_line_can_be_reached_and_says_where_it_is_from(line: dict[str, Any]) -> None:
    assert line.keys() <= {"name", "phone", "url", "hours", "languages", "source", "checked"}
    assert line["name"].strip()
    assert line.get("phone") or line.get("url")
    assert PHONE.fullmatch(line.get("phone", "1"))
    assert is_https(line.get("url", "https://example.org"))
    assert is_https(line["source"])


@pytest.mark.parametrize("line", LINES)
def test_a_line_was_seen_in_service_lately_and_not_in_the_future(line: dict[str, Any]) -> None:
    assert re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", line["checked"])
    assert OLDEST <= line["checked"] <= f"{datetime.now(UTC):%Y-%m}"


@pytest.mark.parametrize("line", LINES)
def test_hours_and_languages_need_no_translation(line: dict[str, Any]) -> None:
    assert HOURS.fullmatch(line.get("hours", "24/7"))
    assert all(re.fullmatch("[a-z]{2,3}", language) for language in line.get("languages", []))


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("https://www.ic3.gov", True),
        ("https://a.example/b?c=d#e", True),
        ("http://www.ic3.gov", False),
        ("https://", False),
        ("https://localhost", False),
        ("https://user@www.ic3.gov", False),
        ("https://www.ic3.gov:8443", False),
        ("https://www.ic3.gov/a b", False),
        ("javascript:alert(1)", False),
        ("www.ic3.gov", False),
    ],
)
def test_what_counts_as_an_address(address: str, good: bool) -> None:
    assert is_https(address) is good


@pytest.mark.parametrize(
    ("number", "good"),
    [
        *[
            ("1930", True),
            ("0300 123 2040", True),
            ("1-888-373-7888", True),
            ("+852 18222", True),
            ("101", True),
            ("#9110", True),
        ],
        *[("", False), ("call us", False), ("0300  123", False), ("(02) 1343", False), ("1-877-FTC-HELP", False)],
    ],
)
def test_what_counts_as_a_number(number: str, good: bool) -> None:
    assert bool(PHONE.fullmatch(number)) is good


@pytest.mark.parametrize("code", CODES)
def test_a_country_gets_its_own_lines_first_and_then_those_for_everywhere(code: str) -> None:
    found, everywhere = help_lines(code), help_lines()
    assert found["country"] == code
    own = next(country for country in FILE["country"] if country["code"] == code)
    for kind in KINDS:
        names = [line["name"] for line in own.get(kind, [])]
        lines = found[kind]  # type: ignore[literal-required]
        assert [line["name"] for line in lines[: len(names)]] == names
        assert lines[len(names) :] == everywhere[kind]  # type: ignore[literal-required]


@pytest.mark.parametrize("code", [None, "", "ZZ", "gb", "AQ"])
def test_elsewhere_there_are_the_lines_for_everywhere(code: str | None) -> None:
    found = help_lines(code)
    assert found["country"] is None
    assert found["countries"] == CODES
    assert all(found[kind] for kind in KINDS)  # type: ignore[literal-required]
