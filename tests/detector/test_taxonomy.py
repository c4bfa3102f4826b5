"""The taxonomy is the one place where a tactic is described."""

import pytest

from detector.taxonomy import taxonomy

TACTICS = taxonomy().tactics


def test_every_tactic_of_the_field_is_there():
    stages = [tactic.stage for tactic in TACTICS]
    wanted = {
        "hook": 3,
        "groom": 8,
        "pivot": 6,
        "extract": 7,
        "lock_in": 3,
        "job_lure": 3,
        "distress": 1,
        "counter": 6,
        "act": 7,
    }
    assert {stage: stages.count(stage) for stage in wanted} == wanted
    assert len(taxonomy().scripts) == 10


@pytest.mark.parametrize("tactic", TACTICS, ids=lambda tactic: tactic.id)
def test_an_entry_says_what_it_is_in_plain_words(tactic):
    assert tactic.definition
    assert tactic.source
    assert tactic.positive != tactic.negative
    assert tactic.plain.endswith(".")
    assert len(tactic.plain.split()) <= 16
    assert tactic.counter == (tactic.stage == "counter")
    assert (tactic.said_by == "me") == (tactic.stage == "act")


@pytest.mark.parametrize("tactic", [t for t in TACTICS if not t.counter], ids=lambda tactic: tactic.id)
def test_a_tactic_says_what_to_do_and_blames_nobody(tactic):
    assert tactic.advice
    said = f"{tactic.plain} {tactic.advice}".lower()
    assert not [word for word in ("scammer", "stupid", "naive", "gullible", "your fault", "foolish") if word in said]


def test_an_unknown_tactic_is_an_error():
    with pytest.raises(KeyError):
        taxonomy()["no_such_tactic"]
