"""Detector, policy and language gate as one step a message: what decides a verdict, wherever messages come from.

A message that is not in English cannot be judged: it leaves everything as it was before it, and clears nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from detector.conversation import FloatArray, Reading, State
from detector.engine import Detector, gap_seconds
from detector.language import LanguageGate, english_evidence
from detector.policy import Policy, PolicyState
from detector.taxonomy import Tactic, taxonomy
from detector.types import Level, Message, Sender

FINDING_PROBABILITY = 0.5
DISTRESS = 0.75  # higher than a finding's: what is said of a captive should rarely be wrong


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a chat after one message.

    Attributes:
        reading: the last that could be judged, or None before the first.
        judged: whether this message could be.
    """

    state: State
    policy: PolicyState
    gate: LanguageGate
    level: Level = Level.NONE
    reading: Reading | None = None
    judged: bool = False

    @property
    def risk(self) -> float:
        return self.reading.risk if self.reading else 0.0

    @property
    def distress(self) -> bool:
        return self.judged and self.reading is not None and self.reading.distress >= DISTRESS


class Judge:
    """Stateless and safe to share; everything that is remembered stands in a `Standing`."""

    def __init__(self, detector: Detector, policy: Policy) -> None:
        self.detector = detector
        self._policy = policy

    def begin(self) -> Standing:
        return Standing(self.detector.begin(), self._policy.begin(), LanguageGate())

    def step(self, before: Standing, tactics: FloatArray, evidence: float, gap_s: float | None) -> Standing:
        """The standing after one more message.

        Args:
            tactics: probabilities of its tactics, float32 [K].
            evidence: its `english_evidence`.
            gap_s: seconds since the message before, or None.
        """
        gate = before.gate.step(evidence)
        if not gate.assessable:
            return replace(before, gate=gate, judged=False)
        state, reading = self.detector.step(before.state, tactics, gap_s)
        policy, level = self._policy.step(before.policy, reading)
        return Standing(state, policy, gate, level, reading, judged=True)

    def fold(self, messages: Sequence[Message], tactics: Iterable[FloatArray]) -> Iterator[Standing]:
        """The standing after each message, from the tactic vector of each, float32 [K]."""
        standing, before = self.begin(), None
        for message, vector in zip(messages, tactics, strict=True):
            gap_s = gap_seconds(before, message.sent_at)
            standing = self.step(standing, vector, english_evidence(message.text), gap_s)
            yield standing
            before = message.sent_at

    def whole(self, messages: Sequence[Message], on_read: Callable[[int], None] = lambda n: None) -> Iterator[Standing]:
        """The standing after each message of a chat, read as it is asked for.

        Args:
            on_read: told every so often how many messages have been read; what it raises ends the reading.
        """
        return self.fold(messages, self.detector.each(messages, on_read))


def likely_tactics(
    tactics: FloatArray, sender: Sender, least: float = FINDING_PROBABILITY
) -> list[tuple[Tactic, float]]:
    """What a person is told of one message: the likely tactics of its sender, without counter-signals."""
    return [
        (tactic, float(probability))
        for tactic, probability in zip(taxonomy().tactics, tactics, strict=True)
        if probability >= least and tactic.said_by == sender and not tactic.counter
    ]
