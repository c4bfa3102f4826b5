"""The corpus itself: it keeps its format, its balance, and gives nothing away by its shape."""

from collections import Counter

import pytest

from detector.taxonomy import taxonomy
from detector.training import check
from detector.training.corpus_text import read_corpus, split_of


@pytest.fixture(scope="module")
def chats():
    return read_corpus()


def test_every_file_passes_the_checker(capsys):
    assert check.main([]) == 0, capsys.readouterr().out


def test_it_is_large_enough_and_at_least_half_ordinary(chats):
    assert len(chats) >= 1500
    assert len({chat.family for chat in chats}) >= 350
    assert sum(chat.label == "benign" for chat in chats) >= len(chats) / 2


def test_every_script_and_every_kind_of_hard_negative_is_there(chats):
    families = Counter(kind for kind, _ in {(chat.kind, chat.family) for chat in chats})
    assert set(families) == {script.id for script in taxonomy().scripts} | check.CELLS
    assert min(families.values()) >= 20


def test_every_tactic_is_marked_somewhere_in_the_train_part(chats):
    marked = {
        tactic for chat in chats if split_of(chat.family) == "train" for marks in chat.tactics for tactic in marks
    }
    assert marked == set(taxonomy().ids)


def test_benign_chats_carry_marks_too(chats):
    benign = [chat for chat in chats if chat.label == "benign"]
    assert sum(any(chat.tactics) for chat in benign) > len(benign) / 2
