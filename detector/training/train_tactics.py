"""Fine-tunes the tactic network, on a GPU where torch finds one.

A fixed seed, the same packages and the same kind of machine give the same weights.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Sequence

import numpy as np
import torch
from rich.progress import Progress
from torch import Tensor, nn

from detector.model import FloatArray
from detector.training.augment import augment
from detector.training.config import Config
from detector.training.dataset import Example, background_examples
from detector.training.net import TacticNet
from detector.types import Conversation
from detector.windows import Encoded, WindowEncoder, pad

RUN_CHUNKS = 64

LEARNED_CHUNKS = 4  # of a long message

Batch = tuple[tuple[Tensor, Tensor, Tensor], list[int], Tensor, Tensor]


class TorchNetwork:
    """A `detector.model.Network` that runs a torch net: the reference for the shipped one."""

    def __init__(self, net: TacticNet) -> None:
        self._net = net.eval().to(device())

    @torch.inference_mode()
    def __call__(self, chunks: Sequence[Encoded]) -> FloatArray:
        logits = np.empty((len(chunks), self._net.head.out_features), dtype=np.float32)
        order = sorted(range(len(chunks)), key=lambda row: len(chunks[row].ids))  # little padding
        for start in range(0, len(order), RUN_CHUNKS):
            rows = order[start : start + RUN_CHUNKS]
            inputs = [torch.from_numpy(part).to(device()) for part in pad([chunks[row] for row in rows])]
            logits[rows] = self._net(*inputs).cpu().numpy()
        return logits


def make_deterministic() -> None:
    """Has torch do the same sums in the same order each time, on two threads; for the whole process."""
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")  # a GPU's matrix products are deterministic only so
    torch.set_num_threads(2)
    torch.use_deterministic_algorithms(True)
    torch.utils.deterministic.fill_uninitialized_memory = False  # type: ignore[attr-defined]  # a debugging aid, 2x slower


def device() -> torch.device:
    """A GPU where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def train_tactics(
    found: Sequence[Example], background: Sequence[Conversation], encoder: WindowEncoder, config: Config, name: str
) -> TacticNet:
    """Trains on labelled examples and, an epoch each, on freshly drawn background windows.

    Of the messages without marks, which are most, each epoch draws a share anew: calibration sets the rates right.
    """
    torch.manual_seed(config.seed)
    rng = random.Random(config.seed)
    net = TacticNet.pretrained(config.layers, config.frozen_layers, config.dropout).to(device())
    optimiser = torch.optim.AdamW(
        [
            {"params": [p for p in net.encoder.parameters() if p.requires_grad], "lr": config.lr_encoder},
            {"params": net.head.parameters(), "lr": config.lr_head},
        ],
        weight_decay=config.weight_decay,
    )
    marked = sum(bool(example.target.any()) for example in found)
    lures = [one.window.target.text for one in found if one.window.target.sender == "them" and one.target.sum() > 1]
    an_epoch = marked + config.unmarked_share * (len(found) - marked) + config.background_messages * bool(background)
    steps = config.epochs * (int(an_epoch) // config.batch + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / (0.06 * steps + 1), max(0.0, 1 - step / steps))
    )
    net.train()
    with Progress() as progress:
        for epoch in range(config.epochs):
            drawn = [one for one in found if one.target.any() or rng.random() < config.unmarked_share]
            drawn += background_examples(background, config.background_messages, rng) if background else []
            drawn = [augment(example, lures, rng) for example in drawn]
            batches = list(_batches(drawn, encoder, config.batch, rng))
            task = progress.add_task(f"{name}, epoch {epoch + 1} of {config.epochs}", total=len(batches))
            total = 0.0
            for batch in batches:
                loss = _loss(net, *batch)
                optimiser.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call]
                nn.utils.clip_grad_norm_(net.parameters(), 1.0)
                optimiser.step()
                schedule.step()
                progress.advance(task)
                total += float(loss.detach())
            progress.console.print(f"{name}, epoch {epoch + 1} of {config.epochs}: loss {total / len(batches):.3f}")
    return net.eval().cpu()


def _loss(
    net: TacticNet, inputs: tuple[Tensor, Tensor, Tensor], counts: list[int], target: Tensor, weight: Tensor
) -> Tensor:
    """Binary cross-entropy, summed over the tactics that count, a message.

    A long message has several chunks (`counts` a message), and like the running model the largest logit is its own.
    """
    logits = net(*(part.to(device()) for part in inputs))
    target, weight = target.to(device()), weight.to(device())
    if len(logits) > len(target):
        logits = torch.stack([chunks.amax(0) for chunks in logits.split(counts)])
    each = nn.functional.binary_cross_entropy_with_logits(logits, target, reduction="none")
    return (each * weight).sum() / len(target)


def _batches(found: Sequence[Example], encoder: WindowEncoder, size: int, rng: random.Random) -> Iterator[Batch]:
    """Batches of about equal length, in random order."""
    chunked = [chunks[:LEARNED_CHUNKS] for chunks in encoder.encode([example.window for example in found])]
    order = sorted(range(len(found)), key=lambda row: sum(len(c.ids) for c in chunked[row]) + rng.random() * 8)
    starts = list(range(0, len(order), size))
    rng.shuffle(starts)
    for start in starts:
        rows = order[start : start + size]
        ids, mask, types = (torch.from_numpy(part) for part in pad([chunk for row in rows for chunk in chunked[row]]))
        yield (
            (ids, mask, types),
            [len(chunked[row]) for row in rows],
            torch.from_numpy(np.stack([found[row].target for row in rows])),
            torch.from_numpy(np.stack([found[row].weight for row in rows])),
        )
