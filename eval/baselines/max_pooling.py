"""Our tactic model with max-pooling in place of the conversation model: what the second level must beat.

Plain: the largest probability so far of any tactic beyond grooming. `fitted`: logistic regression on the largest
probability of every tactic, fitted on the validation part, on which the tactic model has not been trained.
"""

from __future__ import annotations

import numpy as np
from sklearn.linear_model import LogisticRegression

from detector.taxonomy import taxonomy
from eval.chats import Chat
from eval.curves import FloatArray
from eval.systems import Scored, Setting

VARIANTS = ("", "fitted")
TELLING_STAGES = frozenset({"pivot", "extract", "lock_in", "job_lure"})


class MaxPooling:
    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._telling = np.array([tactic.stage in TELLING_STAGES for tactic in taxonomy().tactics])

    def score(self, chat: Chat) -> Scored:
        vectors = self._setting.tactics(chat).astype(np.float64)
        return Scored(np.maximum.accumulate(vectors[:, self._telling].max(axis=1)), tactics=vectors)


class FittedMaxPooling:
    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._model = LogisticRegression(class_weight="balanced", max_iter=1000)
        peaks = np.stack([self._peaks(chat)[-1] for chat in setting.validation])
        self._model.fit(peaks, [chat.scam for chat in setting.validation])

    def score(self, chat: Chat) -> Scored:
        # The last bits of a matrix product depend on how many rows it has, and a threshold is one of these values.
        risk: FloatArray = self._model.predict_proba(self._peaks(chat))[:, 1].round(9)
        return Scored(risk, tactics=self._setting.tactics(chat).astype(np.float64))

    def _peaks(self, chat: Chat) -> FloatArray:
        p = np.clip(self._setting.tactics(chat).astype(np.float64), 1e-4, 1 - 1e-4)
        return np.maximum.accumulate(np.log(p / (1 - p)), axis=0)


def build(setting: Setting, variant: str) -> MaxPooling | FittedMaxPooling:
    return FittedMaxPooling(setting) if variant == "fitted" else MaxPooling(setting)
