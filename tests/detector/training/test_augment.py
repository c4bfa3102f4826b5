"""Training windows meet the faults and tricks of real chats, and keep the marks that are still true of them."""

import random

import numpy as np
import pytest

from detector.taxonomy import taxonomy
from detector.training.augment import augment, hasty, in_pieces, misspell
from detector.training.corpus_text import LabelledChat
from detector.training.dataset import Example
from detector.types import Conversation, Message
from detector.windows import CONTEXT_MSGS, Window

LURE = "send 500 to this wallet and you get it doubled"


def example(text, *marks, sender="them", context=()):
    target = np.array([one in marks for one in taxonomy().ids], dtype=np.float32)
    return Example(Window(Message("m", sender, text), context), target, np.ones_like(target))


def marks_of(example):
    return {one for one, on in zip(taxonomy().ids, example.target, strict=True) if on}


def test_a_message_in_pieces_is_said_by_its_sender_and_loses_no_word():
    text = "my uncle says the node opens tonight and closes in an hour"
    said = in_pieces(example(text, "insider_mentor_tip"), random.Random(1)).window
    pieces = [*said.context, said.target]
    assert len(pieces) > 1
    assert " ".join(message.text for message in pieces) == text
    assert {message.sender for message in pieces} == {"them"}


@pytest.mark.parametrize("text", ["ok", "word " * 40, ""])
def test_what_nobody_types_in_pieces_stays_whole(text):
    said = in_pieces(example(text), random.Random(1)).window
    assert said.target.text.split() == text.split()


def test_pieces_push_old_context_out():
    context = tuple(Message(str(i), "me", "hm") for i in range(CONTEXT_MSGS))
    long = example("one two three four five six seven eight nine", "future_faking", context=context)
    said = in_pieces(long, random.Random(1)).window
    assert len(said.context) == CONTEXT_MSGS
    assert said.context[-1].sender == "them"


def test_of_what_says_nothing_as_a_whole_any_piece_may_be_the_target():
    text = "my uncle says the node opens tonight and closes in an hour"
    said = [in_pieces(example(text), random.Random(seed)).window for seed in range(30)]
    assert {one.target.text.endswith("hour") for one in said} == {True, False}
    assert all(text.startswith(" ".join(m.text for m in (*one.context, one.target))) for one in said)


def test_only_the_last_piece_bears_the_marks_and_an_earlier_one_leaves_them_open():
    marked = example("my uncle says the node opens tonight and closes in an hour", "insider_mentor_tip")
    said = [in_pieces(marked, random.Random(seed)) for seed in range(60)]
    last = [one for one in said if one.window.target.text.endswith("hour")]
    early = [one for one in said if not one.window.target.text.endswith("hour")]
    assert len(last) > len(early) > 0
    assert all(marks_of(one) == {"insider_mentor_tip"} and one.weight.all() for one in last)
    assert not any(one.target.any() for one in early)
    assert all((one.weight == 0).tolist() == marked.target.astype(bool).tolist() for one in early)


def test_a_hastily_typed_chat_keeps_its_marks_and_turning_points_at_the_last_piece_of_each_message():
    texts = ("morning, did you sleep", "my uncle says the node opens tonight for family only", "ok", "send 500 then")
    messages = tuple(Message(str(i), "me" if i == 2 else "them", text) for i, text in enumerate(texts))
    marks = (frozenset(), frozenset({"insider_mentor_tip"}), frozenset(), frozenset({"task_deposit"}))
    chat = LabelledChat(Conversation("c", messages), "ri-001", "scam", "romance_investment", marks, 1, 3)
    typed = hasty(chat, random.Random(2))
    said = typed.conversation.messages
    assert len(said) == len(typed.tactics) > len(messages)
    assert len({message.id for message in said}) == len(said)
    assert [message.sender for message in said if message.sender == "me"] == ["me"]
    assert typed.pivot_at is not None
    assert typed.tactics[typed.pivot_at] == {"insider_mentor_tip"}
    assert said[typed.pivot_at].id.startswith("1.")
    assert typed.ask_at == len(said) - 1
    assert typed.tactics[-1] == {"task_deposit"}
    assert sum(map(len, typed.tactics)) == 2


def test_marks_are_kept_or_left_open_and_only_an_unmarked_message_of_them_becomes_a_quote_that_warns():
    rng = random.Random(7)
    marked = example("the tax is due first", "withdrawal_fee"), example("what is it", "expresses_doubt", sender="me")
    for one in marked:
        on = one.target.astype(bool)
        said = [augment(one, [LURE], rng) for _ in range(500)]
        assert all(marks_of(new) == marks_of(one) or not new.weight[on].any() for new in said)
    plain = [augment(example("see you at the bus stop"), [LURE], rng) for _ in range(500)]
    quoted = [one for one in plain if marks_of(one)]
    assert 0 < len(quoted) < 50
    assert all(marks_of(one) == {"scam_warning_talk"} and LURE in one.window.target.text for one in quoted)
    assert all(LURE not in one.window.target.text for one in plain if not marks_of(one))


def test_the_same_seed_does_the_same():
    one = example("can you lend me a little until friday please")
    first, second = ([augment(one, [LURE], random.Random(3)).window for _ in range(20)] for _ in range(2))
    assert first == second


def test_misspelling_changes_letters_alone_and_never_empties_a_text():
    assert misspell("12:30 -- 400 €", random.Random(1), rate=1) == "12:30 -- 400 €"
    assert misspell("a", random.Random(1), rate=1)
