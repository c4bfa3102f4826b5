"""What a bulk run says of conversations: from their messages to lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from detector.conversation import FloatArray
from detector.formats import Problem
from detector.judge import Judge, Standing
from detector.taxonomy import taxonomy
from detector.types import Conversation, Level
from detector.windows import windows

TACTIC_PROBABILITY = 0.3


@dataclass(frozen=True, slots=True)
class Read:
    """What was read from one row, and its size in bytes."""

    size: int
    found: Conversation | Problem

    @property
    def n_messages(self) -> int:
        return len(self.found.messages) if isinstance(self.found, Conversation) else 0


@dataclass(frozen=True, slots=True)
class Scored:
    """What became of a row: a line of the output, or the problem that there is in its place.

    Attributes:
        size: bytes of the row.
        judged: whether any of the messages could be.
    """

    size: int
    outcome: bytes | Problem
    n_messages: int = 0
    judged: bool = False


def score_batch(batch: Sequence[Read], judge: Judge) -> list[Scored]:
    """Scores the conversations of a batch; their messages go through the network together."""
    chats = [read.found for read in batch if isinstance(read.found, Conversation)]
    flat = [window for chat in chats for window in windows(chat.messages)]
    vectors = judge.detector.tactics(flat)
    scored, start = [], 0
    for read in batch:
        if isinstance(read.found, Problem):
            scored.append(Scored(read.size, read.found))
            continue
        tactics = vectors[start : start + read.n_messages]
        start += read.n_messages
        standings = list(judge.fold(read.found.messages, tactics))
        line = json.dumps(score_line(read.found, tactics, standings), ensure_ascii=False).encode() + b"\n"
        scored.append(Scored(read.size, line, read.n_messages, any(standing.judged for standing in standings)))
    return scored


def score_line(chat: Conversation, tactics: FloatArray, standings: Sequence[Standing]) -> dict[str, Any]:
    """What a bulk run says of one conversation. Places are counted from 0; tactics are float32 [M, K]."""
    reading = standings[-1].reading if standings else None
    return {
        "id": chat.id,
        "risk": max((_rounded(standing.risk) for standing in standings), default=0.0),
        "level": str(max((standing.level for standing in standings), default=Level.NONE)),
        "alert_at": _first(standing.level >= Level.WARNING for standing in standings),
        "caution_at": _first(standing.level >= Level.CAUTION for standing in standings),
        "script": reading.script if reading else None,
        "stage": reading.stage if reading else None,
        "distress_at": _first(standing.distress for standing in standings),
        "messages": [_message(*each) for each in zip(tactics, standings, strict=True)],
    }


def _message(vector: FloatArray, standing: Standing) -> dict[str, Any]:
    likely = np.flatnonzero(vector >= TACTIC_PROBABILITY) if standing.judged else ()
    return {
        "risk": _rounded(standing.risk),
        "level": str(standing.level),
        "tactics": {taxonomy().tactics[k].id: _rounded(vector[k]) for k in likely},
    }


def _rounded(probability: float) -> float:
    return round(float(probability), 4)


def _first(flags: Iterator[bool]) -> int | None:
    return next((place for place, flag in enumerate(flags) if flag), None)
