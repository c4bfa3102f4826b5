"""Calibration and thresholds, chosen on chats that the models in question never saw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray

from detector.engine import Reading
from detector.model import Network, TacticModel
from detector.policy import Policy
from detector.taxonomy import taxonomy
from detector.training.corpus_text import LabelledChat
from detector.training.dataset import examples
from detector.windows import WindowEncoder

if TYPE_CHECKING:
    from detector.training.crossfit import Judged

FloatArray = NDArray[np.float32]

# The budget of false alarms: the share of hard negatives in which a level may ever be shown. Background chats, which
# are plain talk, are held to a fifth of it.
BUDGETS = {
    "default": {"caution": 0.15, "warning": 0.05, "danger": 0.04},
    "early": {"caution": 0.25, "warning": 0.10, "danger": 0.08},
    "strict": {"caution": 0.08, "warning": 0.02, "danger": 0.02},
}
# Risks below which a caution or a warning says too little, however well the budget would bear it.
FLOORS = {"default": (0.3, 0.6), "early": (0.15, 0.3), "strict": (0.3, 0.6)}
_LIMITS = Policy(caution=0, warning=0, danger=0)  # only for the defaults of its other fields
PRIOR_STRENGTH = 5.0  # pseudo-messages that pull a tactic with few examples towards slope 1, offset 0


def calibrate_tactics(logits: FloatArray, target: FloatArray, weight: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Platt slope and offset a tactic, each float32 [K], from logits, marks and weights, each [N, K]."""
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


def fit_calibration(
    network: Network, encoder: WindowEncoder, chats: Sequence[LabelledChat], version: str
) -> TacticModel:
    """A network with the calibration that fits these chats."""
    count = len(taxonomy().tactics)
    plain = {"version": version, "tactics": list(taxonomy().ids), "slope": [1.0] * count, "offset": [0.0] * count}
    found = examples(chats)
    if not found:
        return TacticModel(network, encoder, plain, version)
    p = TacticModel(network, encoder, plain, version).score([example.window for example in found])
    target, weight = np.stack([e.target for e in found]), np.stack([e.weight for e in found])
    slope, offset = calibrate_tactics(logit(p).astype(np.float32), target, weight)
    fitted = {"slope": [round(float(x), 4) for x in slope], "offset": [round(float(x), 4) for x in offset]}
    return TacticModel(network, encoder, plain | fitted, version)


def fit_risk(judged: Sequence[Judged]) -> tuple[float, float]:
    """Slope and offset that make the highest risk of a chat the probability that it is a scam.

    A scam that is cut before its pivot is ordinary talk so far: it says nothing about how sure a warning is.
    """
    told = [chat for chat in judged if not chat.track.scam or chat.track.pivot_at < len(chat.readings)]
    if not told:
        return 1.0, 0.0
    peaks = np.array([[max(logit(reading.risk) for reading in chat.readings)] for chat in told], dtype=np.float32)
    truth = np.array([[chat.track.scam] for chat in told], dtype=np.float32)
    slope, offset = calibrate_tactics(peaks, truth, np.ones_like(truth))
    return max(float(slope[0]), 0.1), float(offset[0])


def logit(p: Any) -> Any:
    """Log odds of probabilities, kept finite."""
    clipped = np.clip(p, 1e-7, 1 - 1e-7)
    return np.log(clipped / (1 - clipped))


def choose_policies(ordinary: Sequence[Sequence[Reading]], background: Sequence[Sequence[Reading]]) -> dict[str, Any]:
    """The lowest thresholds that keep each profile within its budget on both groups of ordinary chats."""
    return {name: asdict(_within(budget, FLOORS[name], ordinary, background)) for name, budget in BUDGETS.items()}


def _within(
    budget: dict[str, float],
    floors: tuple[float, float],
    ordinary: Sequence[Sequence[Reading]],
    background: Sequence[Sequence[Reading]],
) -> Policy:
    danger = _lowest([_asked(chat) for chat in ordinary], [_asked(chat) for chat in background], budget["danger"])
    warning = _lowest([_money(chat) for chat in ordinary], [_money(chat) for chat in background], budget["warning"])
    caution = _lowest([_peak(chat) for chat in ordinary], [_peak(chat) for chat in background], budget["caution"])
    warning = max(warning, floors[1])
    return Policy(caution=min(max(caution, floors[0]), warning), warning=warning, danger=max(danger, warning))


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
