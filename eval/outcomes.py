"""From predictions to what the metrics read: arrays over conversations, and over messages for the tactics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detector.taxonomy import taxonomy
from detector.types import Level
from eval.curves import BoolArray, FloatArray
from eval.metrics import Cases
from eval.predictions import Prediction


def cases(predictions: Sequence[Prediction]) -> Cases:
    """The conversations of one set under one system."""
    return Cases(
        truth=np.array([one.scam for one in predictions], dtype=np.bool_),
        cut=np.array(
            [one.scam and one.marks is not None and one.pivot_at is None for one in predictions], dtype=np.bool_
        ),
        first=np.array(
            [[one.first(level) for level in list(Level)[1:]] for one in predictions], dtype=np.int64
        ).reshape(-1, 3),
        rises=np.array([_rises(one.levels) for one in predictions], dtype=np.int64),
        n_msgs=np.array([len(one.risk) for one in predictions], dtype=np.int64),
        pivot=np.array([_number(one.pivot_at) for one in predictions], dtype=np.int64),
        ask=np.array([_number(one.ask_at) for one in predictions], dtype=np.int64),
        lead_hours=np.array([_lead_hours(one) for one in predictions], dtype=np.float64),
        hit=np.array([_hit(one) for one in predictions], dtype=np.float64),
        peak=np.array([max(one.risk) for one in predictions], dtype=np.float64),
        running=_objects([np.maximum.accumulate(np.array(one.risk, dtype=np.float64)) for one in predictions]),
        rounds=_objects([rounds(one.senders) for one in predictions]),
        clusters=_objects([one.cluster for one in predictions]),
    )


def _objects(values: Sequence[object]) -> NDArray[np.object_]:
    """An array of objects, also where they are arrays of one length, which numpy would stack."""
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found


def rounds(senders: str) -> NDArray[np.int64]:
    """Number of the exchange that each message belongs to, int64 [M]: it grows where "them" (t) begins to speak."""
    begins = [sender == "t" and (k == 0 or senders[k - 1] == "m") for k, sender in enumerate(senders)]
    found: NDArray[np.int64] = np.maximum(1, np.cumsum(begins, dtype=np.int64))
    return found


def evidence(one: Prediction) -> tuple[int, str] | None:
    """Index and tactic of the most telling message up to the alert, or up to the end of a chat without one.

    Told by the largest probability of any tactic that "them" commits, counter-signals left out.
    """
    vectors = one.vectors()
    if vectors is None:
        return None
    alarm = one.first(Level.WARNING)
    seen = vectors[: alarm or None] * _against()
    place, k = np.unravel_index(int(seen.argmax()), seen.shape)
    return int(place), taxonomy().ids[int(k)]


@dataclass(frozen=True, slots=True)
class TacticCases:
    """Messages of annotated chats: marks, probabilities and whether the sender can commit the tactic, each [M, K]."""

    truth: BoolArray
    probability: FloatArray
    able: BoolArray
    clusters: tuple[str | None, ...]


def tactic_cases(predictions: Sequence[Prediction]) -> TacticCases | None:
    """All messages of the annotated chats among the predictions of a system that knows tactics."""
    known = [one for one in predictions if one.marks is not None and one.tactics is not None]
    if not known:
        return None
    ids = taxonomy().ids
    said_by = {who[0]: np.array([tactic.said_by == who for tactic in taxonomy().tactics]) for who in ("them", "me")}
    truth, able = [], []
    for one in known:
        marked = [(one.marks or {}).get(str(place), []) for place in range(len(one.risk))]
        truth += [[tactic in found for tactic in ids] for found in marked]
        able += [said_by["t" if sender == "t" else "m"] for sender in one.senders]
    vectors = [found for one in known if (found := one.vectors()) is not None]
    clusters = tuple(one.cluster for one in known for _ in one.risk)
    return TacticCases(
        np.array(truth, dtype=np.bool_), np.concatenate(vectors), np.array(able, dtype=np.bool_), clusters
    )


def _against() -> FloatArray:
    """1 for what "them" does against a person, float64 [K]."""
    return np.array(
        [tactic.said_by == "them" and not tactic.counter for tactic in taxonomy().tactics], dtype=np.float64
    )


def _number(index: int | None) -> int:
    return 0 if index is None else index + 1


def _rises(levels: Sequence[int]) -> int:
    told = [level >= Level.WARNING for level in levels]
    return sum(now and not before for before, now in zip([False, *told], told, strict=False))


def _lead_hours(one: Prediction) -> float:
    alarm = one.first(Level.WARNING)
    if one.hours is None or one.ask_at is None or not alarm:
        return float("nan")
    return one.hours[one.ask_at] - one.hours[alarm - 1]


def _hit(one: Prediction) -> float:
    found = evidence(one) if one.marks is not None and one.first(Level.WARNING) else None
    if found is None:
        return float("nan")
    marks = (one.marks or {}).get(str(found[0]), [])
    return float(any(not taxonomy()[tactic].counter for tactic in marks))
