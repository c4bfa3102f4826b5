"""A chat cannot take over the terminal that shows it, and the picture can be read without colours."""

import io

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from detector import view
from detector.review import Evidence, review
from detector.types import Conversation, Message
from tests.extension_backend.fakes import fake_judge


def shown(texts, name="chat.txt", everything=False):
    messages = tuple(Message(str(i), "them", text) for i, text in enumerate(texts))
    found = review(
        Conversation("c", messages),
        fake_judge(),
        Evidence("" if name is None else name, "0" * 64, 1),
    )
    out = io.StringIO()
    view.verdict(Console(file=out, width=100), found, everything)
    return out.getvalue()


@settings(max_examples=60)
@given(
    text=st.text(st.one_of(st.sampled_from("\x1b\x9b\x07\x08\r\u202e[]m31/"), st.characters()), max_size=60),
)
def test_no_control_character_of_a_chat_reaches_the_terminal(text):
    printed = shown([f"look at the profit {text}"], name=f"{text}.txt")
    assert not set(printed) & set("\x1b\x9b\x07\x08\r\u202e\0")


def test_markup_in_a_chat_is_text():
    assert "[red]profit[/red] [link=x]" in shown(["[red]profit[/red] [link=x]"])


def test_the_timeline_has_one_column_a_message_and_letters_for_levels():
    printed = shown(["good morning my friend", "my uncle gives me tips", "the profit is sure", "deposit today"])
    risk, level = (
        next(row for row in printed.splitlines() if row.startswith(f" {name}")) for name in ("risk", "level")
    )
    assert len(risk.split()[1]) == len(level.split()[1]) == 4
    assert level.split()[1].startswith("·")
    assert level.split()[1].endswith("D")


def test_a_long_chat_fits_the_width():
    printed = shown(["good morning my friend"] * 1_000)
    assert max(map(len, printed.splitlines())) <= 100


def test_many_marked_messages_are_shown_in_part_unless_all_are_asked_for():
    chat = ["look at the profit"] * 40
    assert "and 28 more: --all shows them" in shown(chat)
    assert shown(chat, everything=True).count("“look at the profit”") == 40
