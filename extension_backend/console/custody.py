"""The custody log of a case: who looked at or changed what, and when. Rows are only ever added; each one carries a hash
over the one before it, so that a gap or a change shows.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from extension_backend.console.vault import Vault
from extension_backend.reader import as_iso

Act = Literal["imported", "read", "noted", "corrected", "exported"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `sha256` is that of the file which was taken in, read or given out."""

    at: str
    act: Act
    sha256: str
    detail: str
    chain: str


def note(tx: sqlite3.Connection, case: int, act: Act, sha256: str, at: datetime, detail: str = "") -> None:
    """Adds a line, in the transaction of what it tells of."""
    last = tx.execute("SELECT chain FROM custody WHERE casefile = ? ORDER BY id DESC LIMIT 1", (case,)).fetchone()
    when = as_iso(at) or ""
    chain = _link(last["chain"] if last else "", when, act, sha256, detail)
    tx.execute(
        "INSERT INTO custody (casefile, at, act, sha256, detail, chain) VALUES (?, ?, ?, ?, ?, ?)",
        (case, when, act, sha256, detail, chain),
    )


def log(vault: Vault, case: int) -> list[Entry]:
    """All lines of a case, oldest first."""
    found = vault.rows("SELECT at, act, sha256, detail, chain FROM custody WHERE casefile = ? ORDER BY id", (case,))
    return [Entry(*row) for row in found]


def unbroken(entries: Iterable[Entry]) -> bool:
    """Whether every line still follows from the one before it."""
    before = ""
    for entry in entries:
        if entry.chain != _link(before, entry.at, entry.act, entry.sha256, entry.detail):
            return False
        before = entry.chain
    return True


def _link(before: str, *fields: str) -> str:
    return hashlib.sha256("\0".join((before, *fields)).encode()).hexdigest()
