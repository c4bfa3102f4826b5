import json
import random

import pytest

from eval.card import check_set, file_sha256
from eval.cli import main
from eval.sets import open_set

WORDS = [f"word{number}" for number in range(16)]
CARD = 'title = "Some set"\nwritten_by = "people who were asked to"\nlicence = "CC BY 4.0"\nlimits = ["Short."]\n'


def rows(count=20, more=""):
    """Chats in which nothing tells the classes apart; `more` is said in scams only."""
    rng = random.Random(3)
    for number in range(count):
        label = ("scam", "benign")[number % 2]
        texts = [" ".join(rng.choices(WORDS, k=6)) + (f" {more}" if label == "scam" else "") for _ in range(8)]
        messages = [{"sender": ("them", "me")[place % 2], "text": text} for place, text in enumerate(texts)]
        yield {"id": f"c{number}", "label": label, "kind": "talk", "lang": "en", "messages": messages}


@pytest.fixture
def put(tmp_path):
    def put(found, card=CARD):
        file = tmp_path / "some.jsonl"
        file.write_text("".join(json.dumps(row) + "\n" for row in found), encoding="utf-8")
        if card:
            file.with_suffix(".toml").write_text(card, encoding="utf-8")
        return file

    return put


@pytest.fixture
def check(corpus, monkeypatch):
    """Checks a set without the leak checks, which take seconds and have tests of their own."""
    monkeypatch.setattr("eval.card.leaks", lambda *_: [])
    return lambda file, **more: check_set(str(file), corpus, **more)


@pytest.fixture
def check_all(corpus):
    return lambda file: check_set(str(file), corpus, resamples=20)


def test_a_clean_set_gets_a_card_with_its_papers_counts_hashes_and_checks(put, check_all):
    file = put(rows(120))
    card = check_all(file)
    assert card.reasons == ()
    for told in (
        "# Some set", "Nothing wrong was found", "people who were asked to", "CC BY 4.0", "- Short.", file_sha256(file),
        "benign 60, scam 60", "120 in 120 clusters", open_set(str(file)).sha256, "| message count | 0.500",
    ):  # fmt: skip
        assert told in card.text


def test_a_set_without_a_card_is_told_and_its_lines_may_say_it_instead(put, check):
    assert any("no card says who wrote it" in reason for reason in check(put(rows(), card="")).reasons)
    said = [row | {"licence": "MIT", "origin": "crowd", "source": "a study"} for row in rows()]
    card = check(put(said, card=""))
    assert card.reasons == ()
    assert "crowd; a study" in card.text


@pytest.mark.parametrize("licence", ["", "none stated", "None in copy", "unknown"])
def test_a_licence_has_to_be_stated(put, check, licence):
    (reason,) = check(put(rows(), card=CARD.replace("CC BY 4.0", licence))).reasons
    assert reason.startswith("no licence is stated")


def test_the_file_has_to_be_the_one_of_the_card(put, check):
    file = put(rows())
    file.with_suffix(".toml").write_text(f'{CARD}sha256 = "{file_sha256(file)}"\n')
    assert check(file).reasons == ()
    file.write_text(file.read_text() + "\n")
    assert check(file).reasons == ("some.jsonl is not the file of the card: its SHA-256 is another",)


def test_copies_are_told_but_near_ones_of_a_family_are_only_counted(put, check):
    found = list(rows())
    near = json.loads(json.dumps(found[1]))
    near["messages"][0]["text"] += " again"
    assert check(put([*found, found[1] | {"id": "x"}])).reasons == ("1 conversations are copies of others in it",)
    assert check(put([*found, near | {"id": "y"}])).reasons == (
        "1 conversations are near copies of others in another cluster",
    )
    family = check(put([*found[:1], found[1] | {"family": "f"}, *found[2:], near | {"id": "z", "family": "f"}]))
    assert family.reasons == ()
    assert "| near copies in the same cluster | 1 | z of c1 |" in family.text


def test_what_the_corpus_or_another_set_has_too_is_a_leak(put, check, corpus, tmp_path):
    train = next(chat for chat in open_set("corpus-validation", corpus=corpus).chats if chat.scam)
    messages = [{"sender": message.sender, "text": message.text} for message in train.messages]
    taken = {"id": "x", "label": "scam", "family": train.cluster, "messages": messages}
    file = put([*rows(), taken])
    told = "conversations are copies or near copies of what systems are fitted on"
    assert check(file).reasons[:2] == (f"1 {told}", "1 clusters are also in what systems are fitted on")
    other = tmp_path / "other.jsonl"
    other.write_text(json.dumps(next(rows()) | {"id": "theirs"}))
    assert f"1 {told}" in check(put(rows()), against=[str(other)]).reasons


def test_the_parts_of_the_corpus_are_apart(check):
    for part in ("corpus-test", "corpus-validation"):
        assert not [reason for reason in check(part).reasons if "clusters" in reason]


def test_what_gives_the_class_away_is_told(put, check_all):
    reasons = check_all(put(rows(60, more="whereas!!"))).reasons
    assert any(reason.startswith('"stop words" alone tells the classes apart: AUROC') for reason in reasons)


def test_a_set_of_one_class_has_nothing_to_give_away(put, check_all):
    card = check_all(put(row | {"label": "benign"} for row in rows()))
    assert card.reasons == ()
    assert "Not checked: a leak check needs scam and benign conversations." in card.text


def test_a_set_of_few_clusters_cannot_be_checked_for_leaks(put, check_all):
    card = check_all(put(rows(4)))
    assert "Not checked: a leak check needs at least 5 clusters, and here are 4." in card.text


@pytest.mark.usefixtures("check")
def test_the_exit_code_is_1_with_the_reasons_or_0(put, corpus, tmp_path, capsys):
    out = tmp_path / "CARD.md"
    options = ["--corpus", str(corpus), "--resamples", "20"]
    assert main(["card", str(put(rows())), "-o", str(out), *options]) == 0
    assert "# Some set" in out.read_text()
    unlicensed = str(put(rows(), card=CARD.replace("CC BY 4.0", "")))
    assert main(["card", unlicensed, *options]) == 1
    assert "- no licence is stated" in capsys.readouterr().out
    assert main(["card", unlicensed, "-o", str(out), *options]) == 1
    assert "wrong: no licence is stated" in capsys.readouterr().err
    assert main(["card", "nowhere.jsonl", *options]) == 2


def test_a_folder_with_a_set_toml_is_a_set_too(put, check, tmp_path):
    put(rows())
    (tmp_path / "set.toml").write_text(f'{CARD}reader = "jsonl"\nfile = "some.jsonl"\n')
    assert check(tmp_path).reasons == ()
    (tmp_path / "set.toml").write_text(f'{CARD}reader = "jsonl"\n')
    with pytest.raises(ValueError, match='lacks a "file"'):
        check(tmp_path)
    (tmp_path / "set.toml").write_text("title = \n")
    with pytest.raises(ValueError, match=r"set\.toml cannot be read"):
        check(tmp_path)
