"""The learning curve: parts of the train families against the shipped weights, on the same test chats."""

import pytest

from detector.training.config import Config
from detector.training.corpus_text import read_corpus, split_of
from detector.training.learning_curve import COLUMNS, curve


@pytest.fixture(scope="module")
def rows():
    by_split = {"train": [], "validation": [], "test": []}
    for chat in read_corpus():
        by_split[split_of(chat.family)].append(chat)
    few = [
        chat
        for split, count in (("train", 16), ("validation", 4), ("test", 12))
        for label in ("scam", "benign")
        for chat in [chat for chat in by_split[split] if chat.label == label][: count // 2]
    ]
    return list(curve(few, [], [0.5, 0.25], Config.named("tiny"))), few


def test_a_row_a_share_from_small_to_all(rows):
    found, few = rows
    learned = [chat for chat in few if split_of(chat.family) == "train"]
    assert [len(row) for row in found] == [len(COLUMNS)] * 3
    assert [row[0].split(", ")[1] for row in found] == ["25%", "50%", "all"]
    chats = [int(row[1]) for row in found]
    assert 0 < chats[0] < chats[1] < chats[2] == len(learned)


def test_what_learned_more_finds_more(rows):
    found, _ = rows
    average_precision = [float(row[2]) for row in found]
    assert average_precision[-1] > max(average_precision[:-1])
