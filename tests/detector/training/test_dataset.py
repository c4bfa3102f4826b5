"""Chats of other sets: ordinary ones are background, and of some sets only the label of a chat is taken."""

import json

import pytest

from detector.taxonomy import taxonomy
from detector.training import dataset
from detector.training.corpus_text import read_corpus, split_of
from detector.training.dataset import examples, read_background, read_outside, read_unmarked


@pytest.fixture
def folder(tmp_path):
    """A set of ordinary talk with a scam in it, and the set of which only labels are known."""
    for name, labels in (("talk", ["benign", "scam"]), ("bothbosu_calls", ["other_scam", "benign"])):
        rows = [
            {"id": f"{name}/{i}", "label": label, "messages": [{"sender": "them", "text": "hello"}]}
            for i, label in enumerate(labels)
        ]
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return tmp_path


def test_background_is_the_ordinary_talk_of_the_other_sets(folder):
    assert [chat.id for chat in read_background(folder)] == ["talk/0"]


def test_of_a_set_without_marks_each_chat_has_its_label(folder):
    found = [(chat.id, scam) for chat, scam in read_unmarked(folder)]
    assert found == [("bothbosu_calls/0", True), ("bothbosu_calls/1", False)]


def test_a_folder_without_that_set_has_none(tmp_path):
    assert read_unmarked(tmp_path) == []


def test_our_marks_of_chats_of_another_set_are_joined_with_their_texts(tmp_path, monkeypatch):
    said = [("them", "hello dear"), ("me", "hi"), ("them", "my uncle trades gold")]
    messages = [{"sender": sender, "text": text} for sender, text in said]
    marked = {"id": "logs/1", "label": "scam", "kind": "romance_investment", "pivot_at": 2, "ask_at": None}
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels" / "logs.jsonl").write_text(json.dumps(marked | {"tactics": {"2": ["insider_mentor_tip"]}}))
    (tmp_path / "logs.jsonl").write_text(json.dumps({"id": "logs/1", "label": "scam", "messages": messages}))
    monkeypatch.setattr(dataset, "OUTSIDE_LABELS", tmp_path / "labels")
    (chat,) = read_outside(tmp_path)
    assert (chat.family, chat.pivot_at, chat.tactics[2]) == ("logs", 2, {"insider_mentor_tip"})
    assert [one.window.target.text for one in examples([chat])] == ["hello dear", "my uncle trades gold"]
    assert read_outside(tmp_path / "labels" / "elsewhere") == []


def test_each_set_that_was_marked_is_in_the_train_part_and_its_marks_are_tactics_of_the_other_side():
    theirs = {tactic.id for tactic in taxonomy().tactics if tactic.said_by == "them"}
    families = {chat.family for chat in read_corpus()}
    for file in dataset.OUTSIDE_LABELS.glob("*.jsonl"):
        assert split_of(file.stem) == "train"
        assert file.stem not in families
        rows = [json.loads(line) for line in file.read_text().splitlines()]
        assert {tactic for row in rows for marks in row["tactics"].values() for tactic in marks} <= theirs
        assert len({row["id"] for row in rows}) == len(rows)
