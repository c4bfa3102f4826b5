"""One decision a message: what is not English changes nothing, and a whole chat equals its messages one by one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.engine import BATCH_MSGS, gap_seconds
from detector.judge import likely_tactics
from detector.language import english_evidence
from detector.taxonomy import taxonomy
from detector.types import Level, Message
from detector.windows import windows
from tests.extension_backend.fakes import fake_judge

SCRIPT = ["hello my dear, how are you", "my uncle gives me tips", "look at the profit", "make a small deposit today"]
SPANISH = ["hola, qué tal estás hoy, yo muy bien gracias", "no sé qué decirte, la verdad es que estoy muy cansada"]


def chat(texts, sender="them"):
    return [Message(str(i), sender, text) for i, text in enumerate(texts)]


@pytest.fixture
def judge():
    return fake_judge()


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from(["them", "me"]), st.sampled_from(SCRIPT + SPANISH)), max_size=12))
def test_step_by_step_equals_the_whole(said):
    judge = fake_judge()
    messages = [Message(str(i), sender, text) for i, (sender, text) in enumerate(said)]
    standing, before, found = judge.begin(), None, []
    for window in windows(messages):
        vector, now = judge.detector.tactics([window])[0], window.target.sent_at
        standing = judge.step(standing, vector, english_evidence(window.target.text), gap_seconds(before, now))
        found.append((standing.risk, standing.level, standing.judged))
        before = now
    assert found == [(one.risk, one.level, one.judged) for one in judge.whole(messages)]


def test_a_long_chat_is_read_no_further_than_it_is_asked_for(judge):
    told = []
    standings = judge.whole(chat(SCRIPT * BATCH_MSGS), told.append)
    next(standings)
    assert told == [BATCH_MSGS]
    assert len(list(standings)) == len(SCRIPT) * BATCH_MSGS - 1
    assert told == [BATCH_MSGS * (i + 1) for i in range(len(SCRIPT))]


def test_a_script_raises_the_level(judge):
    assert [one.level for one in judge.whole(chat(SCRIPT))][-1] >= Level.WARNING


def test_a_foreign_chat_is_never_judged(judge):
    found = judge.whole(chat([f"{text} profit deposit" for text in SPANISH]))
    assert [(one.level, one.risk, one.judged) for one in found] == [(Level.NONE, 0.0, False)] * 2


def test_changing_the_language_clears_nobody(judge):
    found = list(judge.whole(chat(SCRIPT + SPANISH * 10)))
    last_judged = next(one for one in reversed(found) if one.judged)
    assert not found[-1].judged
    assert (found[-1].level, found[-1].risk) == (last_judged.level, last_judged.risk)
    assert found[-1].level >= found[3].level


def test_a_person_is_told_of_the_senders_tactics_and_never_of_counter_signals():
    everything = [1.0] * len(taxonomy().tactics)
    theirs = {tactic.id for tactic, _ in likely_tactics(everything, "them")}
    mine = {tactic.id for tactic, _ in likely_tactics(everything, "me")}
    assert theirs == {tactic.id for tactic in taxonomy().tactics if tactic.said_by == "them" and not tactic.counter}
    assert mine == {tactic.id for tactic in taxonomy().tactics if tactic.said_by == "me" and not tactic.counter}
