"""`make train` in small: the tiny config goes all the way from corpus to weights that load, the same each time."""

import pytest

from detector.engine import Detector
from detector.policy import Policy
from detector.training.__main__ import train
from detector.training.config import Config
from detector.training.corpus_text import read_corpus, split_of
from detector.types import Message

FILES = (
    "tactics.onnx",
    "calibration.json",
    "conversation.json",
    "policy.json",
    "validation.json",
    "tokenizer.json",
    "SHA256SUMS",
)


@pytest.fixture(scope="module")
def few_chats():
    by_split = {"train": [], "validation": []}
    for chat in read_corpus():
        by_split.get(split_of(chat.family), []).append(chat)
    return [
        chat
        for split, count in (("train", 16), ("validation", 8))
        for label in ("scam", "benign")
        for chat in [chat for chat in by_split[split] if chat.label == label][: count // 2]
    ]


@pytest.fixture(scope="module")
def trained(few_chats, tmp_path_factory):
    folder = tmp_path_factory.mktemp("weights")
    train(few_chats, [], [], Config.named("tiny"), folder)
    return folder


def test_training_writes_everything_that_ships(trained):
    assert {file.name for file in trained.iterdir()} == set(FILES)


def test_what_was_trained_loads_and_judges(trained):
    detector = Detector.load(trained)
    [reading] = detector.stream([Message("0", "them", "hello")])
    assert 0 <= reading.risk <= 1
    assert Policy.named("default", trained).warning >= 0.5


def test_the_same_seed_gives_the_same_weights(few_chats, trained, tmp_path):
    train(few_chats, [], [], Config.named("tiny"), tmp_path)
    assert (tmp_path / "SHA256SUMS").read_text() == (trained / "SHA256SUMS").read_text()


def test_an_unknown_config_is_an_error():
    with pytest.raises(KeyError):
        Config.named("huge")
