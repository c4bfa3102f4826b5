"""Six digits from the terminal, typed where a browser asks for them: good for two minutes and five tries. They stand in
the database, so that a command reaches a running server. Only the keyed hash of a code is stored.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable
from typing import Literal

from extension_backend.database import Database
from extension_backend.errors import ApiError

CODE_LIFE_S = 120
CODE_TRIES = 5

Purpose = Literal["pairing", "console"]


class Codes:
    """At most one code is pending for each purpose; none serves for another."""

    def __init__(self, database: Database, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now

    def new(self, purpose: Purpose) -> str:
        """A code that takes the place of any before it."""
        code = f"{secrets.randbelow(10**6):06}"
        row = (purpose, self._database.keys.hash(purpose, code), self._now() + CODE_LIFE_S, CODE_TRIES)
        with self._database.transaction() as tx:
            tx.execute("INSERT OR REPLACE INTO code VALUES (?, ?, ?, ?)", row)
        return code

    def redeem(self, purpose: Purpose, code: str) -> None:
        """Uses the pending code up.

        Raises:
            ApiError: there is no code, it is too old, tried too often, or not this one.
        """
        with self._database.transaction() as tx:
            pending = tx.execute("SELECT * FROM code WHERE purpose = ?", (purpose,)).fetchone()
            open_ = pending is not None and self._now() < pending["expires_at"] and pending["tries_left"] > 0
            right = open_ and hmac.compare_digest(pending["code_hash"], self._database.keys.hash(purpose, code))
            if right or not open_:
                tx.execute("DELETE FROM code WHERE purpose = ?", (purpose,))
            else:
                tx.execute("UPDATE code SET tries_left = tries_left - 1 WHERE purpose = ?", (purpose,))
        if not open_:
            raise ApiError(403, "no_code", f"No {purpose} code is open. Press Enter where Second Look runs to get one.")
        if not right:
            raise ApiError(403, "wrong_code", "That is not the code. Look again where Second Look runs.")
