"""The last 512 tokens of the chat, embedded anew at every message, with logistic regression: what most would build.

The cost of a message is that of 512 tokens however short it is, and whatever stands before them is forgotten.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from sklearn.linear_model import LogisticRegression

from detector.text import normalise
from eval.chats import Chat
from eval.curves import FloatArray
from eval.systems import Scored, Setting

if TYPE_CHECKING:
    from eval.encoder import Encoder

VARIANTS = ("",)
# Beginnings of each chat that are trained on. All of them would be 20 times as many and hardly differ.
PARTS = (0.25, 0.5, 0.75, 1.0)


class Reencode:
    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._model = LogisticRegression(C=10.0, class_weight="balanced", max_iter=1000)

    def fit(self, chats: Sequence[Chat]) -> None:
        """Trains on beginnings of chats, each with the label of the whole."""
        rows, truth = [], []
        for chat in chats:
            each = self._lines(chat)
            for count in sorted({max(1, round(part * len(each))) for part in PARTS}):
                rows.append(list(chain(*each[:count])))
                truth.append(chat.scam)
        self._model.fit(self._encoder.embed(rows), truth)

    def score(self, chat: Chat) -> Scored:
        each = self._lines(chat)
        vectors = self._encoder.embed([list(chain(*each[: k + 1])) for k in range(len(each))])
        risk: FloatArray = self._model.predict_proba(vectors)[:, 1].astype(np.float64)
        return Scored(risk)

    def _lines(self, chat: Chat) -> list[list[int]]:
        """Tokens of each message with its sender."""
        return [self._encoder.tokens(f"{message.sender}: {normalise(message.text)}") for message in chat.messages]


def build(setting: Setting, variant: str) -> Reencode:
    from eval.encoder import base_encoder  # torch takes seconds to load

    return Reencode(base_encoder())
