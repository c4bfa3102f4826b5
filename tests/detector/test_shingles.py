"""Runs of words that two texts share."""

import pytest

from detector.shingles import RUN_WORDS, runs

SCRIPT = "My uncle works at the exchange and he told me when to buy"


def shared(one: str, other: str) -> int:
    return len(runs(one).keys() & runs(other).keys())


def test_a_run_starts_at_every_word_that_has_enough_after_it():
    assert len(runs(SCRIPT)) == len(SCRIPT.split()) - RUN_WORDS + 1


def test_a_text_that_is_too_short_has_none():
    assert runs("good morning my dear") == {}


@pytest.mark.parametrize(
    "changed",
    [
        "my UNCLE works at the exchange, and he told me when to buy!",
        "Hello Ana. My uncle works at the exchange and he told me when to buy",
        "My uncle works at the exchange\nand he told me… when to buy 😊",
    ],
)
def test_case_punctuation_and_what_stands_around_do_not_matter(changed):
    assert shared(SCRIPT, changed) == len(runs(SCRIPT))


def test_sums_do_not_matter():
    assert shared("start with a deposit of $500 today", "start with a deposit of $2000 today") > 0


def test_other_words_are_other_runs():
    assert shared(SCRIPT, "my aunt works in a bakery and she told me when to bake") == 0


@pytest.mark.parametrize(
    "text", ["我叔叔在交易所工作他告诉我", "私の叔父は取引所で働いています", "삼촌이 거래소에서 일해요"]
)
def test_writing_without_spaces_has_runs_too(text):
    assert runs(text)
    assert shared(text, f"你好！{text}。") == len(runs(text))


def test_each_run_is_told_with_where_it_stands():
    text = f"Hi! {SCRIPT}."
    assert text[slice(*min((span.start, span.end) for span in runs(text).values()))] == "Hi! My uncle works at"


def test_a_hash_is_the_same_in_every_process_and_fits_a_signed_64_bit_number():
    assert runs("one two three four five").keys() == {4475916206259131367}
    assert all(-(2**63) <= run < 2**63 for run in runs(SCRIPT))


@pytest.mark.parametrize("text", ["", "\ud800 " * 9, "\0" * 50, "a " * 10_000])
def test_no_text_is_too_strange(text):
    assert isinstance(runs(text), dict)
