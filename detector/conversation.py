"""The conversation model: a small recursion over tactic vectors that can be read line by line in its JSON file.

After each message the evidence E [K] of every tactic fades a little and grows by the strength of what was just seen:

    strength = clip((logit(p) - threshold) / width, 0, 1)            [K]
    E        = E * 2^(-1 / half_life_msgs) * 2^(-gap / half_life_days) + strength
    seen     = 1 - exp(-rate * E)                                    [K]
    for_it   = seen @ up;  against = min(seen @ down, share * for_it) [H], up >= 0; down >= 0, of counter-signals only
    hidden   = relu(for_it - against + bias)                         [H]
    risk     = sigmoid(hidden @ out + out_bias)                      out >= 0

So risk never falls because of a tactic and never rises because of a counter-signal, and counter-signals, which a script
can fake (certificates, shared friends), never take away all of the evidence (`COUNTER_SHARE`); below its threshold a
probability adds exactly nothing, however long the chat is. A step costs the same after 10 messages and after 10,000.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detector.taxonomy import taxonomy

FloatArray = NDArray[np.float32]

LOGIT_LIMIT = 12.0
COUNTER_SHARE = 0.75  # of the evidence is what counter-signals take away at most
SECONDS_A_DAY = 86_400.0
STAGE_ORDER = ("hook", "groom", "pivot", "job_lure", "extract", "lock_in")


@dataclass(frozen=True, slots=True)
class State:
    """What is remembered of a chat: the evidence of each tactic, float32 [K], and no word of it."""

    evidence: FloatArray

    def to_bytes(self) -> bytes:
        return self.evidence.astype("<f4").tobytes()

    @classmethod
    def from_bytes(cls, raw: bytes) -> State:
        return cls(np.frombuffer(raw, dtype="<f4").astype(np.float32))


@dataclass(frozen=True, slots=True)
class Reading:
    """What the detector thinks after one message.

    Attributes:
        risk: calibrated probability that the chat follows a scam script.
        ask: probability that the script has reached its request for money, access or travel.
        stage: the furthest stage with evidence, or None.
        script: the script that fits best, or None while the risk is small.
        distress: evidence of a coerced sender, 0 to 1; it changes nothing else.
        tactics: probabilities of this message's tactics, float32 [K].
        money_seen: evidence of any tactic beyond hook and grooming, 0 to 1.
    """

    risk: float
    ask: float
    stage: str | None
    script: str | None
    distress: float
    tactics: FloatArray
    money_seen: float


class ConversationModel:
    """The recursion, in numpy."""

    def __init__(self, weights: dict[str, Any]) -> None:
        self._threshold = _f32(weights["threshold"])
        self._width = float(weights["width"])
        self._rate = _f32(weights["rate"])
        self._up = _f32(weights["up"])
        self._down = _f32(weights["down"])
        self._bias = _f32(weights["bias"])
        self._out = _f32(weights["out"])  # [H, 2]: risk, ask
        self._out_bias = _f32(weights["out_bias"])
        self._script = _f32(weights["script"])  # [K, number of scripts]
        self._script_bias = _f32(weights["script_bias"])
        self._fade = 2 ** (-1 / float(weights["half_life_msgs"]))
        self._half_life_days = float(weights["half_life_days"])
        tactics = taxonomy().tactics
        self._stages = {stage: np.array([t.stage == stage for t in tactics]) for stage in (*STAGE_ORDER, "distress")}
        self._money = (
            self._stages["pivot"] | self._stages["extract"] | self._stages["lock_in"] | self._stages["job_lure"]
        )

    @classmethod
    def load(cls, file: Path) -> ConversationModel:
        return cls(json.loads(file.read_text(encoding="utf-8")))

    def begin(self) -> State:
        return State(np.zeros(len(self._threshold), dtype=np.float32))

    def step(self, state: State, tactics: FloatArray, gap_s: float | None) -> tuple[State, Reading]:
        """The next state and reading, after a message with these tactic probabilities, float32 [K].

        Args:
            gap_s: seconds since the message before, or None where times are not known.
        """
        p = np.clip(tactics, 1e-6, 1 - 1e-6)
        strength = np.clip((np.log(p / (1 - p)) - self._threshold) / self._width, 0, 1)
        fade = self._fade
        if gap_s is not None and gap_s > 0:
            fade *= 2 ** (-gap_s / SECONDS_A_DAY / self._half_life_days)
        evidence = (state.evidence * fade + strength).astype(np.float32)
        return State(evidence), self._read(evidence, tactics)

    def _read(self, evidence: FloatArray, tactics: FloatArray) -> Reading:
        seen = 1 - np.exp(-self._rate * evidence)
        for_it = seen @ self._up
        against = np.minimum(seen @ self._down, for_it * COUNTER_SHARE)
        hidden = np.maximum(for_it - against + self._bias, 0)
        risk, ask = 1 / (1 + np.exp(-(hidden @ self._out + self._out_bias)))
        stages = [stage for stage in STAGE_ORDER if (seen * self._stages[stage]).max() >= 0.5]
        script = int(np.argmax(seen @ self._script + self._script_bias))
        return Reading(
            risk=float(risk),
            ask=float(ask),
            stage=stages[-1] if stages else None,
            script=taxonomy().scripts[script].id if risk >= 0.25 else None,
            distress=float((seen * self._stages["distress"]).max()),
            tactics=tactics,
            money_seen=float((seen * self._money).max()),
        )


def _f32(values: object) -> FloatArray:
    return np.asarray(values, dtype=np.float32)
