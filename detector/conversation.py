"""The conversation model: a small recursion over tactic vectors that can be read line by line in its JSON file.

It remembers of each tactic the clearest sign so far, E [K], which fades a little with every message and every day:

    sign   = clip(logit(p), floor, ceiling) - floor                                    [K]
    E      = max(E * 2^(-1 / half_life_msgs) * 2^(-gap / half_life_days), sign)        [K]

Risk and ask are each one weight a tactic, of a tactic >= 0, of a counter-signal <= 0:

    risk   = sigmoid(bias + for_it - min(against, COUNTER_SHARE * for_it))
    for_it = sum of the positive weights times E;  against = the same of the negative ones

So risk never falls because of a tactic and never rises because of a counter-signal, and counter-signals, which a script
can fake (certificates, shared friends), never take away all of the evidence. A sign that comes twice counts once: what
is faint adds nothing up, however long the chat is. A step costs the same after 10 messages and after 10,000.
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

COUNTER_SHARE = 0.75  # of the evidence is what counter-signals take away at most
SECONDS_A_DAY = 86_400.0
SEEN = 0.5  # a stage is reached when a sign of it was more likely than not
STAGE_ORDER = ("hook", "groom", "pivot", "job_lure", "extract", "lock_in")
MONEY_STAGES = frozenset(STAGE_ORDER[2:])


@dataclass(frozen=True, slots=True)
class State:
    """What is remembered of a chat: the clearest sign of each tactic, float32 [K], and no word of it."""

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


@dataclass(frozen=True, slots=True)
class Memory:
    """How signs are kept: their range in logits, and how fast they fade."""

    floor: float
    ceiling: float
    half_life_msgs: float
    half_life_days: float

    def after(self, evidence: FloatArray, tactics: FloatArray, gap_days: float) -> FloatArray:
        """The evidence after a message with these tactic probabilities, each float32 [K]."""
        p = np.clip(tactics, 1e-6, 1 - 1e-6)
        sign = np.clip(np.log(p / (1 - p)), self.floor, self.ceiling) - self.floor
        fade = 2 ** (-1 / self.half_life_msgs - gap_days / self.half_life_days)
        found: FloatArray = np.maximum(evidence * fade, sign).astype(np.float32)
        return found

    def clearness(self, evidence: FloatArray) -> FloatArray:
        """Evidence as the probability of the clearest sign, float32 [K]."""
        found: FloatArray = 1 / (1 + np.exp(-(evidence + self.floor)))
        return found


class Link:
    """One weight a tactic and a bias: evidence in, probability out."""

    def __init__(self, weights: dict[str, float]) -> None:
        found = _f32([weights[tactic] for tactic in taxonomy().ids])
        self._for, self._against = np.maximum(found, 0), np.maximum(-found, 0)
        self._bias = weights["bias"]

    def __call__(self, evidence: FloatArray) -> float:
        for_it = float(evidence @ self._for)
        against = min(float(evidence @ self._against), COUNTER_SHARE * for_it)
        return float(1 / (1 + np.exp(-(self._bias + for_it - against))))


class ConversationModel:
    """The recursion, in numpy."""

    def __init__(self, weights: dict[str, Any]) -> None:
        ids, tactics = taxonomy().ids, taxonomy().tactics
        self._memory = Memory(**weights["memory"])
        self._risk, self._ask = Link(weights["risk"]), Link(weights["ask"])
        self._scripts = list(weights["scripts"])
        self._script = _f32([[one[tactic] for tactic in ids] for one in weights["scripts"].values()])  # [S, K]
        self._script_bias = _f32([one["bias"] for one in weights["scripts"].values()])
        self._stages = {stage: np.array([t.stage == stage for t in tactics]) for stage in (*STAGE_ORDER, "distress")}
        self._money = np.array([t.stage in MONEY_STAGES for t in tactics])

    @classmethod
    def load(cls, file: Path) -> ConversationModel:
        return cls(json.loads(file.read_text(encoding="utf-8")))

    def begin(self) -> State:
        return State(np.zeros(len(taxonomy().ids), dtype=np.float32))

    def step(self, state: State, tactics: FloatArray, gap_s: float | None) -> tuple[State, Reading]:
        """The next state and reading, after a message with these tactic probabilities, float32 [K].

        Args:
            gap_s: seconds since the message before, or None where times are not known.
        """
        evidence = self._memory.after(state.evidence, tactics, max(gap_s or 0.0, 0.0) / SECONDS_A_DAY)
        return State(evidence), self._read(evidence, tactics)

    def _read(self, evidence: FloatArray, tactics: FloatArray) -> Reading:
        clear = self._memory.clearness(evidence)
        risk = self._risk(evidence)
        stages = [stage for stage in STAGE_ORDER if (clear * self._stages[stage]).max() >= SEEN]
        script = self._scripts[int(np.argmax(self._script @ evidence + self._script_bias))]
        return Reading(
            risk=risk,
            ask=self._ask(evidence),
            stage=stages[-1] if stages else None,
            script=script if risk >= 0.25 else None,
            distress=float((clear * self._stages["distress"]).max()),
            tactics=tactics,
            money_seen=float((clear * self._money).max()),
        )


def _f32(values: object) -> FloatArray:
    return np.asarray(values, dtype=np.float32)
