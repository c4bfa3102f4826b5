"""The detector: both models behind one object. Stateless and safe to share between threads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import numpy as np

from detector.conversation import ConversationModel, FloatArray, Reading, State
from detector.model import WEIGHTS_DIR, TacticModel
from detector.types import Message
from detector.windows import Window, windows

__all__ = ["BATCH_MSGS", "Detector", "Reading", "State", "gap_seconds"]

BATCH_MSGS = 256  # read at a time; each is read by itself, so no verdict depends on it


class Detector:
    """Probabilities after each message; when they become an alert is the policy's part."""

    def __init__(self, tactic_model: TacticModel, conversation_model: ConversationModel) -> None:
        self._tactic_model = tactic_model
        self._conversation_model = conversation_model
        self.version = tactic_model.version

    @classmethod
    def load(cls, folder: Path = WEIGHTS_DIR) -> Detector:
        """Loads the shipped weights.

        Raises:
            WeightsMissing: a file is not there or is damaged.
        """
        return cls(TacticModel.load(folder), ConversationModel.load(folder / "conversation.json"))

    def tactics(self, found: Sequence[Window]) -> FloatArray:
        """Tactic probabilities of each window's target, float32 [N, K]."""
        starts = range(0, max(1, len(found)), BATCH_MSGS)
        return np.concatenate([self._tactic_model.score(found[start : start + BATCH_MSGS]) for start in starts])

    def each(
        self, messages: Sequence[Message], on_read: Callable[[int], None] = lambda n: None
    ) -> Iterator[FloatArray]:
        """Tactic probabilities of one message after the other, float32 [K]. Few are held at a time, however long the
        chat is.

        Args:
            on_read: told every so often how many messages have been read; what it raises ends the reading.
        """
        for start in range(0, len(messages), BATCH_MSGS):
            found = self._tactic_model.score(windows(messages, start, start + BATCH_MSGS))
            on_read(start + len(found))
            yield from found

    def begin(self) -> State:
        """The state of a chat without messages."""
        return self._conversation_model.begin()

    def step(self, state: State, tactics: FloatArray, gap_s: float | None) -> tuple[State, Reading]:
        """State and reading after one more message with these tactic probabilities, float32 [K]."""
        return self._conversation_model.step(state, tactics, gap_s)

    def push(self, state: State, window: Window) -> tuple[State, Reading]:
        """Judges one new message. Pushing a chat message by message gives what `stream` gives."""
        before = window.context[-1].sent_at if window.context else None
        return self.step(state, self.tactics([window])[0], gap_seconds(before, window.target.sent_at))

    def stream(self, messages: Sequence[Message]) -> list[Reading]:
        """The reading after each message of a whole chat, with its texts sent through the network together."""
        return self.read(self.tactics(windows(messages)), [message.sent_at for message in messages])

    def read(self, tactics: FloatArray, sent_at: Sequence[datetime | None]) -> list[Reading]:
        """The reading after each message, from tactic vectors that are known already, float32 [M, K]."""
        state, before, readings = self.begin(), None, []
        for vector, now in zip(tactics, sent_at, strict=True):
            state, reading = self.step(state, vector, gap_seconds(before, now))
            readings.append(reading)
            before = now
        return readings


def gap_seconds(before: datetime | None, now: datetime | None) -> float | None:
    """Seconds between two messages; None where either time is unknown; 0 where clocks run backwards."""
    if before is None or now is None:
        return None
    return max(0.0, (now - before).total_seconds())
