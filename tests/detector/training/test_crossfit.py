"""Networks that never saw a chat judge it: each round deals the families anew, and the mean of the rounds counts."""

from dataclasses import replace

import numpy as np
import pytest

from detector.taxonomy import taxonomy
from detector.training.config import Config
from detector.training.corpus_text import LabelledChat
from detector.training.crossfit import Unseen, jobs, merge, typed
from detector.types import Conversation, Message

CONFIG = replace(Config.named("tiny"), folds=3, fold_rounds=2)


@pytest.fixture
def learn():
    """A chat each of twelve families."""
    text = "my uncle says the node opens tonight and closes in an hour"
    return [
        LabelledChat(
            Conversation(f"chat-{at}", (Message("0", "them", text), Message("1", "me", "ok"))),
            family=f"family-{at}", label="benign", kind="ordinary", tactics=(frozenset(), frozenset()),
            pivot_at=None, ask_at=None,
        )
        for at in range(12)
    ]  # fmt: skip


def found_by(job, learn, probability):
    """What a network with one opinion finds in the chats of its job."""
    rows = np.full((2, len(taxonomy().ids)), probability, dtype=np.float32)
    return {chat.conversation.id: Unseen(rows, rows / 2) for chat in learn if chat.family in job.families}


def test_every_round_judges_every_family_once(learn):
    found = jobs(learn, CONFIG)
    assert len(found) == 6
    for one_round in (found[:3], found[3:]):
        families = [family for job in one_round for family in job.families]
        assert sorted(families) == sorted({chat.family for chat in learn})


def test_the_rounds_deal_the_families_differently_and_start_elsewhere(learn):
    found = jobs(learn, CONFIG)
    assert {job.families for job in found[:3]} != {job.families for job in found[3:]}
    assert len({job.seed for job in found}) == 2


def test_the_teacher_and_the_tracks_are_the_mean_of_the_rounds(learn):
    rounds = [found_by(job, learn, 0.2 if at < 3 else 0.6) for at, job in enumerate(jobs(learn, CONFIG))]
    folds, teacher = merge(rounds, learn, learn, CONFIG)
    assert set(teacher) == {chat.conversation.id for chat in learn}
    assert all(np.allclose(rows, 0.4) for rows in teacher.values())
    assert [len(fold) for fold in folds] == [4, 4, 4]
    assert all(np.allclose(track.tactics, 0.2) for fold in folds for track in fold)


def test_a_share_of_the_chats_is_typed_hastily_and_the_same_ones_each_time(learn):
    lengths = [len(chat.conversation.messages) for chat in typed(learn, CONFIG)]
    assert 2 in lengths
    assert max(lengths) > 2
    assert lengths == [len(chat.conversation.messages) for chat in typed(learn, CONFIG)]
