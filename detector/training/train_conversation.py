"""Fits the conversation model (see `detector.conversation` for its formulas) on tactic vectors of chats.

Both links are logistic regressions on the evidence after each message, with the sign of every weight given: a convex
problem, so there is one answer, whatever the machine.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import log_softmax

from detector.conversation import MONEY_STAGES, SECONDS_A_DAY, Memory
from detector.engine import gap_seconds
from detector.taxonomy import Tactic, taxonomy
from detector.training.corpus_text import LabelledChat
from detector.types import Conversation

FloatArray = NDArray[np.float32]
Numbers = NDArray[np.float64]
Group = Literal["corpus", "background", "unmarked"]

MEMORY = Memory(floor=-2.5, ceiling=4.0, half_life_msgs=200.0, half_life_days=120.0)
EARLY_WEIGHT = 0.15  # of the messages before the pivot: still ordinary talk, so they may raise a caution at most
# A sign beyond hook and grooming weighs at least this much, before calibration: in the corpus such signs come together,
# so that one of them can stand for all, but a chat that is pasted from its middle may show only one.
LEAST_WEIGHT = 0.4
SHRINKAGE = 1e-4
SCRIPT_SHRINKAGE = 1e-2
# What all chats of a group weigh together, scams and ordinary ones.
SHARES: dict[tuple[Group, bool], float] = {
    ("corpus", True): 1.0, ("corpus", False): 2 / 3, ("background", False): 1 / 3,
    ("unmarked", True): 0.1, ("unmarked", False): 0.1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Track:
    """A chat as the conversation model sees it.

    Attributes:
        tactics: probabilities, float32 [M, K].
        gaps_days: days since the message before, 0 where unknown, float32 [M].
        scam: whether it follows a script; `script` its id, or None where it is none or not known.
        pivot_at, ask_at: message indices; M where the chat ends before.
        group: chats of the corpus, ordinary chats of other sets, or chats of which nothing but `scam` is known.
    """

    tactics: FloatArray
    gaps_days: FloatArray
    scam: bool
    script: str | None
    pivot_at: int
    ask_at: int
    group: Group = "corpus"


def track_of(chat: LabelledChat, tactics: FloatArray) -> Track:
    """The track of a corpus chat with the tactic vectors found in it."""
    count = len(tactics)
    scam = chat.label == "scam"
    return Track(
        tactics=tactics,
        gaps_days=_gaps(chat.conversation),
        scam=scam,
        script=chat.kind if scam else None,
        pivot_at=count if chat.pivot_at is None else chat.pivot_at,
        ask_at=count if chat.ask_at is None else chat.ask_at,
    )


def background_track(chat: Conversation, tactics: FloatArray) -> Track:
    """The track of an ordinary chat of another set."""
    return Track(tactics, _gaps(chat), False, None, len(tactics), len(tactics), "background")


def unmarked_track(chat: Conversation, scam: bool, tactics: FloatArray) -> Track:
    """The track of a chat of which only the label is known: its script counts as begun by the middle."""
    return Track(tactics, _gaps(chat), scam, None, len(tactics) // 2, len(tactics), "unmarked")


def _gaps(chat: Conversation) -> FloatArray:
    times = [None, *(message.sent_at for message in chat.messages)]
    gaps = [gap_seconds(before, now) or 0.0 for before, now in pairwise(times)]
    return np.array(gaps, dtype=np.float32) / SECONDS_A_DAY


def train_conversation(tracks: Sequence[Track], seed: int) -> dict[str, Any]:
    """The weights as `ConversationModel` reads them.

    Each chat of the corpus is learned whole, from a place in its middle on, and with a stretch of another chat in it,
    so that neither what came before nor how long the chat is decides.
    """
    rng = random.Random(seed)
    ordinary = [track for track in tracks if not track.scam]
    count = Counter((track.group, track.scam) for track in tracks)
    evidence, scam, asked, weight, ask_weight = [], [], [], [], []
    for track in tracks:
        versions = [track] if track.group == "unmarked" else list(_versions(track, ordinary, rng))
        share = SHARES[track.group, track.scam] / count[track.group, track.scam] / len(versions)
        for version in versions:
            at = np.arange(len(version.tactics))
            each = 1 / len(at) + (at == at[-1])  # the end counts as much as the way there
            early = EARLY_WEIGHT if track.scam else 1.0
            evidence.append(evidence_of(version))
            scam.append(np.full(len(at), float(track.scam)))
            asked.append((at >= version.ask_at).astype(float))
            weight.append(share * each * np.where(at >= version.pivot_at, 1, early))
            ask_weight.append(np.full(len(at), share / len(at) * (track.group != "unmarked" or not track.scam)))
    x = np.concatenate(evidence).astype(np.float64)
    return {
        "memory": asdict(MEMORY),
        "risk": _link(x, np.concatenate(scam), np.concatenate(weight)),
        "ask": _link(x, np.concatenate(asked), np.concatenate(ask_weight)),
        "scripts": _scripts([track for track in tracks if track.script and track.pivot_at < len(track.tactics)]),
    }


def evidence_of(track: Track) -> FloatArray:
    """The evidence after each message, float32 [M, K]."""
    evidence, found = np.zeros(track.tactics.shape[1], dtype=np.float32), []
    for vector, gap in zip(track.tactics, track.gaps_days, strict=True):
        evidence = MEMORY.after(evidence, vector, float(gap))
        found.append(evidence)
    return np.stack(found)


def _versions(track: Track, ordinary: Sequence[Track], rng: random.Random) -> Iterator[Track]:
    yield track
    yield _from_the_middle(track, rng)
    yield _padded(track, rng.choice(ordinary), rng.randint(0, len(track.tactics)))


def _from_the_middle(track: Track, rng: random.Random) -> Track:
    """The track from a message on in which some tactic of the other side is seen; whole where there is none."""
    places = np.flatnonzero((track.tactics[:, _of_the_other_side()] > 0.5).any(axis=1)).tolist()
    at = rng.choice(places) if places else 0
    return replace(
        track, tactics=track.tactics[at:], gaps_days=track.gaps_days[at:],
        pivot_at=max(0, track.pivot_at - at), ask_at=max(0, track.ask_at - at),
    )  # fmt: skip


@cache
def _of_the_other_side() -> NDArray[np.bool_]:
    """Which tactics may open a chat that is read from its middle, bool [K]."""
    return np.array([tactic.said_by == "them" and not tactic.counter for tactic in taxonomy().tactics])


def _padded(track: Track, stretch: Track, at: int) -> Track:
    """The track with another, ordinary one put into it."""
    shift = len(stretch.tactics)
    return replace(
        track,
        tactics=np.concatenate([track.tactics[:at], stretch.tactics, track.tactics[at:]]),
        gaps_days=np.concatenate([track.gaps_days[:at], stretch.gaps_days, track.gaps_days[at:]]),
        pivot_at=track.pivot_at + shift * (track.pivot_at >= at),
        ask_at=track.ask_at + shift * (track.ask_at >= at),
    )


def _link(x: Numbers, y: Numbers, weight: Numbers) -> dict[str, float]:
    """A logistic regression whose weights have the sign of their tactic; distress signals have none."""
    share = weight / weight.sum()

    def loss(w: Numbers) -> tuple[float, Numbers]:
        z = x @ w[:-1] + w[-1]
        slope = share * (1 / (1 + np.exp(-z)) - y)
        each = np.logaddexp(0, z) - y * z
        return float(share @ each + SHRINKAGE * w[:-1] @ w[:-1]), np.r_[
            x.T @ slope + 2 * SHRINKAGE * w[:-1], slope.sum()
        ]

    bounds = [*map(_bounds, taxonomy().tactics), (None, None)]
    start = np.zeros(len(bounds))
    found = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B", options={"maxiter": 500})
    return _named(found.x[:-1], found.x[-1])


def _bounds(tactic: Tactic) -> tuple[float | None, float | None]:
    if tactic.stage == "distress":
        return 0.0, 0.0
    if tactic.counter:
        return None, 0.0
    return (LEAST_WEIGHT if tactic.stage in MONEY_STAGES else 0.0), None


def _scripts(scams: Sequence[Track]) -> dict[str, dict[str, float]]:
    """One link a script, by multinomial regression on the evidence at the end of the scams; the highest wins."""
    scripts = [script.id for script in taxonomy().scripts]
    x = np.stack([np.r_[evidence_of(track)[-1], 1.0] for track in scams]).astype(np.float64)
    y = np.array([[track.script == script for script in scripts] for track in scams], dtype=np.float64)

    def loss(flat: Numbers) -> tuple[float, Numbers]:
        w = flat.reshape(x.shape[1], len(scripts))
        log_p = log_softmax(x @ w, axis=1)
        slope = x.T @ (np.exp(log_p) - y) / len(x) + 2 * SCRIPT_SHRINKAGE * w
        return float(-(log_p * y).sum() / len(x) + SCRIPT_SHRINKAGE * flat @ flat), slope.ravel()

    found = minimize(loss, np.zeros(x.shape[1] * len(scripts)), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    columns = found.x.reshape(x.shape[1], len(scripts)).T
    return {script: _named(column[:-1], column[-1]) for script, column in zip(scripts, columns, strict=True)}


def _named(weights: Numbers, bias: float) -> dict[str, float]:
    named = {tactic: round(float(weight), 3) for tactic, weight in zip(taxonomy().ids, weights, strict=True)}
    return {"bias": round(float(bias), 3), **named}


def rescaled(weights: dict[str, Any], slope: float, offset: float) -> dict[str, Any]:
    """The weights with a calibration of the risk's logit folded in."""
    risk = {name: round(weight * slope, 3) for name, weight in weights["risk"].items()}
    return weights | {"risk": risk | {"bias": round(risk["bias"] + offset, 3)}}
