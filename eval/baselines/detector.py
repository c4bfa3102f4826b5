"""Second Look itself, with its default policy, or the one named after the colon."""

from __future__ import annotations

import numpy as np

from detector.judge import Judge
from detector.policy import PROFILES, Policy
from eval.chats import Chat
from eval.systems import Scored, Setting

VARIANTS = ("", *(name for name in PROFILES if name != "default"))


class SecondLook:
    """The decision path of the server and the command line."""

    def __init__(self, setting: Setting, policy: Policy) -> None:
        self._setting = setting
        self._policy = policy

    def score(self, chat: Chat) -> Scored:
        vectors = self._setting.tactics(chat)
        standings = list(Judge(self._setting.detector, self._policy).fold(chat.messages, vectors))
        return Scored(
            risk=np.array([standing.risk for standing in standings], dtype=np.float64),
            levels=tuple(standing.level for standing in standings),
            tactics=vectors.astype(np.float64),
            judged=float(np.mean([standing.judged for standing in standings])),
        )


def build(setting: Setting, variant: str) -> SecondLook:
    return SecondLook(setting, Policy.named(variant or "default", setting.weights))
