"""Blind labellings: what a labeller sees, how marks are read back, what the agreement is."""

import math

import pytest

from detector.errors import CorpusError
from detector.training.agreement import SECOND_DIR, THIRD_DIR, blind, kappa, read_labels, written
from detector.training.corpus_text import LabelledChat, read_corpus
from detector.types import Conversation, Message

TEXTS = ("hello there", "my uncle says buy", "why", "good morning dear")
TIP, DOUBT = frozenset({"insider_mentor_tip"}), frozenset({"expresses_doubt"})
NONE = frozenset()


@pytest.fixture
def chat():
    messages = tuple(Message(str(i), "me" if i == 2 else "them", text) for i, text in enumerate(TEXTS))
    return LabelledChat(
        Conversation("ri-001-a", messages), "ri-001", "scam", "romance_investment", (NONE, TIP, DOUBT, NONE), 1, 3
    )


def test_a_labeller_sees_who_wrote_what_and_neither_marks_nor_label(chat):
    seen = list(blind(chat))
    assert seen[1:] == ["0 them: hello there", "1 them: my uncle says buy", "2 me: why", "3 them: good morning dear"]
    assert not any(word in "\n".join(seen) for word in ("scam", "romance_investment", "insider"))


def test_marks_are_read_back_and_a_chat_without_any_counts_as_read(tmp_path):
    (tmp_path / "ri-001.txt").write_text("ri-001-a 1 insider_mentor_tip guaranteed_returns\nri-001-b -\n")
    assert read_labels(tmp_path) == {"ri-001-a": {1: TIP | {"guaranteed_returns"}}, "ri-001-b": {}}


@pytest.mark.parametrize("line", ["ri-001-a one insider_mentor_tip", "ri-001-a 1", "ri-001-a 1 no_such_tactic"])
def test_a_broken_line_is_named_by_file_and_number(tmp_path, line):
    (tmp_path / "ri-001.txt").write_text(f"ri-001-b -\n{line}\n")
    with pytest.raises(CorpusError, match=r"ri-001\.txt:2"):
        read_labels(tmp_path)


def test_agreement_is_counted_over_the_messages_of_who_can_commit_the_tactic(chat):
    found = kappa([chat], written([chat]), {"ri-001-a": {0: TIP, 1: TIP}})
    assert found["insider_mentor_tip"][1:] == (1, 2)
    assert found["insider_mentor_tip"][0] == pytest.approx(0.4)  # two of three agree, where 4/9 would by chance
    assert found["expresses_doubt"][1:] == (1, 0)
    assert math.isnan(found["expresses_doubt"][0])


def test_chats_that_only_one_has_read_do_not_count(chat):
    assert kappa([chat], written([chat]), {})["insider_mentor_tip"][1:] == (0, 0)


@pytest.mark.parametrize("folder", [SECOND_DIR, THIRD_DIR], ids=["second", "third"])
def test_other_labellers_have_read_chats_of_the_corpus_and_marked_messages_that_are_there(folder):
    chats = {chat.conversation.id: chat for chat in read_corpus()}
    marks = read_labels(folder)
    assert marks.keys() <= chats.keys()
    assert all(index < len(chats[name].tactics) for name, found in marks.items() for index in found)
    assert sum(len(chats[name].tactics) for name in marks) >= 1500
