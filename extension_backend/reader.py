"""The one path from rows to readings, for watched chats and for whole files: which texts the tactic model must read
(again), and the fold of conversation model and policy over the rows. No storage here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from detector.engine import Detector, State, gap_seconds
from detector.language import LanguageGate
from detector.policy import Policy, PolicyState
from detector.taxonomy import taxonomy
from detector.types import Message, Sender
from detector.windows import CONTEXT_MSGS, Window
from extension_backend.keys import Keys
from extension_backend.rows import Row

FINDING_PROBABILITY = 0.5
DISTRESS = 0.5

FloatArray = NDArray[np.float32]
Texts = Callable[[Row], str | None]


def as_time(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def found_tactics(vector: bytes, sender: Sender) -> dict[str, float]:
    """What a person is told of one message: the tactics of its sender that are likely, without counter-signals."""
    probabilities: list[float] = np.frombuffer(vector, dtype="<f4").tolist()
    return {
        tactic.id: round(p, 4)
        for tactic, p in zip(taxonomy().tactics, probabilities, strict=True)
        if p >= FINDING_PROBABILITY and tactic.said_by == sender and not tactic.counter
    }


class Reader:
    """Detector and policy over rows in order. Stateless; every state stands in the rows."""

    def __init__(self, detector: Detector, policy: Policy, keys: Keys) -> None:
        self.detector = detector
        self._policy = policy
        self._keys = keys

    def text_digest(self, scope: bytes, sender: Sender, text: str) -> bytes:
        """What is kept of a text: enough to tell that it was edited. Equal texts of two scopes differ in it."""
        return self._keys.hash("text", scope, sender, text)

    def score(self, order: Sequence[Row], start: int, texts: Texts) -> int:
        """Fills in the vectors that are missing or were read with another context.

        Args:
            order: rows of one chat; those before `start` serve as context only.
            texts: the text of a row where it is at hand.

        Returns:
            Position of the first row that changed; `len(order)` where none did.
        """
        jobs: list[tuple[int, bytes, Window]] = []
        first = len(order)
        for i in range(start, len(order)):
            row, before = order[i], order[max(0, i - CONTEXT_MSGS) : i]
            wanted = self._input_digest([*before, row])
            stale = row.input_digest != wanted
            if stale and (text := texts(row)) is not None:
                context = self._at_hand(before, texts)
                used = self._input_digest([*before[len(before) - len(context) :], row])
                if used == wanted or not row.vector:
                    jobs.append((i, used, Window(_message(row, text), context)))
                    stale = used != wanted
            if stale != row.stale:
                row.stale = stale
                first = min(first, i)
        vectors = self.detector.tactics([window for _, _, window in jobs])
        for (i, used, _), vector in zip(jobs, vectors, strict=True):
            self._store(order[i], used, vector)
            first = min(first, i)
        return first

    def fold(self, order: Sequence[Row], start: int, first_place: int, now: float) -> None:
        """Judges the rows from `start` on again, from the state of the row before; no text, no network.

        Messages that are not in English cannot be judged: they leave everything as it was before them.

        Args:
            first_place: place in the chat of `order[0]`.
        """
        before = order[start - 1] if start > 0 else None
        for place, row in enumerate(order[start:], start=first_place + start):
            row.place = place
            gate = LanguageGate(before.gate if before else 0.0).step(row.english)
            row.gate = gate.evidence
            if gate.assessable:
                self._judge(row, before)
                found = bool(found_tactics(row.vector, row.sender))
                row.found_at = (row.found_at or now) if found else None
            else:
                self._carry_over(row, before)
            before = row

    def _judge(self, row: Row, before: Row | None) -> None:
        state = State.from_bytes(before.state) if before else self.detector.begin()
        policy_state = PolicyState.from_bytes(before.policy) if before else self._policy.begin()
        gap_s = gap_seconds(as_time(before.sent_at), as_time(row.sent_at)) if before else None
        state, reading = self.detector.step(state, np.frombuffer(row.vector, dtype="<f4"), gap_s)
        policy_state, level = self._policy.step(policy_state, reading)
        row.state, row.policy = state.to_bytes(), policy_state.to_bytes()
        row.risk, row.stage, row.script = reading.risk, reading.stage, reading.script
        row.distress = reading.distress >= DISTRESS
        row.level, row.raised = int(level), level > (before.level if before else 0)

    def _carry_over(self, row: Row, before: Row | None) -> None:
        row.state = before.state if before else self.detector.begin().to_bytes()
        row.policy = before.policy if before else self._policy.begin().to_bytes()
        row.risk, row.level = (before.risk, before.level) if before else (0.0, 0)
        row.stage, row.script = (before.stage, before.script) if before else (None, None)
        row.distress, row.raised, row.found_at = False, False, None

    def _input_digest(self, rows: Sequence[Row]) -> bytes:
        return self._keys.hash("input", self.detector.version, *(row.text_digest for row in rows))

    @staticmethod
    def _at_hand(before: Sequence[Row], texts: Texts) -> tuple[Message, ...]:
        """The longest unbroken stretch right before the target whose texts are known."""
        context: list[Message] = []
        for row in reversed(before):
            text = texts(row)
            if text is None:
                break
            context.insert(0, _message(row, text))
        return tuple(context)

    @staticmethod
    def _store(row: Row, used: bytes, vector: FloatArray) -> None:
        old = found_tactics(row.vector, row.sender) if row.vector else {}
        row.vector, row.input_digest = vector.astype("<f4").tobytes(), used
        if found_tactics(row.vector, row.sender).keys() - old.keys():
            row.found_at = None  # news: the fold dates it anew


def _message(row: Row, text: str) -> Message:
    return Message(id="", sender=row.sender, text=text, sent_at=as_time(row.sent_at))
