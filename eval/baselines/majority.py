"""Says of every chat what most training chats are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detector.types import Level
from eval.chats import Chat
from eval.systems import Scored, Setting

VARIANTS = ("",)


class Majority:
    def __init__(self) -> None:
        self._share = 0.5

    def fit(self, chats: Sequence[Chat]) -> None:
        self._share = float(np.mean([chat.scam for chat in chats]))

    def score(self, chat: Chat) -> Scored:
        count = len(chat.messages)
        level = Level.WARNING if self._share > 0.5 else Level.NONE
        return Scored(np.full(count, self._share), (level,) * count)


def build(setting: Setting, variant: str) -> Majority:
    return Majority()
