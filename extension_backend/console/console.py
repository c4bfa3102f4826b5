"""All that the pages of the console need, tied together once a process; and the lock when nobody is there."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

from extension_backend.codes import Codes
from extension_backend.console.cases import Cases
from extension_backend.console.intake import Intake
from extension_backend.console.sessions import Sessions
from extension_backend.console.vault import Vault
from extension_backend.database import Database
from extension_backend.model_slot import ModelSlot

LOCK_AFTER_S = 15 * 60
_LOOK_EVERY_S = 5


class Console:
    """One a process; safe to share between threads."""

    def __init__(
        self,
        database: Database,
        slot: ModelSlot,
        now: Callable[[], float] = time.time,
        lock_after_s: float = LOCK_AFTER_S,
    ) -> None:
        self.vault = Vault(database.file.parent)
        self.codes = Codes(database, now)
        self.sessions = Sessions(now)
        self.cases = Cases(self.vault, now)
        self.intake = Intake(self.cases, slot.get)
        self.lock_after_s = lock_after_s
        self._now = now
        self._seen_at = now()
        self.unlocked_at = datetime.fromtimestamp(now(), UTC)

    def touch(self) -> None:
        """Somebody is there."""
        self._seen_at = self._now()

    def unlock(self, passphrase: str) -> None:
        """Opens the cases, or makes the file for them. Raises `VaultError`."""
        (self.vault.unlock if self.vault.exists else self.vault.create)(passphrase)
        self.unlocked_at = self.cases.now()
        self.touch()

    def lock(self) -> None:
        """Closes the cases and forgets a file on its way in."""
        self.intake.drop()
        self.vault.lock()

    def lock_if_idle(self) -> None:
        """Locks once nobody has been there for long enough; a file that is read counts as somebody."""
        if self.intake.busy:
            self.touch()
        if self.vault.is_open and self._now() - self._seen_at >= self.lock_after_s:
            self.lock()

    def watch(self) -> None:
        """Keeps looking whether somebody is there, in a thread of its own."""

        def look() -> None:
            while True:
                time.sleep(_LOOK_EVERY_S)
                self.lock_if_idle()

        threading.Thread(target=look, daemon=True).start()
