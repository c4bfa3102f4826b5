"""What people read of a verdict: `prompts/warnings` joined with the taxonomy."""

from __future__ import annotations

from functools import cache
from typing import Any

from detector.taxonomy import taxonomy
from prompts import load_wording


def wording(lang: str) -> dict[str, Any]:
    """Levels, notes, tactics, stages and scripts in plain words."""
    # The taxonomy's words are English; every other language holds its own, and they take the place of these as a whole.
    return {**_plain_words(), **load_wording(lang)}


@cache
def _plain_words() -> dict[str, Any]:
    found = taxonomy()
    return {
        "tactics": {tactic.id: {"plain": tactic.plain, "advice": tactic.advice} for tactic in found.tactics},
        "stages": {stage.id: stage.plain for stage in found.stages},
        "scripts": {script.id: script.plain for script in found.scripts},
    }
