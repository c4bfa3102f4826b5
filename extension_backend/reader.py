"""The one path from rows to readings, for watched chats and for whole files: which texts the tactic model must read
(again), and the fold of conversation model and policy over the rows. No storage here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from detector.engine import Reading, State, gap_seconds
from detector.indicators import indicators
from detector.judge import FINDING_PROBABILITY, Judge, Standing, likely_tactics
from detector.language import LanguageGate, english_evidence
from detector.policy import PolicyState
from detector.review import LEAST_REASON
from detector.text import utf16_span
from detector.types import Level, Message, Sender
from detector.windows import CONTEXT_MSGS, Window
from extension_backend.keys import Keys
from extension_backend.rows import Row

FloatArray = NDArray[np.float32]
Texts = Callable[[Row], str | None]


def as_time(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def as_iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def found_tactics(row: Row, least: float = FINDING_PROBABILITY) -> dict[str, float]:
    """What a person is told of one message: tactic ids with their probabilities."""
    return {tactic.id: round(probability, 4) for tactic, probability in likely_tactics(_vector(row), row.sender, least)}


class Reader:
    """The judge over rows in order. Stateless; every state stands in the rows."""

    def __init__(self, judge: Judge, keys: Keys) -> None:
        self.detector = judge.detector
        self._judge = judge
        self._keys = keys

    def take_in(self, row: Row, scope: bytes, sender: Sender, text: str) -> bool:
        """Notes what is kept of a row's text. False where it is the one that the row had.

        Args:
            scope: equal texts of two scopes have different digests.
        """
        digest = self._keys.hash("text", scope, sender, text)
        if digest == row.text_digest:
            return False
        row.sender, row.text_digest, row.english, row.vector = sender, digest, english_evidence(text), b""
        spans = [utf16_span(text, indicator.span) for indicator in indicators(text) if indicator.kind != "domain"]
        row.spans = np.array(spans, dtype="<u4").tobytes()
        return True

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

    def read_ahead(self, before: Sequence[Row], texts: Texts, text: str) -> FloatArray:
        """Tactic probabilities of what the person is about to write after these rows, float32 [K]. Keeps nothing."""
        (vector,) = self.detector.tactics([Window(Message("", "me", text), self._at_hand(before, texts))])
        return np.asarray(vector, dtype=np.float32)

    def fold(self, order: Sequence[Row], start: int, first_place: int, now: float) -> None:
        """Judges the rows from `start` on again, from the standing after the row before; no text, no network.

        Args:
            first_place: place in the chat of `order[0]`.
        """
        before = order[start - 1] if start > 0 else None
        standing = _standing(before) if before else self._judge.begin()
        for place, row in enumerate(order[start:], start=first_place + start):
            gap_s = gap_seconds(as_time(before.sent_at), as_time(row.sent_at)) if before else None
            level = standing.level
            standing = self._judge.step(standing, _vector(row), row.english, gap_s)
            row.place, row.raised = place, standing.level > level
            _write_down(row, standing, now)
            before = row

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
        old = found_tactics(row, LEAST_REASON) if row.vector else {}
        row.vector, row.input_digest = vector.astype("<f4").tobytes(), used
        if found_tactics(row, LEAST_REASON).keys() - old.keys():
            row.found_at = None  # news: the fold dates it anew


def _vector(row: Row) -> FloatArray:
    return np.frombuffer(row.vector, dtype="<f4")


def _standing(row: Row) -> Standing:
    """The standing after a row, as far as it is kept: of its reading, what goes on where the next is not judged."""
    state = State.from_bytes(row.state)
    reading = Reading(row.risk, 0.0, row.stage, row.script, 0.0, _vector(row), 0.0)
    policy, gate = PolicyState.from_bytes(row.policy), LanguageGate(row.gate)
    return Standing(state, policy, gate, Level(row.level), reading)


def _write_down(row: Row, standing: Standing, now: float) -> None:
    reading = standing.reading
    row.state, row.policy = standing.state.to_bytes(), standing.policy.to_bytes()
    row.gate, row.level, row.risk = standing.gate.evidence, int(standing.level), standing.risk
    row.stage, row.script = (reading.stage, reading.script) if reading else (None, None)
    row.distress = standing.distress
    found = standing.judged and bool(found_tactics(row, LEAST_REASON))
    row.found_at = (row.found_at or now) if found else None


def _message(row: Row, text: str) -> Message:
    return Message(id="", sender=row.sender, text=text, sent_at=as_time(row.sent_at))
