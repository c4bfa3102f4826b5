"""Chats of other sets: ordinary ones are background, and of some sets only the label of a chat is taken."""

import json

import pytest

from detector.training.dataset import read_background, read_unmarked


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
