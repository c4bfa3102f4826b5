"""Calibration and thresholds, all chosen on validation chats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from detector.engine import Reading
from detector.policy import Policy

FloatArray = NDArray[np.float32]

# The budget of false alarms: the share of ordinary chats in which a level may ever be shown. Hard negatives of the
# validation part and background chats count alike, whichever is the stricter.
BUDGETS = {
    "default": {"caution": 0.08, "warning": 0.02, "danger": 0.015},
    "early": {"caution": 0.15, "warning": 0.05, "danger": 0.03},
    "strict": {"caution": 0.04, "warning": 0.005, "danger": 0.005},
}
_LIMITS = Policy(caution=0, warning=0, danger=0)  # only for the defaults of its other fields
PRIOR_STRENGTH = 5.0  # pseudo-messages that pull a tactic with few examples towards slope 1, offset 0


def calibrate_tactics(logits: FloatArray, target: FloatArray, weight: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Platt slope and offset a tactic, each float32 [K], from validation logits, marks and weights, each [N, K]."""
    slope = torch.ones(logits.shape[1], requires_grad=True)
    offset = torch.zeros(logits.shape[1], requires_grad=True)
    x, y, w = (torch.from_numpy(np.ascontiguousarray(part)) for part in (logits, target, weight))
    optimiser = torch.optim.LBFGS([slope, offset], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        each = torch.nn.functional.binary_cross_entropy_with_logits(x * slope + offset, y, reduction="none")
        loss = (each * w).sum() + PRIOR_STRENGTH * ((slope - 1).square().sum() + offset.square().sum())
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimiser.step(closure)  # type: ignore[no-untyped-call]
    return slope.detach().numpy(), offset.detach().numpy()


def platt(scores: FloatArray, truth: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and offset that make sigmoid(slope * score + offset) a probability of `truth`, both [C]."""
    found = calibrate_tactics(
        scores.astype(np.float32)[:, None], truth.astype(np.float32)[:, None], np.ones((len(truth), 1), np.float32)
    )
    return float(found[0][0]), float(found[1][0])


def choose_policies(ordinary: Sequence[Sequence[Reading]], background: Sequence[Sequence[Reading]]) -> dict[str, Any]:
    """The lowest thresholds that keep each profile within its budget on both groups of ordinary chats."""
    return {name: asdict(_within(budget, ordinary, background)) for name, budget in BUDGETS.items()}


def _within(
    budget: dict[str, float], ordinary: Sequence[Sequence[Reading]], background: Sequence[Sequence[Reading]]
) -> Policy:
    danger = _lowest([_asked(chat) for chat in ordinary], [_asked(chat) for chat in background], budget["danger"])
    warning = _lowest([_money(chat) for chat in ordinary], [_money(chat) for chat in background], budget["warning"])
    caution = _lowest([_peak(chat) for chat in ordinary], [_peak(chat) for chat in background], budget["caution"])
    warning = max(warning, 0.5)
    return Policy(caution=min(max(caution, 0.3), warning), warning=warning, danger=max(danger, warning))


def _lowest(ordinary: Sequence[float], background: Sequence[float], share: float) -> float:
    """The lowest threshold that at most `share` of either group reaches; background is held to a fifth of it."""
    found = 0.0
    for peaks, allowed in ((ordinary, share), (background, share / 5)):
        if peaks:
            found = max(found, float(np.quantile(np.array(peaks), 1 - allowed, method="higher")) + 1e-4)
    return round(min(found, 0.995), 4)


def _peak(chat: Sequence[Reading]) -> float:
    return max((reading.risk for reading in chat), default=0.0)


def _money(chat: Sequence[Reading]) -> float:
    return max((reading.risk for reading in chat if reading.money_seen >= _LIMITS.money), default=0.0)


def _asked(chat: Sequence[Reading]) -> float:
    return max((reading.risk for reading in chat if reading.ask >= _LIMITS.ask), default=0.0)
