"""The encrypted file that holds the cases: SQLite under SQLCipher, opened by a passphrase. Nothing of the passphrase is
kept; while the file is open, its key lives in the driver's memory alone.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import threading
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from extension_backend.console.placing import (
    ARRIVING,
    FILE_NAME,
    KEPT,
    LEAVING,
    RESTORED,
    alone,
    finish_restore,
    make_empty,
    put_in_place,
    remove,
    tidy,
)
from extension_backend.console.tables import MIGRATIONS
from extension_backend.console.vault_errors import (
    LEAST_PASSPHRASE,
    VaultBusy,
    VaultDamaged,
    VaultLocked,
    VaultMissing,
    VaultThere,
    WeakPassphrase,
    WrongPassphrase,
)
from extension_backend.database import atomic, migrate

PAGE_BYTES = 4096
KDF_ITERATIONS = 256_000  # of PBKDF2-HMAC-SHA512, as SQLCipher 4 has it: its own tools open the file as well
_PLAIN_SQLITE = b"SQLite format 3\0"


class Vault:
    """One connection for the whole process, used by one thread at a time."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / FILE_NAME
        self._connection: sqlite3.Connection | None = None
        self._inode = 0
        self._using = threading.RLock()
        tidy(folder)

    @property
    def exists(self) -> bool:
        """Whether there are cases. A restore that was cut off is finished first."""
        finish_restore(self.file.parent)
        return self.file.exists()

    @property
    def is_open(self) -> bool:
        return self._connection is not None

    def create(self, passphrase: str) -> None:
        """Makes the file and opens it.

        Raises:
            VaultError: it is there already, or the passphrase is too short.
        """
        if len(passphrase) < LEAST_PASSPHRASE:
            raise WeakPassphrase
        with self._using, alone(self.file.parent):
            put_in_place(self.file.parent)
            if self.file.exists():
                raise VaultThere
            arriving = self.file.with_name(ARRIVING)
            make_empty(arriving)
            with _told():
                _migrated(arriving, passphrase).close()
            os.replace(arriving, self.file)
            self._open(passphrase)

    def unlock(self, passphrase: str) -> None:
        """Opens the file.

        Raises:
            VaultError: it is missing, damaged, in use, or the passphrase is not its own.
        """
        with self._using:
            if not self.exists:
                raise VaultMissing
            self._open(passphrase)

    def lock(self) -> None:
        """Closes the file; the key is gone from memory."""
        with self._using:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing. Nested use joins the outer transaction."""
        with self._using, _told(), atomic(self._at_hand()) as tx:
            yield tx

    def rows(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[sqlite3.Row]:
        """What a query finds."""
        with self._using, _told():
            return self._at_hand().execute(sql, values).fetchall()

    def wipe_traces(self) -> None:
        """After a deletion: rewrites the file without what was deleted, and empties the write-ahead log."""
        with self._using, _told():
            connection = self._at_hand()
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()

    def back_up(self, target: Path) -> None:
        """Writes a copy, encrypted under the same passphrase, as one file.

        Raises:
            OSError: `target` is there already, or cannot be written.
        """
        with self._using, _told():
            connection = self._at_hand()
            os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))  # VACUUM takes an empty file
            connection.execute("VACUUM INTO ?", (str(target),))

    def copy(self) -> BinaryIO:
        """A backup, open to be read once: no name leads to it any more."""
        leaving = self.file.with_name(f"{LEAVING}{secrets.token_hex(8)}")
        try:
            self.back_up(leaving)
            return leaving.open("rb")
        finally:
            leaving.unlink(missing_ok=True)

    def _at_hand(self) -> sqlite3.Connection:
        if self._connection is not None and self.file.exists() and self.file.stat().st_ino == self._inode:
            return self._connection
        self.lock()  # another file may have been put in its place: what is written to the old one would be lost
        raise VaultLocked

    def _open(self, passphrase: str) -> None:
        self.lock()
        with _told():
            connection = _migrated(self.file, passphrase)
        self._connection, self._inode = connection, self.file.stat().st_ino


def _migrated(file: Path, passphrase: str) -> sqlite3.Connection:
    connection = connect(file, passphrase)
    try:
        with atomic(connection) as tx:
            migrate(tx, MIGRATIONS)
        connection.execute(
            "PRAGMA wal_checkpoint(TRUNCATE)"
        ).close()  # what was deleted as a process died goes for good
    except BaseException:
        connection.close()
        raise
    return connection


def connect(file: Path, passphrase: str) -> sqlite3.Connection:
    """A connection to a file that this passphrase opens. An empty file becomes its own.

    Raises:
        VaultError: the passphrase is wrong, or the file is none of ours.
    """
    from sqlcipher3 import dbapi2 as sqlcipher  # costs the start of the server nothing

    size = file.stat().st_size
    with file.open("rb") as opened:
        if size % PAGE_BYTES or opened.read(len(_PLAIN_SQLITE)) == _PLAIN_SQLITE:
            raise VaultDamaged
    connection: sqlite3.Connection = sqlcipher.connect(str(file), isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlcipher.Row
    connection.create_function("folded", 1, str.casefold, deterministic=True)  # a search finds Ä by ä
    quoted = unicodedata.normalize("NFC", passphrase).replace("\0", "").replace("'", "''")
    try:
        for pragma in (
            "cipher_log_level = NONE",
            f"key = '{quoted}'",
            f"kdf_iter = {KDF_ITERATIONS}",
            "busy_timeout = 15000",
        ):
            connection.execute(f"PRAGMA {pragma}").close()
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlcipher.DatabaseError as error:
            if "not a database" in str(error):
                raise WrongPassphrase from None
            raise
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",  # a case must outlive a power cut
            "foreign_keys = ON",
            "secure_delete = ON",
            "temp_store = MEMORY",  # sorting spills nothing to the disk
        ):
            connection.execute(f"PRAGMA {pragma}").close()
    except BaseException:
        connection.close()
        raise
    return connection


def restore(folder: Path, backup: Path, passphrase: str) -> Path | None:
    """Puts a backup in the place of the cases, once it is known to be whole.

    Returns:
        Where the cases that were there before are kept now; None where there were none.

    Raises:
        VaultError: the passphrase does not open the backup, or it is damaged. OSError passes through.
    """
    arriving, kept = folder / ARRIVING, folder / KEPT
    with alone(folder):
        put_in_place(folder)
        try:
            make_empty(arriving)
            with backup.open("rb") as given, arriving.open("wb") as taken:
                shutil.copyfileobj(given, taken)
            _check(arriving, passphrase)
            before = (folder / FILE_NAME).exists()
            if before:
                remove(kept)
            os.replace(arriving, folder / RESTORED)
        finally:
            remove(arriving)
        put_in_place(folder)
        return kept if before else None


def _check(file: Path, passphrase: str) -> None:
    with _told():
        opened = connect(file, passphrase)
        try:
            whole = not opened.execute("PRAGMA cipher_integrity_check").fetchall()
            known = 0 < opened.execute("PRAGMA user_version").fetchone()[0] <= len(MIGRATIONS)
        finally:
            opened.close()
    if not whole or not known:
        raise VaultDamaged


@contextmanager
def _told() -> Iterator[None]:
    """Turns what the driver says of the file into words. Its own may quote what was written, so they end here."""
    from sqlcipher3 import dbapi2 as sqlcipher

    try:
        yield
    except sqlcipher.IntegrityError:
        raise
    except sqlcipher.DatabaseError as error:
        why = str(error)
        if "locked" in why or "busy" in why:
            raise VaultBusy from None
        if any(sign in why for sign in ("malformed", "not a database", "disk I/O")):
            raise VaultDamaged from None
        raise
