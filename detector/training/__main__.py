"""`python -m detector.training [--data DIR] [--config full|tiny] [--out DIR]`: corpus in, shipped weights out."""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import shutil
import sys
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from detector.model import WEIGHTS_DIR, OnnxNetwork, TacticModel
from detector.policy import Policy
from detector.training.calibrate import choose_policies, fit_calibration, fit_risk
from detector.training.config import Config
from detector.training.corpus_text import CORPUS_DIR, LabelledChat, read_corpus, split_of
from detector.training.crossfit import crossfit, judge, validation_figures
from detector.training.dataset import draw_background, examples, read_background, read_outside, read_unmarked
from detector.training.export import export_network, write_checksums, write_json
from detector.training.net import base_model_dir
from detector.training.train_conversation import (
    Track,
    background_track,
    rescaled,
    track_of,
    train_conversation,
    unmarked_track,
)
from detector.training.train_tactics import make_deterministic, train_tactics
from detector.types import Conversation
from detector.windows import WindowEncoder, windows


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m detector.training", description=__doc__)
    parser.add_argument(
        "--data", type=Path, help="folder of transcript JSONL: chats of other sets, which have no marks"
    )
    parser.add_argument("--corpus", type=Path, default=CORPUS_DIR, help="folder of family files")
    parser.add_argument("--config", default="full", help="a table of config.toml")
    parser.add_argument("--out", type=Path, default=WEIGHTS_DIR)
    given = parser.parse_args(argv)
    make_deterministic()
    chats = read_corpus(given.corpus) + (read_outside(given.data) if given.data else [])
    background = read_background(given.data) if given.data else []
    unmarked = read_unmarked(given.data) if given.data else []
    print(f"{len(chats)} chats in {len({chat.family for chat in chats})} families; {len(background)} background chats")
    train(chats, background, unmarked, Config.named(given.config), given.out)
    return 0


def train(
    chats: Sequence[LabelledChat],
    background: Sequence[Conversation],
    unmarked: Sequence[tuple[Conversation, bool]],
    config: Config,
    out: Path,
) -> None:
    """Trains both models on the train part and writes `out`.

    Tactics, risk and policies are calibrated on the validation part, as the models that ship read it.
    """
    out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(base_model_dir() / "tokenizer.json", out / "tokenizer.json")
    encoder = WindowEncoder(out / "tokenizer.json")
    learn = [chat for chat in chats if split_of(chat.family) == "train"]
    check = [chat for chat in chats if split_of(chat.family) == "validation"]
    labelled = random.Random(config.seed).sample(list(unmarked), min(config.unmarked_chats, len(unmarked)))
    seen, unseen = draw_background(background, config)

    net = train_tactics(examples(learn), seen, encoder, config, "tactic model")
    export_network(net, out / "tactics.onnx")
    model = fit_calibration(OnnxNetwork(out / "tactics.onnx"), encoder, check, _version(chats, config))
    write_json(out / "calibration.json", model.calibration)
    folds = crossfit(learn, seen, encoder, config)
    finish(model, folds, check, (seen, unseen), labelled, config, out)


def finish(
    model: TacticModel,
    folds: Sequence[Sequence[Track]],
    check: Sequence[LabelledChat],
    background: tuple[Sequence[Conversation], Sequence[Conversation]],
    unmarked: Sequence[tuple[Conversation, bool]],
    config: Config,
    out: Path,
) -> None:
    """The conversation model, from the folds' tracks, its calibration, the policies and their figures."""
    seen, unseen = (
        [background_track(chat, model.score(windows(chat.messages))) for chat in part] for part in background
    )
    others = seen + [unmarked_track(chat, scam, model.score(windows(chat.messages))) for chat, scam in unmarked]
    apart = [track_of(chat, model.score(windows(chat.conversation.messages))) for chat in check]
    weights = train_conversation([*chain.from_iterable(folds), *others], config.seed)
    judged = judge(weights, apart)
    slope, offset = fit_risk(judged)
    weights = rescaled(weights, slope, offset)
    write_json(out / "conversation.json", weights)
    calibrated = [chat.rescaled(slope, offset) for chat in judged]
    ordinary = [chat.readings for chat in calibrated if not chat.track.scam]
    policies = choose_policies(ordinary, [chat.readings for chat in judge(weights, unseen)])
    write_json(out / "policy.json", policies)
    write_json(out / "validation.json", validation_figures(calibrated, Policy(**policies["default"])))
    write_checksums(out)


def _version(chats: Sequence[LabelledChat], config: Config) -> str:
    """Names the weights after what they were made from."""
    made_from = json.dumps([[chat.conversation.id, len(chat.tactics)] for chat in chats]) + repr(config)
    return f"1.1+{hashlib.sha256(made_from.encode()).hexdigest()[:8]}"


if __name__ == "__main__":
    sys.exit(main())
