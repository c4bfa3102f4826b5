"""Reads `taxonomy.toml`: stages, scripts and tactics, in the order of the network's outputs. Anyone may import it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from detector.types import Sender

TAXONOMY_FILE = Path(__file__).with_name("taxonomy.toml")


@dataclass(frozen=True, slots=True)
class Stage:
    id: str
    plain: str


@dataclass(frozen=True, slots=True)
class Script:
    id: str
    plain: str


@dataclass(frozen=True, slots=True)
class Tactic:
    """One entry of the taxonomy. `stage` is "counter" for counter-signals and "act" for what "me" does."""

    id: str
    stage: str
    said_by: Sender
    definition: str
    plain: str
    advice: str
    source: str
    positive: str
    negative: str
    counter: bool = False


@dataclass(frozen=True)
class Taxonomy:
    """All of it. `tactics` fixes K, the width of every tactic vector."""

    stages: tuple[Stage, ...]
    scripts: tuple[Script, ...]
    tactics: tuple[Tactic, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(tactic.id for tactic in self.tactics)

    def __getitem__(self, tactic_id: str) -> Tactic:
        return self._by_id[tactic_id]

    def index(self, tactic_id: str) -> int:
        return self.ids.index(tactic_id)

    @property
    def _by_id(self) -> dict[str, Tactic]:
        return {tactic.id: tactic for tactic in self.tactics}


@cache
def taxonomy() -> Taxonomy:
    """The shipped taxonomy, read once.

    Raises:
        ValueError: an id stands twice, or a stage is unknown.
    """
    raw = tomllib.loads(TAXONOMY_FILE.read_text(encoding="utf-8"))
    found = Taxonomy(
        stages=tuple(Stage(**entry) for entry in raw["stage"]),
        scripts=tuple(Script(**entry) for entry in raw["script"]),
        tactics=tuple(Tactic(**entry) for entry in raw["tactic"]),
    )
    if len(set(found.ids)) != len(found.ids):
        raise ValueError(f"{TAXONOMY_FILE.name}: a tactic id stands twice")
    known = {stage.id for stage in found.stages} | {"counter", "act"}
    if unknown := {tactic.stage for tactic in found.tactics} - known:
        raise ValueError(f"{TAXONOMY_FILE.name}: unknown stage {sorted(unknown)}")
    return found
