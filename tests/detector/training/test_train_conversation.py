"""The conversation model learns weights that a person can read, with the signs that the taxonomy gives them."""

import numpy as np
import pytest

from detector.conversation import MONEY_STAGES, ConversationModel
from detector.taxonomy import taxonomy
from detector.training.train_conversation import LEAST_WEIGHT, Track, evidence_of, rescaled, train_conversation

K = len(taxonomy().tactics)


def chat(shown, scam, script=None, group="corpus"):
    """A chat whose message i shows the tactics `shown[i]`."""
    tactics = np.full((len(shown), K), 0.01, dtype=np.float32)
    for at, ids in enumerate(shown):
        tactics[at, [taxonomy().index(one) for one in ids]] = 0.97
    count = len(shown)
    pivot, ask = (0, count - 1) if scam else (count, count)
    return Track(tactics, np.zeros(count, dtype=np.float32), scam, script, pivot, ask, group)


MENTOR = chat([["insider_mentor_tip"], ["care_routine"], ["untraceable_payment"]], True, "romance_investment")
TASKS = chat([["easy_job_offer"], [], ["task_deposit"]], True, "task_deposit")
FAMILY = chat([["shared_history"], ["emergency_money_request"], ["met_or_video_called"]], False)
SMALL_TALK = chat([[], ["care_routine"], []], False, group="background")
CALL = chat([["verifiable_business"], ["credential_request"]], False, group="unmarked")
ALL = [MENTOR, TASKS, FAMILY, SMALL_TALK, CALL] * 4


@pytest.fixture(scope="module")
def weights():
    return train_conversation(ALL, seed=1)


def last_risk(weights, track):
    model = ConversationModel(weights)
    state = model.begin()
    for vector in track.tactics:
        state, reading = model.step(state, vector, None)
    return reading


def test_scams_end_higher_than_ordinary_chats(weights):
    lowest = min(last_risk(weights, track).risk for track in (MENTOR, TASKS))
    assert lowest > max(last_risk(weights, track).risk for track in (FAMILY, SMALL_TALK, CALL))


def test_every_weight_has_the_sign_of_its_tactic(weights):
    for link in (weights["risk"], weights["ask"]):
        for tactic in taxonomy().tactics:
            if tactic.stage == "distress":
                assert link[tactic.id] == 0
            elif tactic.counter:
                assert link[tactic.id] <= 0
            else:
                assert link[tactic.id] >= (LEAST_WEIGHT if tactic.stage in MONEY_STAGES else 0)


def test_the_script_is_told_from_the_tactics(weights):
    sure = rescaled(weights, 1.0, 5.0)  # a script is only named where the risk is not small
    assert last_risk(sure, MENTOR).script == "romance_investment"
    assert last_risk(sure, TASKS).script == "task_deposit"


def test_a_calibration_moves_the_logit_of_the_risk_and_nothing_else(weights):
    before, after = last_risk(weights, MENTOR), last_risk(rescaled(weights, 0.5, 0.25), MENTOR)
    logit = np.log(before.risk / (1 - before.risk))
    assert np.log(after.risk / (1 - after.risk)) == pytest.approx(0.5 * logit + 0.25, abs=0.02)
    assert after.ask == before.ask


def test_training_and_serving_keep_the_same_memory(weights):
    model = ConversationModel(weights)
    state = model.begin()
    for vector in MENTOR.tactics:
        state, _ = model.step(state, vector, None)
    np.testing.assert_allclose(evidence_of(MENTOR)[-1], state.evidence)


def test_the_same_chats_give_the_same_weights(weights):
    assert train_conversation(ALL, seed=1) == weights
