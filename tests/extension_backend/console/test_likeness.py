"""One script that was sent to several people is recognised: by its wording, and by its accounts."""

from __future__ import annotations

import re

import pytest

from detector.types import Sender
from extension_backend.console.cases import Case, Cases, Query
from extension_backend.console.likeness import passages, similar
from extension_backend.console.tables import MIGRATIONS
from extension_backend.console.vault import Vault, connect
from extension_backend.database import migrate
from tests.extension_backend.conftest import Clock
from tests.extension_backend.console.conftest import PASSPHRASE, Volunteer
from tests.extension_backend.console.test_vault import add_chat

OPENING = "My uncle works at the exchange and he tells me every evening when to buy"
SCRIPT = [OPENING, "Please start with a small deposit of $500, then you can see for yourself how it goes"]
OTHER = [
    "Shall we meet at the station on Friday, I will bring the tickets and a cake",
    "My sister says hello to you all",
]
WALLET = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"


def case_of(cases: Cases, texts: list[str], name: str, sender: Sender = "them") -> Case:
    return cases.one(add_chat(cases, texts, name, sender))


def test_the_same_wording_with_other_names_and_sums_is_found_again(cases: Cases) -> None:
    one = case_of(cases, SCRIPT, "one")
    case_of(cases, OTHER, "other")
    two = case_of(cases, [SCRIPT[0].replace("My", "Eva, my"), SCRIPT[1].replace("500", "2,000"), *OTHER[:1]], "two")
    (found,) = [like for like in similar(cases, one) if like.case.title == "two"]
    assert found.case == two
    assert found.share > 0.9
    assert {like.case.title for like in similar(cases, two)} == {"one", "other"}


def test_a_few_words_in_common_are_chance(cases: Cases) -> None:
    one = case_of(cases, ["how are you doing today my dear friend"], "one")
    case_of(cases, ["hello, how are you doing today sir"], "two")
    assert similar(cases, one) == []


def test_an_account_in_both_is_named_even_where_no_word_is_the_same(cases: Cases) -> None:
    one = case_of(cases, [f"send it to {WALLET}"], "one")
    case_of(cases, [f"wallet: {WALLET}"], "two")
    (found,) = similar(cases, one)
    assert found.things == (("bitcoin", WALLET),)
    assert found.share == 0


@pytest.mark.parametrize("common", ["write me at https://wa.me/491701234", "see https://www.youtube.com/watch?v=1"])
def test_what_stands_in_so_many_chats_says_nothing(cases: Cases, common: str) -> None:
    one = case_of(cases, [common], "one")
    case_of(cases, [f"hey! {common}"], "two")
    assert not [thing for like in similar(cases, one) for thing in like.things if thing[0] == "domain"]


def test_what_the_person_wrote_counts_on_neither_side(cases: Cases) -> None:
    mine = case_of(cases, [*SCRIPT, WALLET], "mine", sender="me")
    theirs = case_of(cases, [*SCRIPT, WALLET], "theirs")
    assert similar(cases, mine) == similar(cases, theirs) == []


def test_a_case_that_is_deleted_is_like_none(cases: Cases) -> None:
    one, two = case_of(cases, SCRIPT, "one"), case_of(cases, SCRIPT, "two")
    cases.delete(two)
    assert similar(cases, one) == []
    assert cases.vault.rows("SELECT count(*) AS n FROM trace WHERE casefile = ?", (two.id,))[0]["n"] == 0


def test_passages_stand_beside_each_other_with_what_is_the_same_in_both(cases: Cases) -> None:
    one = case_of(cases, [OTHER[0], OPENING], "one")
    two = case_of(cases, ["hello", f"Eva! {OPENING} it", OTHER[1]], "two")
    (found,) = passages(cases, one, two)
    assert found.places == (1, 1)
    assert found.texts == (((OPENING, True),), (("Eva! ", False), (OPENING, True), (" it", False)))


def test_cases_from_before_can_be_compared_as_well(vault: Vault, cases: Cases, clock: Clock) -> None:
    one, two = case_of(cases, SCRIPT, "one"), case_of(cases, SCRIPT, "two")
    vault.lock()
    opened = connect(vault.file, PASSPHRASE)
    with opened:
        opened.execute("DROP TABLE trace")
        opened.execute("DROP INDEX indicator_value")
        opened.execute("PRAGMA user_version = 1")
        migrate(opened, MIGRATIONS[:1])
    opened.close()
    vault.unlock(PASSPHRASE)
    (found,) = similar(Cases(vault, clock), one)
    assert found.case.id == two.id


def test_a_case_page_names_similar_cases_and_shows_two_side_by_side(volunteer: Volunteer) -> None:
    chat = "12/03/2026, 09:00 - Daniel: {}\n12/03/2026, 09:05 - {}: good <b>morning</b>\n"
    lines = "\n12/03/2026, 09:06 - Daniel: ".join(SCRIPT)
    first = volunteer.case_of(chat.format(lines, "Ana"), name="ana.txt")
    assert "No other case shares wording" in volunteer.read(first)
    second = volunteer.case_of(chat.format(lines, "Eva"), me="Eva", name="eva.txt")
    page = volunteer.read(second)
    assert "ana.txt" in page
    link = re.search(r'href="([^"]+/beside/\d+)"', page)
    assert link
    both = volunteer.read(link[1])
    assert f"<mark>{OPENING}</mark>" in both
    assert "ana.txt" in both
    assert "eva.txt" in both
    assert volunteer.get(f"{second}/beside/99").status_code == 404
    assert volunteer.get(f"{second}/beside/{second.rpartition('/')[2]}").headers["Location"] == second


def test_there_is_a_limit_to_how_much_of_two_long_chats_is_shown(cases: Cases) -> None:
    long = [f"{OPENING} {word}" for word in ["again"] * 300]
    one, two = case_of(cases, long, "one"), case_of(cases, long, "two")
    assert len(passages(cases, one, two)) == 200
    assert len(cases.all(Query())) == 2
