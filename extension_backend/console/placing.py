"""How whole files come to their places: wherever a process is killed, no half of one stands for the cases."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from extension_backend.console.vault_errors import VaultBusy

FILE_NAME = "cases.sqlite3"
ARRIVING = f"{FILE_NAME}.arriving"  # not known to be whole
RESTORED = f"{FILE_NAME}.restored"  # whole: once this name stands, it takes the place of the cases, whatever happens
KEPT = f"{FILE_NAME}.before-restore"
LEAVING = f"{FILE_NAME}.leaving-"
_ENDINGS = ("-wal", "-shm", "-journal", "")


def finish_restore(folder: Path) -> None:
    """Goes on with a restore that was cut off, if there is one."""
    if (folder / RESTORED).exists():
        with alone(folder):
            put_in_place(folder)


def put_in_place(folder: Path) -> None:
    """Puts the cases of before aside and what was restored in their place. Whoever is cut off, the next one goes on."""
    if not (folder / RESTORED).exists():
        return
    for ending in _ENDINGS:  # the log first: it must never meet another file than its own
        with suppress(FileNotFoundError):
            os.replace(folder / f"{FILE_NAME}{ending}", folder / f"{KEPT}{ending}")
    os.replace(folder / RESTORED, folder / FILE_NAME)


def tidy(folder: Path) -> None:
    """Clears away the half of a backup, a restore or a new case file that a killed process left."""
    finish_restore(folder)
    if left := [*folder.glob(f"{ARRIVING}*"), *folder.glob(f"{LEAVING}*")]:
        with alone(folder):
            for file in left:
                file.unlink(missing_ok=True)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One process at a time puts files in place. SQLite's lock, since it ends with its process on every system."""
    with closing(sqlite3.connect(folder / f"{FILE_NAME}.lock", isolation_level=None)) as lock:
        try:
            lock.execute("PRAGMA journal_mode = MEMORY")  # nothing to be left beside it
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            raise VaultBusy from None
        yield


def make_empty(file: Path) -> None:
    """A new file for this user only."""
    remove(file)
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def remove(file: Path) -> None:
    for ending in _ENDINGS:
        file.with_name(file.name + ending).unlink(missing_ok=True)
