"""Lines that people type or paste: who said what, and what is no name."""

import pytest

from detector import formats
from detector.errors import UnknownFormat, UnknownSpeaker


def said(text, me=None):
    return [(m.sender, m.text) for m in formats.read(text.encode(), me)[0].messages]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Anna: hi\nMe: hello", [("them", "hi"), ("me", "hello")]),
        ("Me: hi\nYou: hello", [("me", "hi"), ("them", "hello")]),
        ("You: hi\nAnna: hello", [("me", "hi"), ("them", "hello")]),
        ("+44 7911 123456: hi\nme: yo", [("them", "hi"), ("me", "yo")]),
        ("Anna: hi there", [("them", "hi there")]),
        ("words before\nAnna: hi\nMe: yo\nand more", [("them", "hi"), ("me", "yo\nand more")]),
        ("Anna: a\nMe: b\nAnna: c\nNote: d", [("them", "a"), ("me", "b"), ("them", "c\nNote: d")]),
    ],
)
def test_names_and_continued_lines_are_told_apart(text, read):
    assert said(text) == read


def test_the_date_is_read_where_one_stands():
    text = "Anna, [31.01.2026 10:15]\nhi there\n\nMe, [31.01.2026 10:16]\nhello"
    messages = formats.read(text.encode())[0].messages
    assert [(m.text, f"{m.sent_at:%Y-%m-%d %H:%M}") for m in messages] == [
        ("hi there", "2026-01-31 10:15"),
        ("hello", "2026-01-31 10:16"),
    ]


def test_two_names_are_asked_about():
    with pytest.raises(UnknownSpeaker) as asked:
        said("Anna: hi\nTom: hello")
    assert asked.value.names == ("Anna", "Tom")
    assert said("Anna: hi\nTom: hello", me="tom") == [("them", "hi"), ("me", "hello")]


def test_a_wrong_name_is_refused_and_not_guessed():
    with pytest.raises(UnknownSpeaker):
        said("Anna: hi\nTom: hello", me="Tim")


@pytest.mark.parametrize("text", ["just some words", "https://a.example/b: no", "12:30", "{}", "a\nb\nc"])
def test_text_without_names_is_not_taken_for_a_chat(text):
    with pytest.raises(UnknownFormat, match="Name: text"):
        said(text)
