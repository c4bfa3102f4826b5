"""Sums are found as people type them, with their currency and their place; other numbers are none."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.sums import sums


def found(text):
    return [(str(one.amount), one.currency) for one in sums(text)]


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("deposit 500 usdt today", "500", "USDT"),
        ("send $1,500.00 now", "1500.00", "USD"),
        ("nur € 1.200,50", "1200.50", "EUR"),
        ("1 500,00 € bitte", "1500.00", "EUR"),
        ("3.000 euros", "3000", "EUR"),
        ("Rs. 1,00,000 only", "100000", "INR"),
        ("just 5k usd", "5000", "USD"),
        ("I put $5K in", "5000", "USD"),
        ("2 million naira", "2000000", "NGN"),
        ("$1.5m", "1500000.0", "USD"),
        ("0.125 BTC", "0.125", "BTC"),
        ("1.5eth", "1.5", "ETH"),
        ("US$200", "200", "USD"),
        ("HK$ 3,000", "3000", "HKD"),
        ("200$", "200", "USD"),
        ("It costs £40.", "40", "GBP"),
        ("Usdt: 300", "300", "USDT"),
        ("300 QUID", "300", "GBP"),
    ],
)
def test_a_sum_is_read_with_its_currency(text, amount, currency):
    (one,) = sums(text)
    assert (one.amount, one.currency) == (Decimal(amount), currency)


@pytest.mark.parametrize(
    "text",
    [
        "call me at 555 0147",
        "in 2024 we met",
        "20% a day",
        "the profit is 300",
        "my euros are gone",
        "room 12 dollarstore",
        "0 usd",
        "",
        "$",
        "version 1.2.3",
    ],
)
def test_a_number_without_a_currency_is_no_sum(text):
    assert sums(text) == ()


def test_all_sums_of_a_text_are_found_in_order():
    assert found("first $200, then 500 usdt and at last 1,200 EUR") == [
        ("200", "USD"),
        ("500", "USDT"),
        ("1200", "EUR"),
    ]


def test_the_span_is_where_the_sum_stands():
    text = "please send 500 usdt today"
    (one,) = sums(text)
    assert text[one.span.start : one.span.end] == "500 usdt"


@given(st.text(st.one_of(st.sampled_from("0123456789.,' $€kK usdtbtc"), st.characters()), max_size=60))
def test_no_text_makes_it_fail_and_spans_stand_in_the_text(text):
    for one in sums(text):
        assert one.amount > 0
        assert 0 <= one.span.start < one.span.end <= len(text)
