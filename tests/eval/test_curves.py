import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as reference

from eval import curves
from tests.eval.conftest import array


@st.composite
def two_classes(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """Labels with both classes, and scores with many ties."""
    truth = draw(st.lists(st.booleans(), min_size=2, max_size=40).filter(lambda found: len(set(found)) == 2))
    score = draw(st.lists(st.integers(0, 8), min_size=len(truth), max_size=len(truth)))
    return np.array(truth), np.array(score) / 8


@given(two_classes())
def test_rankings_and_distances_agree_with_scikit_learn(case):
    truth, score = case
    assert curves.auroc(truth, score) == pytest.approx(reference.roc_auc_score(truth, score))
    assert curves.average_precision(truth, score) == pytest.approx(reference.average_precision_score(truth, score))
    assert curves.brier(truth, score) == pytest.approx(reference.brier_score_loss(truth, score))
    assert curves.f1(truth, score >= 0.5) == pytest.approx(reference.f1_score(truth, score >= 0.5))
    false, recall, threshold = curves.roc(truth, score)
    wanted = reference.roc_curve(truth, score, drop_intermediate=False)
    for found, there in zip((false, recall, threshold), wanted, strict=True):
        assert found == pytest.approx(there)


def test_auroc_counts_a_tie_as_half():
    # Pairs (positive, negative): 0.8 > 0.5, 0.8 > 0.1, 0.5 = 0.5, 0.5 > 0.1: (3 + 0.5) / 4.
    assert curves.auroc(np.array([True, True, False, False]), array(0.8, 0.5, 0.5, 0.1)) == 3.5 / 4


@pytest.mark.parametrize("truth", [[True, True], [False, False]])
def test_a_ranking_of_one_class_is_not_defined(truth):
    assert math.isnan(curves.auroc(np.array(truth), array(0.1, 0.9)))
    assert math.isnan(curves.recall_at_fpr(np.array(truth), array(0.1, 0.9), 0.01))


@pytest.mark.parametrize(("limit", "recall"), [(0.0, 1 / 3), (0.49, 1 / 3), (0.5, 2 / 3), (1.0, 1.0)])
def test_recall_at_a_false_positive_rate_takes_the_best_threshold_within_it(limit, recall):
    # From the top: scam 0.9, benign 0.8, scam 0.7, benign 0.2 and scam 0.1.
    truth = np.array([True, False, True, False, True])
    assert curves.recall_at_fpr(truth, array(0.9, 0.8, 0.7, 0.2, 0.1), limit) == pytest.approx(recall)


@pytest.mark.parametrize(
    ("recall", "fpr", "prevalence", "precision"),
    [(0.9, 0.01, 0.01, 0.009 / (0.009 + 0.0099)), (0.9, 0.0, 0.01, 1.0), (0.0, 0.1, 0.05, 0.0), (1.0, 1.0, 0.05, 0.05)],
)
def test_precision_at_a_prevalence_follows_bayes(recall, fpr, prevalence, precision):
    assert curves.precision_at_prevalence(recall, fpr, prevalence) == pytest.approx(precision)


def test_precision_without_any_alert_is_not_defined():
    assert math.isnan(curves.precision_at_prevalence(0.0, 0.0, 0.01))


def test_ece_is_the_mean_gap_over_bins_of_equal_mass():
    # Two bins: {0.1, 0.3} with no positive, gap 0.2; {0.6, 0.8} with one positive of two, gap 0.2.
    truth = np.array([False, False, True, False])
    assert curves.ece(truth, array(0.1, 0.3, 0.6, 0.8), bins=2) == pytest.approx(0.2)
    assert curves.reliability(truth, array(0.1, 0.3, 0.6, 0.8), bins=2) == [
        (pytest.approx(0.2), 0.0, 2), (pytest.approx(0.7), 0.5, 2),
    ]  # fmt: skip


def test_a_perfect_forecast_has_no_calibration_error():
    assert curves.ece(np.array([False, True] * 20), array(*[0.0, 1.0] * 20)) == 0.0


def test_the_latency_penalty_starts_at_zero_and_is_half_where_it_was_asked_to_be():
    p = curves.half_credit_rate(90)
    assert p == pytest.approx(math.log(3) / 89)
    assert curves.latency_penalty(array(1, 90), p) == pytest.approx([0.0, 0.5])
    assert curves.latency_penalty(array(10), 0.0078) == pytest.approx(-1 + 2 / (1 + math.exp(-0.0078 * 9)))


@pytest.mark.parametrize("half_msgs", [1, 0, -3])
def test_half_of_the_credit_cannot_be_lost_at_the_first_message(half_msgs):
    with pytest.raises(ValueError, match="first message"):
        curves.half_credit_rate(half_msgs)
