from dataclasses import replace

from eval.copies import MIN_WORDS, copies
from tests.eval.conftest import make_chat

WORDS = [f"word{number}" for number in range(16)]


def chat(chat_id, words, cluster=None):
    return replace(make_chat([f"them: {' '.join(words)}"], chat_id=chat_id), cluster=cluster or chat_id)


def test_the_same_words_are_an_exact_copy_whatever_the_marks_cases_and_breaks():
    first, other = (
        chat("a", WORDS),
        make_chat(["them: Word0, word1: WORD2", f"me: {'. '.join(WORDS[3:])}!"], chat_id="b"),
    )
    (found,) = copies([first, other])
    assert (found.chat.id, found.of.id, found.exact, found.similarity) == ("b", "a", True, 1.0)


def test_one_word_more_is_a_near_copy_and_half_of_the_words_is_none():
    (found,) = copies([chat("a", WORDS), chat("b", [*WORDS, "more"]), chat("c", WORDS[:8])])
    assert (found.chat.id, found.exact) == ("b", False)
    assert 0.9 < found.similarity < 1


def test_the_same_words_in_another_order_are_no_copy():
    assert copies([chat("a", WORDS), chat("b", WORDS[::-1])]) == []


def test_chats_of_a_few_words_are_no_copies_of_each_other():
    short = WORDS[: MIN_WORDS - 1]
    assert copies([chat("a", short), chat("b", short)]) == []
    assert copies([chat("a", ["ok"]), make_chat(["me: "], chat_id="b")]) == []


def test_between_two_sets_only_the_other_set_counts():
    ours = [chat("a", WORDS), chat("b", WORDS)]
    assert copies(ours, [chat("x", WORDS[::-1])]) == []
    assert [(one.chat.id, one.of.id) for one in copies(ours, [chat("x", WORDS)])] == [("a", "x"), ("b", "x")]
    assert copies(ours, []) == []


def test_many_chats_are_compared_in_parts(monkeypatch):
    monkeypatch.setattr("eval.copies._ROWS", 2)
    chats = [chat(str(i), [f"{word}{i // 2}" for word in WORDS]) for i in range(7)]
    assert [(one.chat.id, one.of.id) for one in copies(chats)] == [("1", "0"), ("3", "2"), ("5", "4")]
