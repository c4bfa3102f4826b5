"""From predictions to `results.json`: every metric by set, attack, system and slice, with intervals."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from detector.taxonomy import taxonomy
from eval import curves
from eval.intervals import LEVEL, RESAMPLES, IntArray, bootstrap, wilson
from eval.metrics import PARAMETERS, Cases, all_metrics
from eval.outcomes import TacticCases, cases, tactic_cases
from eval.predictions import Prediction, read_header, read_predictions

FILE_NAME = "results.json"
SLICE_RESAMPLES = 300
TACTIC_RESAMPLES = 200
F1_THRESHOLD = 0.5
# What a slice is measured by; the whole set gets every metric.
SLICE_METRICS = (
    "recall",
    "recall_caution",
    "recall_turned",
    "pre_ask_recall",
    "near_pivot_recall",
    "fpr",
    "fpr_caution",
    "auroc",
)
LENGTHS_MSGS = (1, 20, 40, 80)


def evaluate(folder: Path, resamples: int = RESAMPLES, seed: int = 0) -> dict[str, Any]:
    """Computes and writes the results of a run.

    Raises:
        ValueError: the folder holds no run.
        MissingCluster: a conversation has no cluster.
    """
    header = read_header(folder)
    groups: dict[tuple[str, str, str], list[Prediction]] = defaultdict(list)
    for one in read_predictions(folder):
        groups[one.set, one.attack, one.system].append(one)
    subject = header["systems"][0]
    results = {
        "header": header,
        "parameters": {
            **PARAMETERS, "resamples": resamples, "slice_resamples": min(resamples, SLICE_RESAMPLES), "interval": LEVEL,
            "tactic_resamples": min(resamples, TACTIC_RESAMPLES), "tactic_f1_threshold": F1_THRESHOLD,
            "bootstrap_seed": seed,
        },
        "results": [
            {"set": which, "attack": attack, "system": system, **_group(found, resamples, seed, system == subject)}
            for (which, attack, system), found in groups.items()
        ],
    }  # fmt: skip
    plain: dict[str, Any] = _plain(results)
    (folder / FILE_NAME).write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")
    return plain


def read_results(folder: Path, resamples: int = RESAMPLES) -> dict[str, Any]:
    """The results of a run, computed first where they are missing or older than the predictions."""
    file = folder / FILE_NAME
    if not file.is_file() or file.stat().st_mtime < (folder / "predictions.jsonl").stat().st_mtime:
        evaluate(folder, resamples)
    results: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return results


def _group(found: Sequence[Prediction], resamples: int, seed: int, subject: bool) -> dict[str, Any]:
    """The results of one system on one set. Slices of others than the run's first system are without intervals."""
    sliced = min(resamples, SLICE_RESAMPLES) if subject else 0
    result: dict[str, Any] = {
        "judged": float(np.mean([one.judged for one in found])),
        "all": measure(cases(found), tuple(all_metrics()), resamples, seed),
        "slices": [
            {
                "slice": name,
                "value": value,
                **measure(cases(part), SLICE_METRICS, sliced, seed),
            }
            for name, value, part in slices(found)
        ],
    }
    if costs := [one.cost for one in found if one.cost]:
        result["cost"] = {name: sum(cost[name] for cost in costs) for name in costs[0]}
    if (messages := tactic_cases(found)) is not None:
        result["tactics"] = _tactics(messages, min(sliced, TACTIC_RESAMPLES), seed)
    return result


def measure(of: Cases, names: Sequence[str], resamples: int, seed: int) -> dict[str, Any]:
    """Counts, and value and interval of each metric that is defined."""
    chosen = {name: all_metrics()[name] for name in names}
    values = {name: metric(of) for name, metric in chosen.items()}
    defined = [name for name, value in values.items() if not math.isnan(value)]

    def statistic(rows: IntArray) -> list[float]:
        drawn = of.take(rows)
        return [chosen[name](drawn) for name in defined]

    found = bootstrap(statistic, list(of.clusters), resamples, seed) if defined else []
    told = of.alarm > 0
    return {
        "scams": int(of.truth.sum()), "benign": int((~of.truth).sum()), "clusters": len(set(of.clusters.tolist())),
        "messages": int(of.n_msgs.sum()), "benign_messages": int(of.n_msgs[~of.truth].sum()),
        "asks": int((of.ask > 0).sum()), "turned": int((of.truth & ~of.cut).sum()),
        "alerted_benign": int((told & ~of.truth).sum()), "alerted_scams": int((told & of.truth).sum()),
        "fpr_wilson": wilson(int((told & ~of.truth).sum()), int((~of.truth).sum())),
        "recall_wilson": wilson(int((told & of.truth).sum()), int(of.truth.sum())),
        "metrics": {name: (values[name], *interval) for name, interval in zip(defined, found, strict=True)},
    }  # fmt: skip


def slices(found: Sequence[Prediction]) -> Iterator[tuple[str, str, list[Prediction]]]:
    """Name, value and members of each slice with more than one value.

    A script is held against all benign chats, a hard-negative cell against all scams; other slices take both classes.
    """
    scams, benign = [one for one in found if one.scam], [one for one in found if not one.scam]
    for name, own, other in (("script", scams, benign), ("cell", benign, scams)):
        for kind in sorted({one.kind for one in own}):
            yield name, kind or "unnamed", [*(one for one in own if one.kind == kind), *other]
    by: dict[str, dict[str, list[Prediction]]] = {
        name: defaultdict(list) for name in ("label", "lang", "origin", "length")
    }
    for one in found:
        by["lang"][one.lang].append(one)
        by["origin"][one.origin].append(one)
        by["length"][_length(len(one.risk))].append(one)
    for label in sorted({one.label for one in scams}):
        by["label"][label] = [*(one for one in scams if one.label == label), *benign]
    for name, values in by.items():
        if len(values) > 1:
            yield from ((name, value, part) for value, part in sorted(values.items()))


def _length(count: int) -> str:
    low = max(limit for limit in LENGTHS_MSGS if limit <= count)
    higher = [limit for limit in LENGTHS_MSGS if limit > count]
    return f"{low:>3} to {higher[0] - 1} messages" if higher else f"{low:>3} messages or more"


def _tactics(of: TacticCases, resamples: int, seed: int) -> dict[str, Any]:
    """Average precision and F1 of each tactic and their mean over the tactics that are marked at least once."""

    def each(rows: IntArray) -> list[float]:
        truth, probability, able = of.truth[rows], of.probability[rows], of.able[rows]
        found = [
            curves.average_precision(truth[able[:, k], k], probability[able[:, k], k]) for k in range(truth.shape[1])
        ]
        return [*found, float(np.nanmean(found)) if not np.isnan(found).all() else math.nan]

    everything = np.arange(len(of.truth))
    values, spread = each(everything), bootstrap(each, of.clusters, resamples, seed)
    f1 = [
        curves.f1(of.truth[of.able[:, k], k], of.probability[of.able[:, k], k] >= F1_THRESHOLD)
        for k in range(of.truth.shape[1])
    ]
    rows = {
        tactic: {"marked": int(of.truth[:, k].sum()), "ap": (values[k], *spread[k]), "f1": f1[k]}
        for k, tactic in enumerate(taxonomy().ids)
    }
    macro_f1 = float(np.nanmean(f1)) if not np.isnan(f1).all() else math.nan
    return {"macro_ap": (values[-1], *spread[-1]), "macro_f1": macro_f1, "messages": len(of.truth), "each": rows}


def _plain(value: Any) -> Any:
    """JSON has no nan: it is written as null."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return None if isinstance(value, float) and math.isnan(value) else value
