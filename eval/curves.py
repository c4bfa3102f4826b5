"""Formulas on labels and scores alone: ranking, thresholds, calibration. Pure numpy; for metrics and plots."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

ECE_BINS = 15


def auroc(truth: BoolArray, score: FloatArray) -> float:
    """Probability that a random positive scores above a random negative, ties counting half.

    Args:
        truth: bool [C].
        score: float64 [C].

    Returns:
        In [0, 1]; nan where a class is missing.

    Source: Hanley & McNeil 1982 (the Mann-Whitney statistic).
    """
    positive, negative = score[truth], np.sort(score[~truth])
    if not len(positive) or not len(negative):
        return float("nan")
    below = np.searchsorted(negative, positive, side="left")
    upto = np.searchsorted(negative, positive, side="right")
    return float((below + upto).sum() / 2 / len(positive) / len(negative))


def roc(truth: BoolArray, score: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """False-positive rate, recall and threshold at each distinct score, from (0, 0) at an infinite threshold on.

    Returns:
        Three float64 [N + 1] for N distinct scores.
    """
    order = np.argsort(-score, kind="stable")
    ranked, hit = score[order], truth[order]
    last = np.append(np.nonzero(np.diff(ranked))[0], len(ranked) - 1) if len(ranked) else np.array([], dtype=int)
    positives, negatives = max(1, int(truth.sum())), max(1, int((~truth).sum()))
    recall = np.append(0.0, np.cumsum(hit)[last] / positives)
    false = np.append(0.0, np.cumsum(~hit)[last] / negatives)
    return false, recall, np.append(np.inf, ranked[last])


def precision_recall(truth: BoolArray, score: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Precision and recall at each distinct score, highest score first, both float64 [N]."""
    order = np.argsort(-score, kind="stable")
    ranked, hit = score[order], truth[order]
    last = np.append(np.nonzero(np.diff(ranked))[0], len(ranked) - 1) if len(ranked) else np.array([], dtype=int)
    found = np.cumsum(hit)[last]
    return found / (last + 1), found / max(1, int(truth.sum()))


def average_precision(truth: BoolArray, score: FloatArray) -> float:
    """Sum of precision x step in recall, without interpolation; nan without a positive.

    Source: the definition of scikit-learn's `average_precision_score`.
    """
    if not truth.any():
        return float("nan")
    precision, recall = precision_recall(truth, score)
    return float((precision * np.diff(recall, prepend=0.0)).sum())


def recall_at_fpr(truth: BoolArray, score: FloatArray, limit: float) -> float:
    """The largest recall of any threshold with a false-positive rate of at most `limit`; nan without both classes."""
    if truth.all() or not truth.any():
        return float("nan")
    false, recall, _ = roc(truth, score)
    return float(recall[false <= limit].max())


def precision_at_prevalence(recall: float, fpr: float, prevalence: float) -> float:
    """Share of alerts that would be right where a share `prevalence` of chats are scams; nan without an alert.

    Formula: TPR p / (TPR p + FPR (1 - p)), by Bayes.
    """
    alerts = recall * prevalence + fpr * (1 - prevalence)
    return recall * prevalence / alerts if alerts > 0 else float("nan")


def reliability(truth: BoolArray, probability: FloatArray, bins: int = ECE_BINS) -> list[tuple[float, float, int]]:
    """Mean probability, share of positives and count of each equal-mass bin, lowest probabilities first."""
    order = np.argsort(probability, kind="stable")
    return [
        (float(probability[part].mean()), float(truth[part].mean()), len(part))
        for part in np.array_split(order, bins)
        if len(part)
    ]


def ece(truth: BoolArray, probability: FloatArray, bins: int = ECE_BINS) -> float:
    """Expected calibration error over equal-mass bins: mean gap of confidence and share of positives.

    Source: Naeini et al. 2015; equal-mass bins after Nixon et al. 2019.
    """
    if not len(truth):
        return float("nan")
    found = reliability(truth, probability, bins)
    return sum(abs(mean - share) * count for mean, share, count in found) / len(truth)


def brier(truth: BoolArray, probability: FloatArray) -> float:
    """Mean squared distance of probability and outcome. Source: Brier 1950, for two classes."""
    return float(np.mean((probability - truth) ** 2)) if len(truth) else float("nan")


def f1(truth: BoolArray, told: BoolArray) -> float:
    """Harmonic mean of precision and recall; nan without a positive."""
    if not truth.any():
        return float("nan")
    return float(2 * (truth & told).sum() / (truth.sum() + told.sum()))


def latency_penalty(k_msgs: FloatArray, p: float) -> FloatArray:
    """Penalty for an alert at message k, counted from 1: 0 at the first, towards 1, float64 [C].

    Formula: -1 + 2 / (1 + e^(-p (k - 1))). Source: Sadeque et al. 2018, eq. 3.
    """
    return -1 + 2 / (1 + np.exp(-p * (np.asarray(k_msgs, dtype=np.float64) - 1)))


def half_credit_rate(half_msgs: float) -> float:
    """The p at which an alert at message `half_msgs` loses half of its credit: ln 3 / (half_msgs - 1).

    Raises:
        ValueError: `half_msgs` is 1 or less.
    """
    if half_msgs <= 1:
        raise ValueError("half of the credit can only be lost after the first message")
    return float(np.log(3) / (half_msgs - 1))
