"""MiniLM embeddings of each message, averaged over all that was written so far, with logistic regression.

The embeddings are those of the base model as it came. "Them" and "me" are averaged apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
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
        features = [
            self._features(chat, vectors)[-1] for chat, vectors in zip(chats, self._vectors(chats), strict=True)
        ]
        self._model.fit(np.stack(features), [chat.scam for chat in chats])

    def score(self, chat: Chat) -> Scored:
        return Scored(self._model.predict_proba(self._features(chat, *self._vectors([chat])))[:, 1])

    def _vectors(self, chats: Sequence[Chat]) -> list[NDArray[np.float32]]:
        """Embeddings of the messages of each chat, float32 [M, D]; all at once, since that pads least."""
        rows = [self._encoder.tokens(normalise(message.text)) for chat in chats for message in chat.messages]
        return np.split(self._encoder.embed(rows), np.cumsum([len(chat.messages) for chat in chats])[:-1])

    def _features(self, chat: Chat, vectors: NDArray[np.float32]) -> FloatArray:
        """Mean embedding of "them" and of "me" up to each message, float64 [M, 2 D]; zeros where nothing was said."""
        theirs = np.array([message.sender == "them" for message in chat.messages])
        means = [
            np.cumsum(vectors.astype(np.float64) * side[:, None], axis=0) / np.maximum(1, np.cumsum(side))[:, None]
            for side in (theirs, ~theirs)
        ]
        return np.hstack(means)


def build(setting: Setting, variant: str) -> Embeddings:
    from eval.encoder import base_encoder  # torch takes seconds to load

    return Embeddings(base_encoder())
