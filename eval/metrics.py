"""One function a metric: `Cases` in, one number out, nan where it is not defined. Tables follow by listing.

Letters: chat i has label y_i, n_i messages, risk s_i(k) after message k; k_i is the message, counted from 1, at which
the policy first shows `warning` or more, 0 for never; a_i and v_i are those of the ask and of the pivot, 0 for none.
A name ends in its unit where it is no share: `_msgs`, `_hours`, `_rounds`, `_per_1000`.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cache

import numpy as np
from numpy.typing import NDArray

from eval import curves
from eval.curves import BoolArray, FloatArray

IntArray = NDArray[np.int64]

ERISK_P = 0.0078  # Sadeque et al. 2018
ESPD_HALF_MSGS = 90  # Vogt et al. 2021: half of the credit is lost at message 90
NEAR_PIVOT_MSGS = 3
AT_FPR = 0.10  # PreScam's operating point
PARAMETERS = {
    "alert_level": "warning", "erisk_p": ERISK_P, "espd_half_msgs": ESPD_HALF_MSGS, "near_pivot_msgs": NEAR_PIVOT_MSGS,
    "at_fpr": AT_FPR, "ece_bins": curves.ECE_BINS, "erde_o": [5, 50],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cases:
    """Conversations of one set under one system, as arrays over C conversations.

    Attributes:
        truth: y_i, bool [C].
        cut: scams that end before their pivot: what they show is ordinary talk so far, bool [C].
        first: message at which caution, warning and danger were first shown, counted from 1, 0 for never, int64 [C, 3].
        rises: how often the level rose to warning or more, int64 [C].
        n_msgs, pivot, ask: n_i, v_i, a_i, each int64 [C].
        lead_hours: hours from k_i to a_i, nan where times or either of them is missing, float64 [C].
        hit: 1 where the message shown as evidence is one that an annotator marked, nan where unknown, float64 [C].
        peak: max_k s_i(k), float64 [C].
        running: max over s_i(1..k) for each k, C arrays float64 [n_i].
        rounds: number of the exchange that each message belongs to, counted from 1, C arrays int64 [n_i].
        clusters: what is resampled together, C names or None.
    """

    truth: BoolArray
    cut: BoolArray
    first: IntArray
    rises: IntArray
    n_msgs: IntArray
    pivot: IntArray
    ask: IntArray
    lead_hours: FloatArray
    hit: FloatArray
    peak: FloatArray
    running: NDArray[np.object_]
    rounds: NDArray[np.object_]
    clusters: NDArray[np.object_]

    def __len__(self) -> int:
        return len(self.truth)

    @property
    def alarm(self) -> IntArray:
        """k_i, int64 [C]."""
        return self.first[:, 1]

    def take(self, rows: IntArray | BoolArray) -> Cases:
        """The chosen conversations, in that order, with repetition."""
        return Cases(**{field.name: getattr(self, field.name)[rows] for field in fields(self)})


Metric = Callable[[Cases], float]


@cache
def all_metrics() -> dict[str, Metric]:
    """Every metric of this file by name, in the order of the file."""
    module = sys.modules[__name__]
    found = inspect.getmembers(
        module, lambda o: inspect.isfunction(o) and list(inspect.signature(o).parameters) == ["cases"]
    )
    public = [(name, function) for name, function in found if not name.startswith("_")]
    return dict(sorted(public, key=lambda item: item[1].__code__.co_firstlineno))


def _share(of: BoolArray, among: BoolArray) -> float:
    count = np.count_nonzero(among)
    return np.count_nonzero(of & among) / count if count else float("nan")


def _median(values: FloatArray | IntArray) -> float:
    if not len(values):
        return float("nan")
    ordered = np.sort(values)  # quicker than np.median on a few hundred values, thousands of times
    return float(ordered[(len(values) - 1) // 2] + ordered[len(values) // 2]) / 2


def recall(cases: Cases) -> float:
    """Share of scam conversations with an alert at any message."""
    return _share(cases.alarm > 0, cases.truth)


def recall_turned(cases: Cases) -> float:
    """The same among scams that reach their pivot: before it there is no script to warn of yet."""
    return _share(cases.alarm > 0, cases.truth & ~cases.cut)


def recall_caution(cases: Cases) -> float:
    """Share of scam conversations that reach at least caution."""
    return _share(cases.first[:, 0] > 0, cases.truth)


def recall_danger(cases: Cases) -> float:
    """Share of scam conversations with an ask that reach danger."""
    return _share(cases.first[:, 2] > 0, cases.truth & (cases.ask > 0))


def fpr(cases: Cases) -> float:
    """Share of benign conversations with an alert at any prefix, since the detector tests at every one of them."""
    return _share(cases.alarm > 0, ~cases.truth)


def fpr_caution(cases: Cases) -> float:
    """Share of benign conversations that ever reach caution."""
    return _share(cases.first[:, 0] > 0, ~cases.truth)


def fpr_danger(cases: Cases) -> float:
    """Share of benign conversations that ever reach danger."""
    return _share(cases.first[:, 2] > 0, ~cases.truth)


def cut_alerted(cases: Cases) -> float:
    """Share with an alert among scams that end before their pivot. Not wanted: nothing has been asked yet."""
    return _share(cases.alarm > 0, cases.cut)


def false_alarms_per_1000(cases: Cases) -> float:
    """Rises to an alert in benign conversations, a 1,000 of their messages; one chat may rise more than once."""
    messages = int(cases.n_msgs[~cases.truth].sum())
    return 1000 * float(cases.rises[~cases.truth].sum()) / messages if messages else float("nan")


def auroc(cases: Cases) -> float:
    """AUROC of max_k s_i(k)."""
    return curves.auroc(cases.truth, cases.peak)


def auprc(cases: Cases) -> float:
    """Average precision of max_k s_i(k), at the prevalence of the set."""
    return curves.average_precision(cases.truth, cases.peak) if not cases.truth.all() else float("nan")


def recall_at_fpr_1_percent(cases: Cases) -> float:
    """Recall of max_k s_i(k) at the threshold that alerts on at most 1 % of benign conversations."""
    return curves.recall_at_fpr(cases.truth, cases.peak, 0.01)


def recall_at_fpr_01_percent(cases: Cases) -> float:
    """The same at 0.1 %: below 1,000 benign conversations this means none at all."""
    return curves.recall_at_fpr(cases.truth, cases.peak, 0.001)


def precision_at_1_percent(cases: Cases) -> float:
    """Share of alerts that are right where 1 % of conversations are scams."""
    return curves.precision_at_prevalence(recall(cases), fpr(cases), 0.01)


def precision_at_5_percent(cases: Cases) -> float:
    """Share of alerts that are right where 5 % of conversations are scams."""
    return curves.precision_at_prevalence(recall(cases), fpr(cases), 0.05)


def pre_ask_recall(cases: Cases) -> float:
    """|y = 1, k_i < a_i| / |y = 1, an ask exists|."""
    return _share((cases.alarm > 0) & (cases.alarm < cases.ask), cases.truth & (cases.ask > 0))


def pre_ask_recall_after_pivot(cases: Cases) -> float:
    """|y = 1, k_i < a_i, v_i < a_i| / |y = 1, v_i < a_i|: where the ask is the pivot, nothing comes before it."""
    later = cases.truth & (cases.pivot > 0) & (cases.pivot < cases.ask)
    return _share((cases.alarm > 0) & (cases.alarm < cases.ask), later)


def at_ask_recall(cases: Cases) -> float:
    """|y = 1, k_i <= a_i| / |y = 1, an ask exists|."""
    return _share((cases.alarm > 0) & (cases.alarm <= cases.ask), cases.truth & (cases.ask > 0))


def lead_to_ask_msgs(cases: Cases) -> float:
    """Median a_i - k_i over alerted scams with an ask; below 0 where the alert comes after it."""
    told = cases.truth & (cases.alarm > 0) & (cases.ask > 0)
    return _median(cases.ask[told] - cases.alarm[told])


def lead_to_ask_hours(cases: Cases) -> float:
    """The same in hours, where times exist."""
    return _median(cases.lead_hours[cases.truth & ~np.isnan(cases.lead_hours)])


def pre_pivot_recall(cases: Cases) -> float:
    """|y = 1, k_i < v_i| / |y = 1, a pivot exists|."""
    return _share((cases.alarm > 0) & (cases.alarm < cases.pivot), cases.truth & (cases.pivot > 0))


def near_pivot_recall(cases: Cases) -> float:
    """Alerted before the pivot or within 3 messages of it, among scams with a pivot."""
    near = (cases.alarm > 0) & (cases.alarm <= cases.pivot + NEAR_PIVOT_MSGS)
    return _share(near, cases.truth & (cases.pivot > 0))


def lead_to_pivot_msgs(cases: Cases) -> float:
    """Median v_i - k_i over alerted scams with a pivot; mostly below 0, since the pivot is what is noticed."""
    told = cases.truth & (cases.alarm > 0) & (cases.pivot > 0)
    return _median(cases.pivot[told] - cases.alarm[told])


def f1(cases: Cases) -> float:
    """F1 of alerted against scam."""
    return curves.f1(cases.truth, cases.alarm > 0)


def erde_5(cases: Cases) -> float:
    """ERDE at o = 5. Lower is better."""
    return _erde(cases, 5)


def erde_50(cases: Cases) -> float:
    """ERDE at o = 50. Lower is better."""
    return _erde(cases, 50)


def _erde(cases: Cases, o: int) -> float:
    """Early risk detection error: FP the share of positives, FN 1, TN 0, TP 1 - 1 / (1 + e^(k - o)); mean over chats.

    Source: Losada & Crestani 2016.
    """
    if not len(cases) or not cases.truth.any():
        return float("nan")
    told = cases.alarm > 0
    late = 1 - 1 / (1 + np.exp(np.clip(cases.alarm - o, -500, 500).astype(np.float64)))
    cost = np.where(told, np.where(cases.truth, late, cases.truth.mean()), cases.truth.astype(np.float64))
    return float(cost.mean())


def f_latency(cases: Cases) -> float:
    """F1 x speed with p = 0.0078, eRisk's. Source: Sadeque et al. 2018."""
    return _f_latency(cases, ERISK_P)


def f_latency_espd(cases: Cases) -> float:
    """F1 x speed with the penalty 0.5 at message 90, eSPD's. Source: Vogt et al. 2021."""
    return _f_latency(cases, curves.half_credit_rate(ESPD_HALF_MSGS))


def f_latency_ask(cases: Cases) -> float:
    """F1 x speed with the penalty 0.5 at the median message of the ask."""
    asks = cases.ask[cases.truth & (cases.ask > 0)]
    half = _median(asks)
    return _f_latency(cases, curves.half_credit_rate(half)) if half > 1 else float("nan")


def _f_latency(cases: Cases, p: float) -> float:
    """F1 x (1 - median penalty over true positives)."""
    told = cases.alarm[cases.truth & (cases.alarm > 0)]
    if not len(told):
        return 0.0 if cases.truth.any() else float("nan")
    return curves.f1(cases.truth, cases.alarm > 0) * (1 - _median(curves.latency_penalty(told.astype(np.float64), p)))


def at_fpr10_rounds(cases: Cases) -> float:
    """Mean rounds of warning before the ask, over scams that fire before it, where at most 10 % of benign chats fire.

    A round is one stretch of "them" with what "me" answers. Source: PreScam's AT@FPR10%.
    """
    fired = _rounds_before_ask(cases)
    return float(np.mean(fired)) if fired else float("nan")


def at_fpr10_rate(cases: Cases) -> float:
    """Share of scams with an ask that fire before it at that threshold: the firing rate of AT@FPR10%."""
    asked = int((cases.truth & (cases.ask > 0)).sum())
    return len(_rounds_before_ask(cases)) / asked if asked and not cases.truth.all() else float("nan")


def _rounds_before_ask(cases: Cases) -> list[int]:
    if cases.truth.all() or not cases.truth.any():
        return []
    false, _, thresholds = curves.roc(cases.truth, cases.peak)
    threshold = thresholds[false <= AT_FPR].min()
    fired = []
    for place in np.nonzero(cases.truth & (cases.ask > 0))[0]:
        at, ask = int(np.searchsorted(cases.running[place], threshold)), int(cases.ask[place]) - 1
        if at < ask:
            fired.append(int(cases.rounds[place][ask] - cases.rounds[place][at]))
    return fired


def ece(cases: Cases) -> float:
    """Expected calibration error of max_k s_i(k) over 15 equal-mass bins. It depends on the set's prevalence."""
    return curves.ece(cases.truth, cases.peak) if _both(cases) else float("nan")


def brier(cases: Cases) -> float:
    """Mean squared distance of max_k s_i(k) and the label."""
    return curves.brier(cases.truth, cases.peak) if _both(cases) else float("nan")


def _both(cases: Cases) -> bool:
    return bool(cases.truth.any() and not cases.truth.all())


def evidence_hit_rate(cases: Cases) -> float:
    """Share of alerted scams whose most telling message up to the alert is one that an annotator marked."""
    known = cases.hit[cases.truth & ~np.isnan(cases.hit)]
    return float(known.mean()) if len(known) else float("nan")
