"""Knows only how many messages there are so far. A set that it can sort tests nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from eval.chats import Chat
from eval.curves import FloatArray
from eval.systems import Scored, Setting

VARIANTS = ("",)


class MessageCount:
    def __init__(self) -> None:
        self._model = LogisticRegression()

    def fit(self, chats: Sequence[Chat]) -> None:
        counts = np.array([len(chat.messages) for chat in chats])
        self._model.fit(_features(counts), [chat.scam for chat in chats])

    def score(self, chat: Chat) -> Scored:
        return Scored(self._model.predict_proba(_features(np.arange(1, len(chat.messages) + 1)))[:, 1])


def _features(counts: NDArray[np.int64]) -> FloatArray:
    return np.log(counts.astype(np.float64))[:, None]


def build(setting: Setting, variant: str) -> MessageCount:
    return MessageCount()
