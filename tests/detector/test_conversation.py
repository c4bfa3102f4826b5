"""The conversation model keeps the promises that its formulas make, for any weights that training can produce."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.conversation import ConversationModel, State
from detector.taxonomy import taxonomy

K = len(taxonomy().tactics)
COUNTER = np.array([tactic.counter for tactic in taxonomy().tactics])


def link(rng, bias):
    signs = {tactic.id: -1 if tactic.counter else tactic.stage != "distress" for tactic in taxonomy().tactics}
    return {"bias": bias, **{tactic: sign * rng.uniform(0, 0.6) for tactic, sign in signs.items()}}


@pytest.fixture(scope="module")
def model():
    rng = np.random.default_rng(7)
    return ConversationModel(
        {
            "memory": {"floor": -2.5, "ceiling": 4.0, "half_life_msgs": 200.0, "half_life_days": 120.0},
            "risk": link(rng, -3.0),
            "ask": link(rng, -4.0),
            "scripts": {script.id: link(rng, 0.0) for script in taxonomy().scripts},
        }
    )


vectors = st.lists(st.floats(0, 1, width=32), min_size=K, max_size=K).map(lambda p: np.array(p, dtype=np.float32))


def risks(model, chat):
    state, found = model.begin(), []
    for vector in chat:
        state, reading = model.step(state, vector, 60.0)
        found.append(reading.risk)
    return found


@settings(max_examples=40)
@given(chat=st.lists(vectors, min_size=1, max_size=6), tactic=st.integers(0, K - 1))
def test_a_tactic_never_lowers_the_risk_and_a_counter_signal_never_raises_it(model, chat, tactic):
    stronger = [vector.copy() for vector in chat]
    stronger[0][tactic] = 1.0
    difference = risks(model, stronger)[-1] - risks(model, chat)[-1]
    assert difference <= 1e-6 if COUNTER[tactic] else difference >= -1e-6


def test_ordinary_messages_add_nothing_however_many_there_are(model):
    quiet = np.full(K, 0.02, dtype=np.float32)
    found = risks(model, [quiet] * 2000)
    assert found[-1] == pytest.approx(found[0])


def test_a_sign_that_comes_again_counts_once(model):
    strong = np.where(COUNTER, 0.0, 0.7).astype(np.float32)
    found = risks(model, [strong] * 50)
    assert found[-1] == pytest.approx(found[0])


def test_counter_signals_never_take_away_all_of_the_evidence(model):
    asked = np.zeros(K, dtype=np.float32)
    asked[[taxonomy().index(one) for one in ("insider_mentor_tip", "untraceable_payment")]] = 0.99
    denied = np.where(COUNTER, 0.99, asked).astype(np.float32)
    nothing, against, alone = (risks(model, [vector])[0] for vector in (np.zeros_like(asked), denied, asked))
    assert nothing < against < alone


def test_a_state_survives_being_stored(model):
    state, _ = model.step(model.begin(), np.full(K, 0.9, dtype=np.float32), None)
    again = State.from_bytes(state.to_bytes())
    vector = np.full(K, 0.4, dtype=np.float32)
    assert model.step(again, vector, 5.0)[1].risk == model.step(state, vector, 5.0)[1].risk


def test_evidence_fades_over_months_but_not_over_days(model):
    strong = np.where(COUNTER, 0.0, 0.99).astype(np.float32)
    quiet = np.zeros(K, dtype=np.float32)
    state, at_once = model.step(model.begin(), strong, None)
    after_days = model.step(state, quiet, 3 * 86_400.0)[1].risk
    after_years = model.step(state, quiet, 2000 * 86_400.0)[1].risk
    assert after_days > 0.9 * at_once.risk
    assert after_years < after_days


def test_distress_changes_its_own_output_and_never_lowers_the_risk(model):
    distress = taxonomy().index("coerced_sender_distress")
    plain = np.full(K, 0.3, dtype=np.float32)
    held = plain.copy()
    held[distress] = 0.99
    without, with_it = (model.step(model.begin(), vector, None)[1] for vector in (plain, held))
    assert with_it.distress > 0.5 > without.distress
    assert with_it.risk >= without.risk
