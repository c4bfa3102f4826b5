"""`python -m detector.training [--data DIR] [--config full|tiny] [--out DIR]`: corpus in, shipped weights out."""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from detector.conversation import ConversationModel
from detector.engine import Detector, Reading
from detector.model import WEIGHTS_DIR, FloatArray, OnnxNetwork, TacticModel
from detector.taxonomy import taxonomy
from detector.training.calibrate import calibrate_tactics, choose_policies, platt
from detector.training.config import Config
from detector.training.corpus_text import CORPUS_DIR, LabelledChat, read_corpus, split_of
from detector.training.dataset import Example, by_fold, examples, read_background
from detector.training.export import export_network, write_checksums, write_json
from detector.training.net import base_model_dir
from detector.training.train_conversation import ConversationNet, Track, background_track, track_of, train_conversation
from detector.training.train_tactics import TorchNetwork, train_tactics
from detector.types import Conversation
from detector.windows import WindowEncoder, windows


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m detector.training", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of transcript JSONL: benign chats that serve as background")
    parser.add_argument("--corpus", type=Path, default=CORPUS_DIR, help="folder of family files")
    parser.add_argument("--config", default="full", help="a table of config.toml")
    parser.add_argument("--out", type=Path, default=WEIGHTS_DIR)
    given = parser.parse_args(argv)
    torch.set_num_threads(2)
    torch.use_deterministic_algorithms(True)
    torch.utils.deterministic.fill_uninitialized_memory = False  # type: ignore[attr-defined]  # a debugging aid, 2x slower
    chats = read_corpus(given.corpus)
    background = read_background(given.data) if given.data else []
    print(f"{len(chats)} chats in {len({chat.family for chat in chats})} families; {len(background)} background chats")
    train(chats, background, Config.named(given.config), given.out)
    return 0


def train(
    chats: Sequence[LabelledChat], background: Sequence[Conversation], config: Config, out: Path
) -> None:
    """Trains both models on the train part, calibrates on the validation part, and writes `out`."""
    out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(base_model_dir() / "tokenizer.json", out / "tokenizer.json")
    encoder = WindowEncoder(out / "tokenizer.json")
    learn = [chat for chat in chats if split_of(chat.family) == "train"]
    check = [chat for chat in chats if split_of(chat.family) == "validation"]
    rng = random.Random(config.seed)
    drawn = rng.sample(list(background), min(config.background_chats, len(background)))
    seen, unseen = drawn[: 2 * len(drawn) // 3], drawn[2 * len(drawn) // 3 :]

    net = train_tactics(examples(learn), seen, encoder, config, "tactic model")
    export_network(net, out / "tactics.onnx")
    tactic_model = _calibrated(OnnxNetwork(out / "tactics.onnx"), encoder, check, _version(chats, config), out)

    tracks = _crossfit(learn, seen, encoder, config)
    weight = 0.5 * sum(not track.scam for track in tracks) / max(1, len(seen))
    tracks += [background_track(chat, tactic_model.score(windows(chat.messages)), weight) for chat in seen]
    conversation = train_conversation(tracks, config.conversation_steps, config.seed)
    _fit_risk(conversation, [track_of(chat, tactic_model.score(windows(chat.conversation.messages))) for chat in check])
    write_json(out / "conversation.json", conversation.to_json())

    detector = Detector(tactic_model, ConversationModel.load(out / "conversation.json"))
    ordinary = [detector.stream(chat.conversation.messages) for chat in check if chat.label == "benign"]
    write_json(out / "policy.json", choose_policies(ordinary, [detector.stream(chat.messages) for chat in unseen]))
    write_checksums(out)


def _version(chats: Sequence[LabelledChat], config: Config) -> str:
    """Names the weights after what they were made from."""
    made_from = json.dumps([[chat.conversation.id, len(chat.tactics)] for chat in chats]) + repr(config)
    return f"1.0+{hashlib.sha256(made_from.encode()).hexdigest()[:8]}"


def _calibrated(
    network: OnnxNetwork, encoder: WindowEncoder, check: Sequence[LabelledChat], version: str, out: Path
) -> TacticModel:
    """Writes calibration.json from the validation messages and returns the model that uses it."""
    plain: list[float] = [1.0] * len(taxonomy().tactics)
    zero = [0.0] * len(taxonomy().tactics)
    found = examples(check)
    uncalibrated = TacticModel(network, encoder, {"slope": plain, "offset": zero}, version)
    slope, offset = calibrate_tactics(_logits(uncalibrated, found), *_targets(found)) if found else (plain, zero)
    calibration = {"slope": _rounded(slope), "offset": _rounded(offset)}
    write_json(out / "calibration.json", {"version": version, "tactics": list(taxonomy().ids), **calibration})
    return TacticModel(network, encoder, calibration, version)


def _crossfit(
    learn: Sequence[LabelledChat], background: Sequence[Conversation], encoder: WindowEncoder, config: Config
) -> list[Track]:
    """Tracks of the train part, each chat judged by a network that never saw its family."""
    tracks = []
    for number, fold in enumerate(by_fold([chat.family for chat in learn], config.folds, config.seed), start=1):
        inside = [chat for chat in learn if chat.family in fold]
        outside = examples([chat for chat in learn if chat.family not in fold])
        net = train_tactics(outside, background, encoder, config, f"fold {number} of {config.folds}")
        held_out = examples(inside)
        plain = {"slope": [1.0] * len(taxonomy().tactics), "offset": [0.0] * len(taxonomy().tactics)}
        model = TacticModel(TorchNetwork(net), encoder, plain, f"fold {number}")
        slope, offset = calibrate_tactics(_logits(model, held_out), *_targets(held_out))
        model = TacticModel(TorchNetwork(net), encoder, {"slope": _rounded(slope), "offset": _rounded(offset)}, "")
        tracks += [track_of(chat, model.score(windows(chat.conversation.messages))) for chat in inside]
    return tracks


def _fit_risk(net: ConversationNet, tracks: Sequence[Track]) -> None:
    """Makes the risk a probability on validation chats: their highest risk against their label."""
    if not tracks:
        return
    weights = net.to_json()
    model = ConversationModel(weights)
    peaks = np.array([max(_logit(reading) for reading in _replay(model, chat)) for chat in tracks], dtype=np.float32)
    # A scam that is cut before its pivot is ordinary talk so far: it says nothing about how sure a warning is.
    told = np.array([not chat.scam or chat.pivot_at < len(chat.tactics) for chat in tracks])
    slope, offset = platt(peaks[told], np.array([chat.scam for chat in tracks])[told])
    net.scale_risk(max(slope, 0.1), offset)


def _replay(model: ConversationModel, chat: Track) -> list[Reading]:
    state, readings = model.begin(), []
    for vector, gap in zip(chat.tactics, chat.gaps_days, strict=True):
        state, reading = model.step(state, vector, float(gap) * 86_400)
        readings.append(reading)
    return readings


def _logit(reading: Reading) -> float:
    risk = min(max(reading.risk, 1e-7), 1 - 1e-7)
    return float(np.log(risk / (1 - risk)))


def _logits(model: TacticModel, found: Sequence[Example]) -> FloatArray:
    p = np.clip(model.score([example.window for example in found]), 1e-7, 1 - 1e-7)
    return np.log(p / (1 - p)).astype(np.float32)


def _targets(found: Sequence[Example]) -> tuple[FloatArray, FloatArray]:
    return np.stack([e.target for e in found]), np.stack([e.weight for e in found])


def _rounded(values: object) -> list[float]:
    return [round(float(value), 4) for value in np.asarray(values)]


if __name__ == "__main__":
    sys.exit(main())
