"""Does more writing still pay? The tactic network, trained on a part of the train families, beside the shipped one.

    python -m detector.training.learning_curve [--shares 0.25 0.5] [--data DIR] [--config full]

Prints a Markdown table. All read the test part; conversation model, its calibration and the policy are the shipped ones
in every row, so that only what the network has learned differs. On two cores a quarter takes about fifteen minutes.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score

from detector.model import WEIGHTS_DIR, FloatArray, TacticModel
from detector.policy import Policy
from detector.taxonomy import taxonomy
from detector.training.calibrate import fit_calibration
from detector.training.config import Config
from detector.training.corpus_text import LabelledChat, read_corpus, split_of
from detector.training.crossfit import judge, warned_at
from detector.training.dataset import draw_background, examples, read_background, read_outside
from detector.training.markdown import table
from detector.training.train_conversation import track_of
from detector.training.train_tactics import TorchNetwork, make_deterministic, train_tactics
from detector.types import Conversation
from detector.windows import WindowEncoder, windows

COLUMNS = ("train families", "chats", "tactics, mean average precision", "AUROC", "scams warned", "benign warned")


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m detector.training.learning_curve", description=__doc__)
    parser.add_argument("--shares", type=float, nargs="*", default=[0.25, 0.5], help="of the train families")
    parser.add_argument("--data", type=Path, help="as in `python -m detector.training`")
    parser.add_argument("--config", default="full", help="a table of config.toml")
    given = parser.parse_args(argv)
    make_deterministic()
    chats = read_corpus() + (read_outside(given.data) if given.data else [])
    background = read_background(given.data) if given.data else []
    rows = curve(chats, background, given.shares, Config.named(given.config))
    print(table(COLUMNS, rows), end="")
    return 0


def curve(
    chats: Sequence[LabelledChat], background: Sequence[Conversation], shares: Sequence[float], config: Config
) -> Iterator[tuple[str, ...]]:
    """A row a share of the train families, smallest first, and one of the shipped weights."""
    parts = {
        split: [chat for chat in chats if split_of(chat.family) == split] for split in ("train", "validation", "test")
    }
    seen, _ = draw_background(background, config)
    encoder = WindowEncoder(WEIGHTS_DIR / "tokenizer.json")
    families = sorted({chat.family for chat in parts["train"]})
    random.Random(config.seed).shuffle(families)
    for share in sorted(shares):
        chosen = set(families[: round(share * len(families))])
        learn = [chat for chat in parts["train"] if chat.family in chosen]
        net = train_tactics(examples(learn), seen, encoder, config, f"{share:.0%} of the families")
        model = fit_calibration(TorchNetwork(net), encoder, parts["validation"], "learning curve")
        yield (f"{len(chosen)}, {share:.0%}", f"{len(learn):,}", *_figures(model, parts["test"]))
    yield (f"{len(families)}, all", f"{len(parts['train']):,}", *_figures(TacticModel.load(), parts["test"]))


def _figures(model: TacticModel, chats: Sequence[LabelledChat]) -> tuple[str, ...]:
    tracks = [track_of(chat, model.score(windows(chat.conversation.messages))) for chat in chats]
    judged = judge(json.loads((WEIGHTS_DIR / "conversation.json").read_text(encoding="utf-8")), tracks)
    policy = Policy.named()
    told = [one for one in judged if not one.track.scam or one.track.pivot_at < len(one.readings)]
    scam = np.array([one.track.scam for one in told])
    risk = np.array([max(reading.risk for reading in one.readings) for one in told])
    warned = np.array([warned_at(one, policy) is not None for one in told])
    return (
        f"{_macro_average_precision(chats, [track.tactics for track in tracks]):.3f}",
        f"{roc_auc_score(scam, risk):.3f}",
        f"{warned[scam].mean():.1%}",
        f"{warned[~scam].mean():.1%}",
    )


def _macro_average_precision(chats: Sequence[LabelledChat], found: Sequence[FloatArray]) -> float:
    """Over the tactics, each among the messages of who can commit it."""
    each = []
    for at, tactic in enumerate(taxonomy().tactics):
        pairs = [
            (tactic.id in marks, probability[at])
            for chat, probabilities in zip(chats, found, strict=True)
            for message, marks, probability in zip(chat.conversation.messages, chat.tactics, probabilities, strict=True)
            if message.sender == tactic.said_by
        ]
        truth, score = zip(*pairs, strict=True)
        if any(truth):
            each.append(average_precision_score(truth, score))
    return float(np.mean(each))


if __name__ == "__main__":
    sys.exit(main())
