"""Disguises come off, sums stay, and a person's characters are counted as JavaScript counts them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.text import normalise, utf16_span
from detector.types import Span

WILD = st.text(
    alphabet=st.one_of(
        st.sampled_from("abio013@$.+-()/ :<>[]*_|tme,T😂💰🏦аесоo\u200b\u0301\u202e\ud800é½ﬁ"), st.characters()
    ),
    max_size=80,
)


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("b i t c o i n", "bitcoin"),
        ("buy b.i.t.c.o.i.n now", "buy bitcoin now"),
        ("b-i-t-c-o-i-n  w*a*l*l*e*t", "bitcoin wallet"),
        ("in\u200bve\u00adst\u202e", "invest"),
        ("𝐈𝐧𝐯𝐞𝐬𝐭 ｎｏｗ", "Invest now"),
        ("сrурtо раyment", "crypto payment"),
        ("send ВТС and ЕТН", "send BTC and ETH"),
        ("Z̷̧a̴l̸g̸o̶", "Zalgo"),
        ("i💰n💰v💰e💰s💰t in b🙂itcoin", "invest in bitcoin"),
        ("m0ney c@sh ca$h", "money cash cash"),
        ("sooooooo hahahahahaha!!!!!!", "sooo hahaha!!!"),
        ("two\r\n\tlines\u2028here", "two lines here"),
    ],
)
def test_disguises_come_off(sent, read):
    assert normalise(sent) == read


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("see https://a.example/x?y=1.", "see link"),
        ("HXXPS://evil.example and www.foo.bar", "link and link"),
        ("on fund-gold.com, ok", "on link, ok"),
        ("t.me/joe or wa.me/4912345", "telegram link or whatsapp link"),
        ("https://youtube.com.evil.xyz/watch", "link"),
        ("joe(at)mail[dot]com or a.b+c@x.co.uk.", "email or email."),
        ("add @john_trader", "add handle"),
        ("+1 (800) 555-0199 or 07911 123456", "phone or phone"),
        ("account 12345678901", "account number"),
        ("GB82 WEST 1234 5698 7654 32", "iban"),
        ("to TJRabPrwbZy45sbavfcjinPJC18kjpRTv8", "to wallet"),
        ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "wallet"),
        ("<PHONE> [email] <URL>", "phone email link"),
    ],
)
def test_addresses_and_numbers_become_words(sent, read):
    assert normalise(sent) == read


@pytest.mark.parametrize(
    "text",
    [
        "pay 5000000 usdt",
        "$1,000,000 or €2.150 or 10 000 000 dollars",
        "on 2024-01-31 10:20 or 12.05.2024",
        "e.g. the U.S.A. or a b c",
        "I a m OK",
        "ok.so what. home.in an hour. trust.me",
        "web3 p2p trc20 h2o",
        "Привет, как дела? хаос",
        "café à la crème",
        "hi 😊 how are you",
        "",
    ],
)
def test_what_is_no_disguise_stays(text):
    assert normalise(text) == text


def test_an_emoji_between_words_keeps_them_apart():
    assert normalise("hi😊how are you") == "hi 😊 how are you"


@settings(max_examples=500)
@given(text=WILD)
def test_any_text_can_be_read_and_reading_twice_changes_nothing(text):
    once = normalise(text)
    assert normalise(once) == once
    once.encode("utf-8")


@given(text=st.text(max_size=30), data=st.data())
def test_utf16_spans_cut_out_what_javascript_would(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = utf16_span(text, Span(start, end))
    assert text.encode("utf-16-le")[2 * first : 2 * last].decode("utf-16-le") == text[start:end]


def test_an_emoji_counts_two_utf16_units():
    assert utf16_span("a😊b", Span(1, 2)) == (1, 3)
