"""MiniLM embeddings of each message, averaged over all that was written so far, with logistic regression.

The embeddings are those of the base model as it came. "Them" and "me" are averaged apart.
"""

from __future__ import annotations

from collections.abc import Sequence
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


class Embeddings:
    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._model = LogisticRegression(C=10.0, class_weight="balanced", max_iter=1000)

    def fit(self, chats: Sequence[Chat]) -> None:
        """Trains on whole chats, as `tfidf` does."""
        self._model.fit(np.stack([self._features(chat)[-1] for chat in chats]), [chat.scam for chat in chats])

    def score(self, chat: Chat) -> Scored:
        return Scored(self._model.predict_proba(self._features(chat))[:, 1])

    def _features(self, chat: Chat) -> FloatArray:
        """Mean embedding of "them" and of "me" up to each message, float64 [M, 2 D]; zeros where nothing was said."""
        vectors = self._encoder.embed([self._encoder.tokens(normalise(message.text)) for message in chat.messages])
        theirs = np.array([message.sender == "them" for message in chat.messages])
        means = [
            np.cumsum(vectors.astype(np.float64) * side[:, None], axis=0) / np.maximum(1, np.cumsum(side))[:, None]
            for side in (theirs, ~theirs)
        ]
        return np.hstack(means)


def build(setting: Setting, variant: str) -> Embeddings:
    from eval.encoder import base_encoder  # torch takes seconds to load

    return Embeddings(base_encoder())
