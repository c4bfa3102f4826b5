"""Intervals: bootstrap by cluster for anything, Wilson for a share of independent trials."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]

RESAMPLES = 1000
LEVEL = 0.95
Z_95 = 1.959963984540054


class MissingCluster(ValueError):
    """A case has no cluster, so that resampling would treat relatives as independent."""


def require(clusters: Sequence[str | None]) -> None:
    """Refuses cases that cannot be resampled with their relatives.

    Raises:
        MissingCluster: a case has no cluster.
    """
    if missing := sum(not cluster for cluster in clusters):
        raise MissingCluster(
            f"{missing} of {len(clusters)} cases have no cluster: give each its writer, family or own id"
        )


def resamples(clusters: Sequence[str | None], count: int = RESAMPLES, seed: int = 0) -> list[IntArray]:
    """Row numbers of `count` resamples: as many clusters as there are, drawn with replacement, with all of their rows.

    Raises:
        MissingCluster: a row has none.

    Source: Field & Welsh 2007 (the randomised cluster bootstrap).
    """
    require(clusters)
    names, codes = np.unique(np.array(clusters, dtype=str), return_inverse=True)
    rows = np.split(np.argsort(codes, kind="stable"), np.cumsum(np.bincount(codes))[:-1]) if len(names) else []
    rng = np.random.default_rng(seed)
    drawn = [rng.integers(len(names), size=len(names)) for _ in range(count)] if rows else []
    return [np.concatenate([rows[cluster] for cluster in draw]).astype(np.int64) for draw in drawn]


def bootstrap(
    statistic: Callable[[IntArray], Sequence[float]],
    clusters: Sequence[str | None],
    count: int = RESAMPLES,
    seed: int = 0,
) -> list[tuple[float, float]]:
    """Percentile interval of each number that `statistic` gives for some row numbers.

    A number that is not defined in more than half of the resamples, or that rests on a single cluster, gets (nan, nan).

    Raises:
        MissingCluster: a row has no cluster.
    """
    values = np.array([statistic(rows) for rows in resamples(clusters, count, seed)], dtype=np.float64)
    if not len(values) or len(set(clusters)) < 2:
        width = values.shape[1] if values.ndim == 2 else len(statistic(np.arange(len(clusters))))
        return [(math.nan, math.nan)] * width
    return [_percentiles(column) for column in values.T]


def _percentiles(values: FloatArray) -> tuple[float, float]:
    known = values[~np.isnan(values)]
    if 2 * len(known) < len(values):
        return math.nan, math.nan
    tail = 100 * (1 - LEVEL) / 2
    low, high = np.percentile(known, [tail, 100 - tail])
    return float(low), float(high)


def wilson(hits: int, trials: int) -> tuple[float, float]:
    """Score interval, 95 %, of a share of independent trials; (nan, nan) without trials.

    Source: Wilson 1927. 0 of 300 gives an upper end of 1.3 %.
    """
    if not trials:
        return math.nan, math.nan
    share, square = hits / trials, Z_95**2 / trials
    middle = (share + square / 2) / (1 + square)
    half = Z_95 * math.sqrt(share * (1 - share) / trials + square / 4 / trials) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)
