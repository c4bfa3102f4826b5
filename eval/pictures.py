"""The charts of a report, drawn from the predictions of the systems on one set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from detector.types import Level
from eval import curves
from eval.outcomes import cases
from eval.predictions import Prediction
from eval.svg import COLOURS, Axes, Point, Series, chart

ASK_WINDOW_MSGS = 40
LONGEST_MSGS = 120  # where the picture of the share warned by message ends

BySystem = Mapping[str, Sequence[Prediction]]


def pictures(found: BySystem) -> list[str]:
    """Every chart that the set allows (one class: no ROC; no asks: none against it), in the order of the colours."""
    everything = [one for predictions in found.values() for one in predictions]
    drawn = []
    if any(one.scam for one in everything) and not all(one.scam for one in everything):
        drawn += [_precision_recall(found), _roc(found), _reliability(dict([next(iter(found.items()))]))]
    if any(one.scam and len(one.risk) > 1 for one in everything):
        drawn.append(_share_warned(found, "Scams with an alert, by message", True))
    if any(one.ask_at is not None for one in everything):
        drawn.append(_against_the_ask(found))
    if any(not one.scam and len(one.risk) > 1 for one in everything):
        drawn.append(_share_warned(found, "Benign chats with an alert, by message", False))
    return drawn


def pictured(systems: Sequence[str]) -> list[str]:
    """The systems that are drawn: the first, then one of each other family, as many as there are colours."""
    families: dict[str, str] = {}
    for system in systems:
        families.setdefault(system.partition(":")[0], system)
    return list(families.values())[:COLOURS]


def _precision_recall(found: BySystem) -> str:
    series = []
    for name, predictions in found.items():
        of = cases(predictions)
        precision, recall = curves.precision_recall(of.truth, of.peak)
        told = of.alarm > 0
        at = [(float(told[of.truth].mean()), float(of.truth[told].mean()))] if told.any() else []
        series.append(_series(found, name, [(float(r), float(p)) for r, p in zip(recall, precision, strict=True)], at))
    prevalence = float(cases(next(iter(found.values()))).truth.mean())
    return chart(
        "Precision and recall; the dot is where it warns",
        Axes("recall", "precision", reference=[(0, prevalence), (1, prevalence)], stands_for="guessing"),
        series,
    )


def _roc(found: BySystem) -> str:
    series = []
    for name, predictions in found.items():
        of = cases(predictions)
        false, recall, _ = curves.roc(of.truth, of.peak)
        told = of.alarm > 0
        at = [(float(told[~of.truth].mean()), float(told[of.truth].mean()))]
        series.append(_series(found, name, [(float(f), float(r)) for f, r in zip(false, recall, strict=True)], at))
    return chart(
        "ROC; the dot is where it warns",
        Axes("benign chats with an alert", "scams with an alert", reference=[(0, 0), (1, 1)], stands_for="guessing"),
        series,
    )


def _reliability(found: BySystem) -> str:
    series = []
    for name, predictions in found.items():
        of = cases(predictions)
        points = [(mean, share) for mean, share, _ in curves.reliability(of.truth, of.peak)]
        series.append(_series(found, name, points, points))
    return chart(
        "Reliability of the highest risk, 15 bins of equal size",
        Axes("risk said", "share that are scams", reference=[(0, 0), (1, 1)], stands_for="as said"),
        series,
    )


def _share_warned(found: BySystem, title: str, scams: bool) -> str:
    series, longest = [], 1
    for name, predictions in found.items():
        of_class = [one for one in predictions if one.scam == scams]
        alarms = [alarm for one in of_class if (alarm := one.first(Level.WARNING))]
        longest = max([longest, *(len(one.risk) for one in of_class)])
        series.append(_series(found, name, _cumulative(alarms, len(of_class), 0, min(longest, LONGEST_MSGS)), (), True))
    axes = Axes("messages so far", "share with an alert", (0, min(longest, LONGEST_MSGS)), percent=(False, True))
    return chart(title, axes, series)


def _against_the_ask(found: BySystem) -> str:
    series = []
    for name, predictions in found.items():
        asked = [one for one in predictions if one.ask_at is not None]
        places = [
            alarm - 1 - one.ask_at for one in asked if one.ask_at is not None and (alarm := one.first(Level.WARNING))
        ]
        points = _cumulative(places, len(asked), -ASK_WINDOW_MSGS, ASK_WINDOW_MSGS)
        series.append(_series(found, name, points, (), True))
    axes = Axes(
        "messages after the ask (before it: below 0)", "scams with an alert", (-ASK_WINDOW_MSGS, ASK_WINDOW_MSGS),
        reference=[(0, 0), (0, 1)], stands_for="the ask", percent=(False, True),
    )  # fmt: skip
    return chart("Scams with an alert, against the ask", axes, series)


def _cumulative(places: Sequence[int], count: int, low: int, high: int) -> list[Point]:
    ordered = np.sort(np.array(places))
    grid = np.arange(low, high + 1)
    return [(float(x), float(np.searchsorted(ordered, x, side="right")) / max(1, count)) for x in grid]


def _series(
    found: BySystem, name: str, points: Sequence[Point], marks: Sequence[Point] = (), steps: bool = False
) -> Series:
    return Series(name, points, list(found).index(name), steps, marks)
