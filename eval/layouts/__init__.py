"""Layouts of published sets, one file each: `bothbosu@PATH` reads the set at PATH. No text of theirs is in the project.

A file has a docstring whose first line says what the set is, `WRITTEN_BY`, `LICENCE` and `LIMITS` for its card, and
`read(path)`. Files whose names begin with "_" help the others.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Protocol, cast

from eval.layouts._parts import Reading

LAYOUTS_DIR = Path(__file__).parent


class Layout(Protocol):
    """A file in `eval/layouts/`."""

    WRITTEN_BY: str
    LICENCE: str
    LIMITS: tuple[str, ...]
    __doc__: str

    def read(self, path: Path) -> Reading:
        """The conversations of a file, or of all files of a folder.

        Raises:
            BadSet: the path is not there, or what is there is of another layout.
        """
        ...


def layouts() -> dict[str, Layout]:
    """Every layout by its name, as it stands before the "@"."""
    stems = sorted(path.stem for path in LAYOUTS_DIR.glob("[!_]*.py"))
    return {stem.replace("_", "-"): cast(Layout, importlib.import_module(f"eval.layouts.{stem}")) for stem in stems}
