"""Paired differences of two systems: the same chats, resampled together, so that a hard set is hard for both."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.table import Table

from eval.intervals import RESAMPLES, IntArray, bootstrap
from eval.metrics import all_metrics
from eval.outcomes import cases
from eval.predictions import Prediction, read_header, read_predictions
from eval.tables import number


@dataclass(frozen=True, slots=True)
class Difference:
    """B minus A of one metric on one set, with its interval; `clear` where the interval leaves 0 out."""

    set: str
    attack: str
    metric: str
    a: float
    b: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        return self.low > 0 or self.high < 0


def compare(a: str, b: str, resamples: int = RESAMPLES, seed: int = 0) -> list[Difference]:
    """B minus A for every metric on every set and attack that both have run.

    Args:
        a, b: `DIR#SYSTEM`, or `DIR` where the run has one system.

    Raises:
        ValueError: a run or system is not there, the sets differ, or no chat is in both.
        MissingCluster: a chat has no cluster.
    """
    left, right = _chosen(a), _chosen(b)
    found = []
    for key in left:
        ids = [chat_id for chat_id in left[key] if chat_id in right.get(key, {})]
        if ids:
            found += _differences(key, [left[key][i] for i in ids], [right[key][i] for i in ids], resamples, seed)
    if not found:
        raise ValueError(f"{a} and {b} share no conversation: run both on the same set")
    return found


def _differences(
    key: tuple[str, str], a: list[Prediction], b: list[Prediction], resamples: int, seed: int
) -> list[Difference]:
    first, second = cases(a), cases(b)
    pairs = {name: (metric(first), metric(second)) for name, metric in all_metrics().items()}
    names = [name for name, pair in pairs.items() if not any(map(math.isnan, pair))]

    def statistic(rows: IntArray) -> list[float]:
        one, two = first.take(rows), second.take(rows)
        return [all_metrics()[name](two) - all_metrics()[name](one) for name in names]

    spread = bootstrap(statistic, list(first.clusters), resamples, seed)
    return [Difference(*key, name, *pairs[name], *interval) for name, interval in zip(names, spread, strict=True)]


def _chosen(given: str) -> dict[tuple[str, str], dict[str, Prediction]]:
    """The predictions of the system that was named, by set and attack, then by chat."""
    folder, _, system = given.partition("#")
    header = read_header(Path(folder))
    if not system and len(header["systems"]) > 1:
        raise ValueError(f"{folder} holds {', '.join(header['systems'])}: name one as {folder}#SYSTEM")
    system = system or header["systems"][0]
    if system not in header["systems"]:
        raise ValueError(f"{folder} holds no '{system}', only {', '.join(header['systems'])}")
    found: dict[tuple[str, str], dict[str, Prediction]] = defaultdict(dict)
    for one in read_predictions(Path(folder)):
        if one.system == system:
            # The hash joins the key: two sets of one name but other content are not the same chats.
            found[f"{one.set} {header['sets'][one.set]['sha256'][:8]}", one.attack][one.id] = one
    return found


def comparison_tables(found: Sequence[Difference], a: str, b: str) -> Iterator[Table]:
    """A table for the terminal for each set and attack; clear differences have a star."""
    for (which, attack), differences in groupby(found, lambda one: (one.set, one.attack)):
        table = Table(
            title=f"{which}, attack {attack}\nA = {a}\nB = {b}",
            caption="Intervals: 95 %, paired cluster bootstrap. * leaves 0 out. Differences of % are in points.",
            box=SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False, pad_edge=False,
            title_justify="left", caption_justify="left",
        )  # fmt: skip
        for head in ("metric", "A", "B", "B − A", "interval", ""):
            table.add_column(head, justify="left" if head == "metric" else "right", no_wrap=True)
        for one in differences:
            shown = [number(one.metric, value) for value in (one.a, one.b, one.b - one.a, one.low, one.high)]
            table.add_row(one.metric, *shown[:3], f"{shown[3]} to {shown[4]}", "*" if one.clear else "")
        yield table
