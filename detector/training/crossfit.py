"""What the conversation model learns from, chats of the train part as read by networks that never saw their family, and
how it judges chats.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from detector.conversation import ConversationModel
from detector.engine import Reading
from detector.policy import Policy
from detector.training.augment import hasty
from detector.training.calibrate import fit_calibration, logit
from detector.training.config import Config
from detector.training.corpus_text import LabelledChat
from detector.training.dataset import by_fold, examples
from detector.training.train_conversation import Track, track_of
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


def crossfit(
    learn: Sequence[LabelledChat], background: Sequence[Conversation], encoder: WindowEncoder, config: Config
) -> list[list[Track]]:
    """Tracks of the train part, a list a fold, each chat read by a network that never saw its family.

    A share of the chats is typed hastily.
    """
    rng = random.Random(config.seed)
    brief = replace(config, epochs=config.fold_epochs, background_messages=config.background_messages // 2)
    folds = []
    for number, fold in enumerate(by_fold([chat.family for chat in learn], config.folds, config.seed), start=1):
        inside = [chat for chat in learn if chat.family in fold]
        outside = examples([chat for chat in learn if chat.family not in fold])
        net = train_tactics(outside, background, encoder, brief, f"fold {number} of {config.folds}")
        model = fit_calibration(TorchNetwork(net), encoder, inside, f"fold {number}")
        typed = [hasty(chat, rng) if rng.random() < HASTY_SHARE else chat for chat in inside]
        folds.append([track_of(chat, model.score(windows(chat.conversation.messages))) for chat in typed])
    return folds


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


def validation_figures(judged: Sequence[Judged], policy: Policy) -> dict[str, Any]:
    """How the policy does on the validation part. The thresholds were chosen on the same chats."""
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
