import json
from dataclasses import replace

import pyarrow
import pytest
from pyarrow import parquet as arrow

from detector.taxonomy import taxonomy
from detector.training.corpus_text import read_corpus, split_of
from eval.chats import from_corpus
from eval.sets import corpus_part, fingerprint, open_set, sample, set_names
from tests.eval.conftest import make_chat


def test_sets_are_found_by_listing():
    assert {"attacks", "corpus-test", "corpus-validation", "real-tactics", "tactics"} == set(set_names())


def test_the_small_sets_hold_both_classes_and_every_tactic():
    for name in ("attacks", "tactics"):
        assert {chat.label for chat in open_set(name).chats} == {"scam", "benign"}
    marked = [mark for chat in open_set("tactics").chats for marks in chat.marks or () for mark in marks]
    assert set(marked) == set(taxonomy().ids)


def test_the_test_part_shares_no_family_with_the_others(corpus):
    families = {
        split: {chat.cluster for chat in corpus_part(split, corpus)} for split in ("train", "validation", "test")
    }
    assert {chat.cluster for chat in open_set("corpus-test", corpus=corpus).chats} == families["test"]
    assert not families["test"] & (families["train"] | families["validation"])
    assert all(split_of(family) == split for split, found in families.items() for family in found)


def test_only_an_own_set_may_show_its_texts(corpus, tmp_path):
    file = tmp_path / "other.jsonl"
    file.write_text('{"label": "benign", "messages": [{"sender": "me", "text": "hi"}]}\n')
    assert open_set("corpus-test", corpus=corpus).own
    assert not open_set(str(file)).own


def test_a_folder_of_families_is_a_set_whatever_part_they_belong_to(corpus, tmp_path):
    for file in sorted(corpus.glob("*.txt"))[:5]:
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "set.toml").write_text('title = "Fresh"\nreader = "families"\nown = true\n')
    found = open_set(str(tmp_path))
    assert (found.title, found.own) == ("Fresh", True)
    assert found.chats == tuple(from_corpus(chat) for chat in read_corpus(tmp_path))


def row(number):
    said = {"sender": "them", "text": f"hello {number}", "tactics": ["love_bombing"]}
    return {"id": f"c-{number}", "label": "scam", "kind": "romance", "ask_at": 0, "source": "us", "messages": [said]}


def test_a_set_may_be_several_files_named_by_folder_or_pattern(tmp_path):
    folder = tmp_path / "some"
    folder.mkdir()
    (folder / "1.jsonl").write_text("\n".join(json.dumps(row(number)) for number in range(3)))
    arrow.write_table(pyarrow.Table.from_pylist([row(number) for number in range(3, 6)]), folder / "2.parquet")
    (tmp_path / "whole.jsonl").write_text("\n".join(json.dumps(row(number)) for number in range(6)))
    whole = open_set(str(tmp_path / "whole.jsonl"))
    by_folder, by_pattern = open_set(str(folder)), open_set(f"{folder}/*")
    assert by_folder.chats == by_pattern.chats == whole.chats
    assert (by_folder.name, by_folder.written_by, by_folder.file) == ("some", "us", None)


@pytest.fixture
def labels_only(tmp_path, monkeypatch):
    """A set of labels, and the folder of its texts."""
    folder = tmp_path / "sets" / "some_labels"
    folder.mkdir(parents=True)
    (folder / "set.toml").write_text(
        'title = "Some"\nreader = "labels"\nfile = "labels.jsonl"\nown = false\n'
        'written_by = "nobody"\nlicence = "none"\nlimits = []\n'
    )
    row = {"set": "real", "id": "r-1", "messages": 2, "tactics": {"1": ["love_bombing"]}}
    (folder / "labels.jsonl").write_text(json.dumps(row) + "\n")
    texts = tmp_path / "texts"
    texts.mkdir()
    rows = [{"sender": "them", "text": text} for text in ("hello", "I love you", "are you there")]
    (texts / "real.jsonl").write_text(json.dumps({"id": "r-1", "label": "benign", "messages": rows}) + "\n")
    monkeypatch.setattr("eval.sets.SETS_DIR", folder.parent)
    return texts


def test_labels_without_texts_find_them_in_a_folder(labels_only):
    [chat] = open_set(f"some-labels@{labels_only}").chats
    assert [message.text for message in chat.messages] == ["hello", "I love you"]
    assert chat.marks == (frozenset(), frozenset({"love_bombing"}))
    assert chat.kind == "real"


def test_labels_without_texts_say_what_is_missing(labels_only):
    with pytest.raises(ValueError, match="some-labels@FOLDER"):
        open_set("some-labels")
    (labels_only / "real.jsonl").write_text("")
    with pytest.raises(ValueError, match="lacks messages of r-1"):
        open_set(f"some-labels@{labels_only}")
    (labels_only / "real.jsonl").unlink()
    with pytest.raises(ValueError, match=r"needs real\.jsonl"):
        open_set(f"some-labels@{labels_only}")


def test_an_unknown_set_is_told_with_what_there_is():
    with pytest.raises(ValueError, match=r"no set 'corpus-tset'.*corpus-test"):
        open_set("corpus-tset")


def test_a_sample_keeps_rare_kinds_whole_and_the_order():
    chats = [make_chat(["me: a"], chat_id=f"c{i}", kind="common" if i % 5 else "rare") for i in range(50)]
    drawn = sample(chats, 10, seed=1)
    assert sum(chat.kind == "rare" for chat in drawn) == 10
    assert sum(chat.kind == "common" for chat in drawn) == 10
    assert list(drawn) == [chat for chat in chats if chat in drawn]
    assert drawn == sample(chats, 10, seed=1) != sample(chats, 10, seed=2)


def test_the_fingerprint_changes_with_anything_a_result_depends_on():
    chat = make_chat(["them: a", "me: b"], pivot_at=0, marks=[{"love_bombing"}, set()])
    others = [
        make_chat(["them: a", "me: c"], pivot_at=0, marks=[{"love_bombing"}, set()]), replace(chat, ask_at=1),
        replace(chat, label="benign"), replace(chat, cluster="x"), replace(chat, marks=(frozenset(), frozenset())),
        replace(chat, marks=None),
    ]  # fmt: skip
    assert len({fingerprint([one]) for one in [chat, *others]}) == len(others) + 1
