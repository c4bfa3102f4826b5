"""Sums of money in a text: their number, their currency, and what the message does with them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.money import amounts, role


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("send $500 today", "500", "$"),
        ("send 500$ today", "500", "$"),
        ("US$ 1,500.50 by friday", "1500.50", "USD"),
        ("that is 1.500,50 € then", "1500.50", "EUR"),
        ("1 000 € für den Zoll", "1000", "EUR"),
        ("12'500 chf", "12500", "CHF"),
        ("$500 CAD please", "500", "CAD"),
        ("I have 20 thousand dollars", "20000", "$"),
        ("put in 5k usdt", "5000", "USDT"),
        ("£1.5m", "1500000", "GBP"),
        ("2.5 million naira", "2500000", "NGN"),
        ("Rs. 1,00,000 only", "100000", "rupees"),
        ("₹5 lakh", "500000", "INR"),
        ("0.005 btc", "0.005", "BTC"),
        ("1.234 BTC", "1.234", "BTC"),
        ("1.234 EUR", "1234", "EUR"),
        ("R$ 2.000", "2000", "BRL"),
        ("0.500 usd", "0.500", "USD"),
        ("1234.567 usd", "1234.567", "USD"),
        ("EUR 300", "300", "EUR"),
        ("pay 300usd", "300", "USD"),
        ("¥ 30,000 CNY", "30000", "CNY"),
        ("10,000,000 VND", "10000000", "VND"),
    ],
)
def test_a_sum_is_read_as_it_is_meant(text: str, value: str, currency: str) -> None:
    (found,) = amounts(text)
    assert (found.value, found.currency) == (Decimal(value), currency)


@pytest.mark.parametrize(
    "text",
    ["", "I am 35", "at 10:30", "20%", "$20%", "call +1 555 010 2233", "room 500", "v1.2.3", "order #500 usd", "5km",
     "0x52908400098527886E0F7030069857D2E4169EE7", "my euro trip in 2024", "usd", "a 500 metre walk", "in 2 months"],
)  # fmt: skip
def test_what_is_no_sum_is_left_alone(text: str) -> None:
    assert amounts(text) == ()


def test_several_sums_keep_their_order_and_place() -> None:
    text = "first $100, then 2,000 EUR"
    assert [text[one.span.start : one.span.end] for one in amounts(text)] == ["$100", "2,000 EUR"]


@given(st.text(alphabet=st.sampled_from("0123456789.,' $€kmusdt\n"), max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    assert all(one.value >= 0 and 0 <= one.span.start < one.span.end <= len(text) for one in amounts(text))


@pytest.mark.parametrize(
    ("tactics", "expected"),
    [
        (["withdrawal_fee"], "asked"),
        (["agrees_to_pay_or_deposit"], "promised"),
        (["agrees_to_pay_or_deposit", "reports_payment_done"], "paid"),
        (["wealth_display", "love_bombing"], None),
        ([], None),
    ],
)
def test_what_a_message_does_with_its_sums(tactics: list[str], expected: str | None) -> None:
    assert role(tactics) == expected
