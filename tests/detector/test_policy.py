"""When a level is shown, and when it goes away again."""

import numpy as np
import pytest

from detector.conversation import Reading
from detector.policy import Policy, PolicyState
from detector.types import Level

POLICY = Policy(caution=0.4, warning=0.7, danger=0.8, calm_msgs=3)


def reading(risk, ask=0.0, money_seen=1.0):
    return Reading(risk, ask, None, None, 0.0, np.zeros(1, dtype=np.float32), money_seen)


def levels(*readings, policy=POLICY):
    state, found = policy.begin(), []
    for one in readings:
        state, level = policy.step(state, one)
        found.append(level)
    return found


@pytest.mark.parametrize(
    ("risk", "ask", "money_seen", "level"),
    [
        (0.1, 0.0, 0.0, Level.NONE),
        (0.1, 0.9, 1.0, Level.NONE),
        (0.5, 0.0, 1.0, Level.CAUTION),
        (0.75, 0.0, 1.0, Level.WARNING),
        (0.75, 0.9, 1.0, Level.WARNING),
        (0.85, 0.9, 1.0, Level.DANGER),
        (0.85, 0.2, 1.0, Level.WARNING),
    ],
)
def test_a_level_follows_from_risk_ask_and_money(risk, ask, money_seen, level):
    assert levels(reading(risk, ask, money_seen)) == [level]


def test_grooming_alone_may_reach_a_caution_but_no_warning_unless_nearly_certain():
    assert levels(reading(0.9, 0.9, money_seen=0.0)) == [Level.CAUTION]
    assert levels(reading(0.98, 0.1, money_seen=0.0)) == [Level.WARNING]


def test_a_level_rises_at_once_and_falls_only_after_a_calm_stretch():
    found = levels(reading(0.75), reading(0.1), reading(0.1), reading(0.5), reading(0.1), reading(0.1), reading(0.1))
    assert found == [Level.WARNING] * 6 + [Level.NONE]


def test_the_state_survives_being_stored():
    state = PolicyState(Level.WARNING, 2)
    assert PolicyState.from_bytes(state.to_bytes()) == state


def test_an_unknown_policy_names_those_there_are():
    with pytest.raises(ValueError, match="default"):
        Policy.named("loud")
