"""Fits the conversation model (see `detector.conversation` for its formulas) on tactic vectors of chats."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from rich.progress import track
from torch import Tensor, nn

from detector.conversation import COUNTER_SHARE, LOGIT_LIMIT, SECONDS_A_DAY
from detector.engine import gap_seconds
from detector.taxonomy import taxonomy
from detector.training.corpus_text import LabelledChat
from detector.types import Conversation

FloatArray = NDArray[np.float32]

HIDDEN = 8
FAINT = -1.4  # log odds, a probability of 0.2: what is fainter must not add up, however many messages there are
DISTRESS_THRESHOLD = 0.0  # a logit: below an even chance nothing is added
WIDTH = 3.0  # logits over which a tactic goes from "adds nothing" to "adds all"
HALF_LIFE_MSGS = 400.0
HALF_LIFE_DAYS = 120.0
EARLY_WEIGHT = 0.15  # of the messages before the pivot: still ordinary talk, so they may raise a caution at most
MAX_MESSAGES = 240
BATCH_CHATS = 48


@dataclass(frozen=True, slots=True)
class Track:
    """A chat as the conversation model sees it.

    Attributes:
        tactics: probabilities, float32 [M, K].
        gaps_days: days since the message before, 0 where unknown, float32 [M].
        scam: whether it follows a script; `script` its index or -1.
        pivot_at, ask_at: message indices; M where the chat ends before.
        background: whether it is an ordinary chat of another set.
    """

    tactics: FloatArray
    gaps_days: FloatArray
    scam: bool
    script: int
    pivot_at: int
    ask_at: int
    background: bool = False


def track_of(chat: LabelledChat, tactics: FloatArray) -> Track:
    """The track of a corpus chat with the tactic vectors found in it."""
    scripts = [script.id for script in taxonomy().scripts]
    count = len(tactics)
    scam = chat.label == "scam"
    return Track(
        tactics=tactics,
        gaps_days=_gaps(chat.conversation),
        scam=scam,
        script=scripts.index(chat.kind) if scam else -1,
        pivot_at=count if chat.pivot_at is None else chat.pivot_at,
        ask_at=count if chat.ask_at is None else chat.ask_at,
    )


def background_track(chat: Conversation, tactics: FloatArray) -> Track:
    """The track of an ordinary chat of another set."""
    return Track(tactics, _gaps(chat), False, -1, len(tactics), len(tactics), background=True)


def _gaps(chat: Conversation) -> FloatArray:
    times = [None, *(message.sent_at for message in chat.messages)]
    gaps = [gap_seconds(before, now) or 0.0 for before, now in pairwise(times)]
    return np.array(gaps, dtype=np.float32) / SECONDS_A_DAY


class ConversationNet(nn.Module):
    """The same recursion as `detector.conversation.ConversationModel`, to be trained."""

    def __init__(self) -> None:
        super().__init__()
        tactics = taxonomy().tactics
        self.counter = torch.tensor([tactic.counter for tactic in tactics]).float().unsqueeze(1)  # [K, 1]
        k = len(tactics)
        self.distress = torch.tensor([tactic.stage == "distress" for tactic in tactics])
        self.raw_threshold = nn.Parameter(torch.full((k,), -2.5))
        self.raw_rate = nn.Parameter(torch.full((k,), 1.5))
        self.raw_up = nn.Parameter(torch.rand(k, HIDDEN) * 0.5)  # large enough for one tactic to be felt
        self.raw_down = nn.Parameter(torch.rand(k, HIDDEN) * 0.5 - 0.5)
        self.bias = nn.Parameter(torch.full((HIDDEN,), -0.05))
        self.raw_out = nn.Parameter(torch.rand(HIDDEN, 2))
        self.out_bias = nn.Parameter(torch.tensor([-3.0, -3.0]))
        self.script = nn.Parameter(torch.zeros(k, len(taxonomy().scripts)))
        self.script_bias = nn.Parameter(torch.zeros(len(taxonomy().scripts)))

    @property
    def threshold(self) -> Tensor:
        """Of the distress signals it is not learned: they are an output of their own, which should rarely be wrong."""
        learned = self.raw_threshold.clamp(min=FAINT)
        return torch.where(self.distress, torch.tensor(DISTRESS_THRESHOLD), learned)

    @property
    def up(self) -> Tensor:
        return nn.functional.softplus(self.raw_up * 3) / 3 * (1 - self.counter)

    @property
    def down(self) -> Tensor:
        return nn.functional.softplus(self.raw_down * 3) / 3 * self.counter

    @property
    def out(self) -> Tensor:
        return nn.functional.softplus(self.raw_out * 3) / 3

    @property
    def rate(self) -> Tensor:
        return nn.functional.softplus(self.raw_rate)

    def forward(self, logits: Tensor, gaps_days: Tensor) -> tuple[Tensor, Tensor]:
        """Logits of risk and ask [B, M, 2] and of the scripts [B, M, S], from [B, M, K] and [B, M]."""
        strength = ((logits - self.threshold) / WIDTH).clamp(0, 1)
        fade = 2 ** (-1 / HALF_LIFE_MSGS - gaps_days / HALF_LIFE_DAYS)
        evidence = torch.zeros_like(logits[:, 0])
        steps = []
        for at in range(logits.shape[1]):
            evidence = evidence * fade[:, at : at + 1] + strength[:, at]
            steps.append(evidence)
        seen = 1 - torch.exp(-self.rate * torch.stack(steps, dim=1))
        for_it = seen @ self.up
        against = torch.minimum(seen @ self.down, for_it * COUNTER_SHARE)
        hidden = torch.relu(for_it - against + self.bias)
        return hidden @ self.out + self.out_bias, seen @ self.script + self.script_bias

    @torch.no_grad()
    def scale_risk(self, slope: float, offset: float) -> None:
        """Folds a calibration of the risk's logit into the output layer."""
        scaled = self.out.clone()
        scaled[:, 0] *= slope
        self.raw_out.copy_(torch.log(torch.expm1((scaled * 3).clamp(min=1e-4))) / 3)
        self.out_bias[0] = self.out_bias[0] * slope + offset

    def to_json(self) -> dict[str, Any]:
        """The weights as `ConversationModel` reads them."""
        numbers = {
            "threshold": self.threshold, "rate": self.rate, "up": self.up, "down": self.down, "bias": self.bias,
            "out": self.out, "out_bias": self.out_bias, "script": self.script, "script_bias": self.script_bias,
        }  # fmt: skip
        return {
            "tactics": list(taxonomy().ids),
            "width": WIDTH,
            "half_life_msgs": HALF_LIFE_MSGS,
            "half_life_days": HALF_LIFE_DAYS,
            **{name: np.round(value.detach().numpy().astype(float), 4).tolist() for name, value in numbers.items()},
        }


def train_conversation(tracks: Sequence[Track], steps: int, seed: int) -> ConversationNet:
    """Fits the recursion. Chats are padded with ordinary talk now and then, so that long chats are known."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    net = ConversationNet()
    optimiser = torch.optim.Adam(net.parameters(), lr=0.02)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    ordinary = [chat for chat in tracks if not chat.scam]
    scams = [chat for chat in tracks if chat.scam]
    # However many background chats there are, they make up a third of the ordinary ones that are drawn.
    plain = sum(chat.background for chat in ordinary)
    share = 0.5 * (len(ordinary) - plain) / max(1, plain)
    weights = [share if chat.background else 1.0 for chat in ordinary]
    for _ in track(range(steps), description="conversation model"):
        chosen = rng.choices(scams, k=BATCH_CHATS // 2) + rng.choices(ordinary, weights=weights, k=BATCH_CHATS // 2)
        loss = _loss(net, [_padded(chat, ordinary, rng) for chat in chosen])
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()
    return net


def _padded(chat: Track, ordinary: Sequence[Track], rng: random.Random) -> Track:
    """One chat in three gets a stretch of another, ordinary chat put somewhere into it."""
    if rng.random() > 1 / 3:
        return chat
    stretch = rng.choice(ordinary)
    at = rng.randint(0, len(chat.tactics))
    shift = len(stretch.tactics)
    return Track(
        np.concatenate([chat.tactics[:at], stretch.tactics, chat.tactics[at:]]),
        np.concatenate([chat.gaps_days[:at], stretch.gaps_days, chat.gaps_days[at:]]),
        chat.scam, chat.script,
        chat.pivot_at + shift * (chat.pivot_at >= at),
        chat.ask_at + shift * (chat.ask_at >= at),
    )  # fmt: skip


def _loss(net: ConversationNet, chats: Sequence[Track]) -> Tensor:
    """Cross-entropy of risk and ask after each message, of the worst message of each chat, and of the script."""
    width = min(MAX_MESSAGES, max(len(chat.tactics) for chat in chats))
    p = np.full((len(chats), width, len(taxonomy().tactics)), 1e-6, dtype=np.float32)
    gaps = np.zeros((len(chats), width), dtype=np.float32)
    for row, chat in enumerate(chats):
        p[row, : len(chat.tactics)] = chat.tactics[:width]
        gaps[row, : len(chat.gaps_days)] = chat.gaps_days[:width]
    p = np.clip(p, 1e-6, 1 - 1e-6)
    logits = torch.from_numpy(np.log(p / (1 - p)).clip(-LOGIT_LIMIT, LOGIT_LIMIT))
    verdict, script = net(logits, torch.from_numpy(gaps))
    total = torch.zeros(())
    for row, chat in enumerate(chats):
        count = min(width, len(chat.tactics))
        total = total + _chat_loss(verdict[row, :count], script[row, :count], chat, count)
    return total / len(chats) + 2e-3 * (net.up.sum() + net.down.sum()) / math.sqrt(HIDDEN)


def _chat_loss(verdict: Tensor, script: Tensor, chat: Track, count: int) -> Tensor:
    bce = nn.functional.binary_cross_entropy_with_logits
    at = torch.arange(count)
    turned = (at >= chat.pivot_at).float()
    asked = (at >= chat.ask_at).float()
    if not chat.scam:
        each = bce(verdict[:, 0], torch.zeros(count)) + bce(verdict[:, 1], torch.zeros(count))
        return each + bce(verdict[:, 0].max(), torch.tensor(0.0))
    weight = turned + EARLY_WEIGHT * (1 - turned)
    loss = bce(verdict[:, 0], torch.ones(count), weight=weight) + bce(verdict[:, 1], asked)
    if chat.pivot_at < count:
        loss = loss + bce(verdict[:, 0].max(), torch.tensor(1.0))
        loss = loss + 0.3 * nn.functional.cross_entropy(script[-1:], torch.tensor([chat.script]))
    return loss
