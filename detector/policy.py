"""When probabilities become an alert: thresholds with hysteresis. Pure; the state is two small numbers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from detector.conversation import Reading
from detector.model import WEIGHTS_DIR
from detector.types import Level

PROFILES = ("default", "early", "strict")


@dataclass(frozen=True, slots=True)
class PolicyState:
    """The level shown now and for how many messages in a row the risk has been below it."""

    level: Level = Level.NONE
    calm_msgs: int = 0

    def to_bytes(self) -> bytes:
        return bytes([self.level, min(self.calm_msgs, 255)])

    @classmethod
    def from_bytes(cls, raw: bytes) -> PolicyState:
        return cls(Level(raw[0]), raw[1])


@dataclass(frozen=True, slots=True)
class Policy:
    """Thresholds on the calibrated risk, chosen on validation chats for a stated budget of false alarms.

    Attributes:
        caution, warning, danger: risk from which a level is shown.
        ask: probability of the ask from which a danger may be shown.
        money: how clearly a tactic beyond grooming must have been seen before a warning is shown.
        alone: risk from which grooming tactics alone may warn.
        release: a level falls only when the risk has been below `release` x its threshold ...
        calm_msgs: ... for this many messages in a row.
    """

    caution: float
    warning: float
    danger: float
    ask: float = 0.5
    money: float = 0.3
    alone: float = 0.97
    release: float = 0.5
    calm_msgs: int = 20

    @classmethod
    def named(cls, name: str = "default", folder: Path = WEIGHTS_DIR) -> Policy:
        """The shipped policy of that name: "early" warns sooner, "strict" warns less.

        Raises:
            ValueError: there is none of that name.
        """
        profiles = json.loads((folder / "policy.json").read_text(encoding="utf-8"))
        if name not in profiles:
            raise ValueError(f"unknown policy '{name}'; there are: {', '.join(profiles)}")
        return cls(**profiles[name])

    def begin(self) -> PolicyState:
        return PolicyState()

    def step(self, state: PolicyState, reading: Reading) -> tuple[PolicyState, Level]:
        """The state and the level to show after a reading. A level rises at once and falls slowly."""
        wanted = self._wanted(reading)
        if wanted >= state.level:
            return PolicyState(wanted), wanted
        threshold = (0.0, self.caution, self.warning, self.danger)[state.level]
        calm = state.calm_msgs + 1 if reading.risk < self.release * threshold else 0
        if calm >= self.calm_msgs:
            return PolicyState(wanted), wanted
        return PolicyState(state.level, calm), state.level

    def _wanted(self, reading: Reading) -> Level:
        money_seen = reading.money_seen >= self.money or reading.risk >= self.alone
        if reading.risk >= self.danger and reading.ask >= self.ask and money_seen:
            return Level.DANGER
        if reading.risk >= self.warning and money_seen:
            return Level.WARNING
        return Level.CAUTION if reading.risk >= self.caution else Level.NONE
