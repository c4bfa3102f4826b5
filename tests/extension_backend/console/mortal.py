"""A process that kills itself in the middle of what it does: `python -m tests.extension_backend.console.mortal
FUNCTION STEP MODULE ARGUMENT...` runs a module, and from the first call of FUNCTION on counts steps up to its death.

A step is a call that the console's own code makes, or a stretch of what SQLite does for it.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from types import FrameType
from typing import Any

from extension_backend.console import vault

OURS = str(Path(vault.__file__).parent)
SQLITE_STEP = 500  # instructions of its machine


class Death:
    """Comes at a step; counts them for ever where it is never to come."""

    def __init__(self, step: int | None) -> None:
        self._begun = False
        self._last = step

    def begin(self) -> None:
        self.steps = 0
        self._begun = True
        sys.setprofile(self._look)

    def step(self, *_: Any) -> int:
        if not self._begun:
            return 0
        self.steps += 1
        if self.steps == self._last:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0

    def _look(self, frame: FrameType, event: str, _: Any) -> None:
        if event in ("c_call", "return") and frame.f_code.co_filename.startswith(OURS):
            self.step()


def watched(death: Death) -> None:
    """Connections that count what SQLite does, too."""
    connect = vault.connect

    @wraps(connect)
    def with_steps(*given: Any) -> Any:
        made = connect(*given)
        made.set_progress_handler(death.step, SQLITE_STEP)
        return made

    vault.connect = with_steps


def dying_in(function: str, death: Death) -> None:
    """From the first call of "module:Class.name" on, the steps count."""
    module, _, path = function.partition(":")
    owner: Any = importlib.import_module(module)
    *classes, name = path.split(".")
    for one in classes:
        owner = getattr(owner, one)
    plain: Callable[..., Any] = getattr(owner, name)

    @wraps(plain)
    def armed(*given: Any, **more: Any) -> Any:
        death.begin()
        return plain(*given, **more)

    setattr(owner, name, armed)


if __name__ == "__main__":
    import runpy

    from tests import loopback

    loopback.refuse_the_rest()
    _, where, last, *sys.argv = sys.argv
    made = Death(int(last))
    watched(made)
    dying_in(where, made)
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
