"""The shipped detector: one decision path, the same verdict however messages arrive, and the reference beside it."""

import shutil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.engine import Detector
from detector.errors import WeightsMissing
from detector.model import WEIGHTS_DIR, TacticModel
from detector.policy import PROFILES, Policy
from detector.reference import load_reference
from detector.training.corpus_text import read_corpus, split_of
from detector.types import Level, Message
from detector.windows import windows

TEXTS = st.text(max_size=200) | st.sampled_from(["ok", "send 500 usdt today", "good morning dear", "hi 👋", "[photo]"])


@pytest.fixture(scope="module")
def detector():
    return Detector.load()


@pytest.fixture(scope="module")
def test_chats():
    """Two test chats of each kind: never trained on."""
    found = {}
    for chat in read_corpus():
        if split_of(chat.family) == "test":
            found.setdefault(chat.kind, []).append(chat)
    return [chat for chats in found.values() for chat in chats[:2]]


@settings(max_examples=15)
@given(chat=st.lists(st.tuples(st.sampled_from(["them", "me"]), TEXTS), min_size=1, max_size=8))
def test_pushing_message_by_message_equals_streaming_the_whole(detector, chat):
    messages = [Message(str(i), sender, text) for i, (sender, text) in enumerate(chat)]
    state, pushed = detector.begin(), []
    for window in windows(messages):
        state, reading = detector.push(state, window)
        pushed.append((reading.risk, reading.ask, reading.tactics.tolist()))
    streamed = [(reading.risk, reading.ask, reading.tactics.tolist()) for reading in detector.stream(messages)]
    assert pushed == streamed


def test_acts_belong_to_me_and_tactics_to_them(detector):
    messages = [Message("0", "them", "done, I sent 500 to the wallet"), Message("1", "me", "guaranteed 15% every day")]
    theirs, mine = detector.tactics(windows(messages))
    ids = detector_ids()
    assert theirs[ids.index("reports_payment_done")] == 0
    assert mine[ids.index("guaranteed_returns")] == 0


def test_the_quick_backend_agrees_with_the_reference(test_chats):
    quick, reference = TacticModel.load(), load_reference()
    batch = [window for chat in test_chats[::3] for window in windows(chat.conversation.messages)]
    difference = np.abs(quick.score(batch) - reference.score(batch))
    assert np.quantile(difference, 0.99) <= 0.035
    assert difference.mean() <= 0.0012


def test_both_backends_raise_the_same_alerts_but_near_the_threshold(detector, test_chats):
    """Activations in int8 move a risk a little: an alert may differ only where both risks are near the threshold."""
    reference = Detector(load_reference(), detector._conversation_model)
    policy = Policy.named()
    for chat in test_chats[:12]:
        quick, plain = (which.stream(chat.conversation.messages) for which in (detector, reference))
        if alert(policy, quick) != alert(policy, plain):
            peaks = [max(reading.risk for reading in readings) for readings in (quick, plain)]
            assert peaks == pytest.approx([policy.warning] * 2, abs=0.12), chat.conversation.id


@pytest.mark.parametrize("profile", PROFILES)
def test_every_profile_is_shipped_and_in_order(profile):
    policy = Policy.named(profile)
    assert 0 < policy.caution <= policy.warning <= policy.danger < 1


@pytest.mark.parametrize("name", ["tactics.onnx", "conversation.json", "SHA256SUMS"])
def test_missing_weights_are_said(tmp_path, name):
    shutil.copytree(WEIGHTS_DIR, tmp_path / "weights")
    (tmp_path / "weights" / name).unlink()
    with pytest.raises(WeightsMissing):
        Detector.load(tmp_path / "weights")


def test_damaged_weights_are_said(tmp_path):
    shutil.copytree(WEIGHTS_DIR, tmp_path / "weights")
    with (tmp_path / "weights" / "calibration.json").open("a") as file:
        file.write(" ")
    with pytest.raises(WeightsMissing, match="damaged"):
        Detector.load(tmp_path / "weights")


def test_the_shipped_files_are_small():
    assert sum(file.stat().st_size for file in WEIGHTS_DIR.iterdir()) < 25_000_000


def alert(policy, readings):
    state, first = policy.begin(), None
    for at, reading in enumerate(readings):
        state, level = policy.step(state, reading)
        if level >= Level.WARNING and first is None:
            first = at
    return first is not None


def detector_ids():
    from detector.taxonomy import taxonomy

    return list(taxonomy().ids)
