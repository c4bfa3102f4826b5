"""What `info` tells: the model that is installed, what it was trained on, what can be read, and the limits."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from detector.engine import Detector
from detector.errors import WeightsMissing
from detector.formats import known_formats
from detector.policy import PROFILES
from detector.taxonomy import taxonomy
from prompts import report_words

MODEL_CARD = "MODEL_CARD.md"
_PROJECT_FILE = Path(__file__).parents[1] / "pyproject.toml"


def program() -> str:
    """Name and version, as "second-look 0.2.0"."""
    project = tomllib.loads(_PROJECT_FILE.read_text(encoding="utf-8"))["project"]
    return f"{project['name']} {project['version']}"


def facts(folder: Path) -> dict[str, Any]:
    """For people and for machines; says what to do where the model is missing or damaged."""
    found = taxonomy()
    model: dict[str, Any] = {"ready": True, "version": None, "problem": None}
    try:
        model["version"] = Detector.load(folder).version
    except WeightsMissing as error:
        model |= {"ready": False, "problem": str(error)}
    files = sorted(file for file in folder.glob("*") if file.is_file())
    model["megabytes"] = round(sum(file.stat().st_size for file in files) / 1e6, 1)
    model["card"] = str(folder / MODEL_CARD) if (folder / MODEL_CARD).is_file() else None
    return {
        "model": model,
        "languages": ["en"],
        "policies": list(PROFILES),
        "tactics": len(found.tactics),
        "scripts": [script.plain for script in found.scripts],
        "formats": [form.NAME for form in known_formats()],
        "limits": report_words()["limits"]["program"],
    }
