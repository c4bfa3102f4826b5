"""Chats of the train part judged by models that never saw their family: what the shipped network learns from beside the
marks, and what calibration, thresholds and a second estimate rest on.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from detector.conversation import ConversationModel
from detector.engine import Reading
from detector.model import FloatArray, TacticModel
from detector.policy import Policy
from detector.training.augment import hasty
from detector.training.calibrate import fit_calibration, logit
from detector.training.config import Config
from detector.training.corpus_text import LabelledChat
from detector.training.dataset import by_fold, examples
from detector.training.train_conversation import Track, track_of, train_conversation
from detector.training.train_tactics import TorchNetwork, train_tactics
from detector.types import Conversation, Level
from detector.windows import WindowEncoder, windows

SECONDS_A_DAY = 86_400
HASTY_SHARE = 0.25  # of the chats are read as hasty people type: evidence must not pile up because a message is torn


@dataclass(frozen=True, slots=True)
class Judged:
    """A chat and the reading after each of its messages."""

    track: Track
    readings: list[Reading]

    def rescaled(self, slope: float, offset: float) -> Judged:
        """The same, with another calibration of the risk."""
        risks = [1 / (1 + np.exp(-(slope * logit(reading.risk) + offset))) for reading in self.readings]
        pairs = zip(self.readings, risks, strict=True)
        return replace(self, readings=[replace(reading, risk=float(risk)) for reading, risk in pairs])


@dataclass(frozen=True, slots=True)
class Unseen:
    """Tactics that networks which never saw it find in a chat, each float32 [M, K].

    Attributes:
        plain: in the chat as it was written: the teacher of the shipped network.
        typed: in the chat as `typed` made it: what the conversation model and the thresholds learn from.
    """

    plain: FloatArray
    typed: FloatArray


@dataclass(frozen=True, slots=True)
class Job:
    """One of the networks: what it is called, its seed, and the families that it does not see but judges."""

    name: str
    seed: int
    families: frozenset[str]


def jobs(learn: Sequence[LabelledChat], config: Config) -> list[Job]:
    """The networks to train: every round deals the families into folds anew."""
    found = []
    for number in range(config.fold_rounds):
        seed = config.seed + number
        for at, fold in enumerate(by_fold([chat.family for chat in learn], config.folds, seed), start=1):
            found.append(Job(f"round {number + 1}, fold {at} of {config.folds}", seed, fold))
    return found


def typed(learn: Sequence[LabelledChat], config: Config) -> list[LabelledChat]:
    """The same chats, a share of them as hasty people type."""
    rng = random.Random(config.seed)
    return [hasty(chat, rng) if rng.random() < HASTY_SHARE else chat for chat in learn]


def run(
    job: Job,
    learn: Sequence[LabelledChat],
    as_typed: Sequence[LabelledChat],
    background: Sequence[Conversation],
    encoder: WindowEncoder,
    config: Config,
) -> dict[str, Unseen]:
    """What a network that is trained on the other families finds in each chat of the job's, by the id of the chat."""
    brief = replace(
        config, seed=job.seed, epochs=config.fold_epochs, background_messages=config.background_messages // 2
    )
    inside = [at for at, chat in enumerate(learn) if chat.family in job.families]
    outside = examples([chat for chat in learn if chat.family not in job.families])
    net = train_tactics(outside, background, encoder, brief, job.name)
    model = fit_calibration(TorchNetwork(net), encoder, [learn[at] for at in inside], job.name)
    return {
        learn[at].conversation.id: Unseen(*(_scores(model, part[at]) for part in (learn, as_typed))) for at in inside
    }


def merge(
    found: Sequence[dict[str, Unseen]], learn: Sequence[LabelledChat], as_typed: Sequence[LabelledChat], config: Config
) -> tuple[list[list[Track]], dict[str, FloatArray]]:
    """The tracks of the train part, a list a fold, and the teacher by the id of a chat: the mean over the rounds."""
    plain: dict[str, FloatArray] = {}
    tracks: dict[str, Track] = {}
    for chat, other in zip(learn, as_typed, strict=True):
        judges = [one[chat.conversation.id] for one in found if chat.conversation.id in one]
        plain[chat.conversation.id] = np.mean([one.plain for one in judges], axis=0)
        tracks[chat.conversation.id] = track_of(other, np.mean([one.typed for one in judges], axis=0))
    folds = [
        [tracks[chat.conversation.id] for chat in learn if chat.family in families]
        for families in by_fold([chat.family for chat in learn], config.folds, config.seed)
    ]
    return folds, plain


def crossfit(
    learn: Sequence[LabelledChat], background: Sequence[Conversation], encoder: WindowEncoder, config: Config
) -> tuple[list[list[Track]], dict[str, FloatArray]]:
    """Trains all the networks and merges what they find: see `merge`."""
    as_typed = typed(learn, config)
    found = [run(job, learn, as_typed, background, encoder, config) for job in jobs(learn, config)]
    return merge(found, learn, as_typed, config)


def _scores(model: TacticModel, chat: LabelledChat) -> FloatArray:
    return model.score(windows(chat.conversation.messages))


def judge(weights: dict[str, Any], tracks: Sequence[Track]) -> list[Judged]:
    """Readings of each chat by the recursion as it ships, with these weights."""
    model = ConversationModel(weights)
    found = []
    for track in tracks:
        state, readings = model.begin(), []
        for vector, gap in zip(track.tactics, track.gaps_days, strict=True):
            state, reading = model.step(state, vector, float(gap) * SECONDS_A_DAY)
            readings.append(reading)
        found.append(Judged(track, readings))
    return found


def judge_unseen(folds: Sequence[Sequence[Track]], others: Sequence[Track], seed: int) -> list[Judged]:
    """Readings of every fold by a conversation model that was trained on the other folds and on `others`."""
    found = []
    for inside in folds:
        outside = [track for fold in folds if fold is not inside for track in fold]
        found += judge(train_conversation([*outside, *others], seed), inside)
    return found


def crossfit_figures(judged: Sequence[Judged], policy: Policy) -> dict[str, Any]:
    """How the policy does on chats that their judges never saw. The thresholds were chosen on the same chats."""
    first = [warned_at(chat, policy) for chat in judged]
    turned = [i for i, chat in enumerate(judged) if chat.track.scam and chat.track.pivot_at < len(chat.readings)]
    asked = [i for i in turned if judged[i].track.ask_at < len(judged[i].readings)]
    ordinary = [i for i, chat in enumerate(judged) if not chat.track.scam]
    return {
        "chats": len(judged),
        "scams_with_a_pivot": len(turned),
        "warned": sum(first[i] is not None for i in turned),
        "scams_with_an_ask": len(asked),
        "warned_before_or_at_the_ask": sum(
            (at := first[i]) is not None and at <= judged[i].track.ask_at for i in asked
        ),
        "ordinary": len(ordinary),
        "ordinary_warned": sum(first[i] is not None for i in ordinary),
    }


def warned_at(chat: Judged, policy: Policy) -> int | None:
    """The message after which the policy warns first; None where it never does."""
    state = policy.begin()
    for at, reading in enumerate(chat.readings):
        state, level = policy.step(state, reading)
        if level >= Level.WARNING:
            return at
    return None
