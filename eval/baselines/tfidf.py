"""TF-IDF of words and word pairs of all that was written so far, with logistic regression."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression

from detector.text import normalise
from eval.chats import Chat
from eval.curves import FloatArray
from eval.systems import Scored, Setting

VARIANTS = ("",)
WORD = r"(?u)\b\w+\b"


class Tfidf:
    """Reads the first `msgs` messages, or all. It gets the detector's `normalise`, so that disguises are no excuse."""

    def __init__(self, msgs: int | None = None) -> None:
        self._msgs = msgs
        self._counts = CountVectorizer(ngram_range=(1, 2), min_df=2, token_pattern=WORD)
        self._weights = TfidfTransformer(sublinear_tf=True)
        self._model = LogisticRegression(C=10.0, class_weight="balanced", max_iter=1000)

    def fit(self, chats: Sequence[Chat]) -> None:
        """Trains on whole chats, each one document; word pairs do not cross messages."""
        self._counts.fit([text for chat in chats for text in self._texts(chat)])
        whole = sparse.vstack([self._prefixes(chat)[-1] for chat in chats])
        self._model.fit(self._weights.fit_transform(whole), [chat.scam for chat in chats])

    def score(self, chat: Chat) -> Scored:
        risk: FloatArray = self._model.predict_proba(self._weights.transform(self._prefixes(chat)))[:, 1]
        return Scored(np.append(risk, np.repeat(risk[-1], len(chat.messages) - len(risk))))

    def _texts(self, chat: Chat) -> list[str]:
        return [normalise(message.text) for message in chat.messages[: self._msgs]]

    def _prefixes(self, chat: Chat) -> Any:
        """Counts of everything up to each message, sparse [M, V]."""
        each = self._counts.transform(self._texts(chat))
        return sparse.csr_matrix(np.tri(each.shape[0])) @ each


def build(setting: Setting, variant: str) -> Tfidf:
    return Tfidf()
