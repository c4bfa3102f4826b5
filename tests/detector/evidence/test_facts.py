"""Sums, payments, indicators and the timeline are gathered with the right messages, counted from 1."""

from decimal import Decimal

import pytest

from detector.evidence import facts
from tests.detector.evidence.packed import SAID, WALLET, judged


def told(payments):
    return [(money.currency, list(money.sums), money.total) for money in payments.money], payments.without_sum


def test_asked_is_what_they_ask_for():
    assert told(facts.payments(judged(), "asked")) == ([("USDT", [(500, 5), (2000, 7)], Decimal(2500))], ())


def test_paid_is_what_the_person_says_was_paid_by_currency():
    expected = [("$", [(Decimal("1200.50"), 6)], Decimal("1200.50")), ("USDT", [(500, 6)], Decimal(500))]
    assert told(facts.payments(judged(), "paid")) == (expected, (8,))


@pytest.mark.parametrize(
    "said",
    [("them", "the phone cost 500 usd"), ("me", "deposit 500 usd"), ("them", "I transferred 500 usd")],
    ids=["no ask", "said by me", "their own payment"],
)
def test_other_sums_are_neither(said):
    found = judged([said])
    assert not facts.payments(found, "asked")
    assert not facts.payments(found, "paid")


def test_an_indicator_has_every_message_once_and_who_said_it_first():
    seen = {one.value: one for one in facts.indicators(judged([("me", f"{WALLET} or {WALLET}?"), *SAID]))}
    assert (seen[WALLET].messages, seen[WALLET].by) == ((1, 6, 8), "me")
    assert (seen["gold-trade.top"].messages, seen["gold-trade.top"].by) == ((4,), "them")


def test_distress_names_its_messages():
    assert facts.distress(judged([*SAID, ("them", "I would be beaten if I stop")])) == (9,)
