import math

import numpy as np
import pytest
from scipy.stats import binomtest

from eval.intervals import MissingCluster, bootstrap, resamples, wilson


@pytest.mark.parametrize("missing", [None, ""])
def test_a_case_without_a_cluster_is_refused(missing):
    with pytest.raises(MissingCluster, match="1 of 3 cases have no cluster"):
        resamples(["family-1", missing, "family-2"])


def test_clusters_are_drawn_whole():
    clusters = ["a", "b", "a", "c", "b", "a"]
    for rows in resamples(clusters, count=50):
        drawn = [sum(clusters[row] == name for row in rows) for name in "abc"]
        assert [count % size for count, size in zip(drawn, (3, 2, 1), strict=True)] == [0, 0, 0]
        assert sum(count // size for count, size in zip(drawn, (3, 2, 1), strict=True)) == 3


def test_the_same_seed_draws_the_same():
    first, second, other = (resamples(list("abcdef"), 5, seed) for seed in (1, 1, 2))
    assert np.array_equal(first, second)
    assert not np.array_equal(first, other)


def test_relatives_widen_the_interval():
    values = np.repeat(np.arange(10) % 2, 20).astype(float)
    mean = [lambda rows: [float(values[rows].mean())]] * 2
    alone = bootstrap(mean[0], [f"chat-{i}" for i in range(200)], 400)[0]
    kin = bootstrap(mean[1], [f"family-{i // 20}" for i in range(200)], 400)[0]
    assert kin[1] - kin[0] > 3 * (alone[1] - alone[0])


def test_the_interval_of_a_mean_is_near_the_one_of_theory():
    values = np.random.default_rng(0).normal(size=400)
    low, high = bootstrap(lambda rows: [float(values[rows].mean())], [str(i) for i in range(400)], 2000)[0]
    half = 1.96 * values.std() / 20
    assert (low, high) == (pytest.approx(values.mean() - half, abs=0.02), pytest.approx(values.mean() + half, abs=0.02))


def test_one_cluster_gives_no_interval():
    assert all(map(math.isnan, bootstrap(lambda rows: [1.0], ["a", "a"], 10)[0]))


def test_a_number_that_is_mostly_undefined_gets_no_interval():
    assert all(map(math.isnan, bootstrap(lambda rows: [math.nan if 0 in rows else 1.0], list("ab"), 200)[0]))


@pytest.mark.parametrize(("hits", "trials"), [(0, 300), (3, 28), (14, 28), (28, 28), (1, 1)])
def test_wilson_agrees_with_scipy(hits, trials):
    wanted = binomtest(hits, trials).proportion_ci(method="wilson")
    assert wilson(hits, trials) == pytest.approx((wanted.low, wanted.high))


def test_wilson_without_trials_is_not_defined():
    assert all(map(math.isnan, wilson(0, 0)))
