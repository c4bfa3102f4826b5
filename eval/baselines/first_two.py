"""TF-IDF + logistic regression on the first two messages only. A set that it can sort gives its class away at once."""

from __future__ import annotations

from eval.baselines.tfidf import Tfidf
from eval.systems import Setting

VARIANTS = ("",)


def build(setting: Setting, variant: str) -> Tfidf:
    return Tfidf(msgs=2)
