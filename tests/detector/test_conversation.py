"""The conversation model keeps the promises that its formulas make, for any weights that training can produce."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.conversation import ConversationModel, State
from detector.taxonomy import taxonomy
from detector.training.train_conversation import ConversationNet

K = len(taxonomy().tactics)
COUNTER = np.array([tactic.counter for tactic in taxonomy().tactics])


@pytest.fixture(scope="module")
def model():
    torch.manual_seed(7)
    return ConversationModel(ConversationNet().to_json())


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


def test_the_trained_net_and_the_shipped_recursion_agree():
    torch.manual_seed(3)
    net = ConversationNet()
    chat = np.random.default_rng(3).uniform(0.01, 0.99, (9, K)).astype(np.float32)
    gaps = np.linspace(0, 4, 9).astype(np.float32)
    verdict, _ = net(torch.from_numpy(np.log(chat / (1 - chat)))[None], torch.from_numpy(gaps)[None])
    model = ConversationModel(net.to_json())
    state, found = model.begin(), []
    for vector, gap in zip(chat, gaps, strict=True):
        state, reading = model.step(state, vector, float(gap) * 86_400)
        found.append((reading.risk, reading.ask))
    np.testing.assert_allclose(found, torch.sigmoid(verdict)[0].detach().numpy(), atol=2e-3)
