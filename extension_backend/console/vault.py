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
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

from extension_backend.console.tables import MIGRATIONS
from extension_backend.database import atomic, migrate

FILE_NAME = "cases.sqlite3"
_ARRIVING = f"{FILE_NAME}.arriving"  # not known to be whole
_RESTORED = f"{FILE_NAME}.restored"  # whole: once this name stands, it takes the place of the cases, whatever happens
_KEPT = f"{FILE_NAME}.before-restore"
_LEAVING = f"{FILE_NAME}.leaving-"
_ENDINGS = ("-wal", "-shm", "-journal", "")
LEAST_PASSPHRASE = 12  # characters
PAGE_BYTES = 4096
KDF_ITERATIONS = 256_000  # of PBKDF2-HMAC-SHA512, as SQLCipher 4 has it: its own tools open the file as well
_PLAIN_SQLITE = b"SQLite format 3\0"


class VaultError(Exception):
    """What a person can be told: what is wrong and what to do next. Never a word of a case.

    `code` is a key of `[errors]` in `prompts/console`, which says the same in other languages.
    """

    code: ClassVar[str]


class VaultLocked(VaultError):
    code = "locked"

    def __init__(self) -> None:
        super().__init__("The cases are locked. Type the passphrase to open them.")


class VaultMissing(VaultError):
    code = "no_case_file"

    def __init__(self) -> None:
        super().__init__("There is no case file yet. Open the console once to choose a passphrase.")


class WrongPassphrase(VaultError):
    code = "wrong_passphrase"

    def __init__(self) -> None:
        super().__init__(
            "This passphrase does not open the cases. Check for Caps Lock and try again. If you are sure of it, the "
            "beginning of the file is damaged: restore a backup."
        )


class WeakPassphrase(VaultError):
    code = "weak_passphrase"

    def __init__(self) -> None:
        super().__init__(f"Choose a passphrase of at least {LEAST_PASSPHRASE} characters, such as four or five words.")


class VaultDamaged(VaultError):
    code = "damaged"

    def __init__(self) -> None:
        super().__init__("The file with the cases is damaged. Keep it, and restore a backup.")


class VaultBusy(VaultError):
    code = "busy"

    def __init__(self) -> None:
        super().__init__("Another program is writing to the cases. Wait until it is done, then try again.")


class VaultThere(VaultError):
    code = "there_already"

    def __init__(self) -> None:
        super().__init__("There is a case file already. Open it with its passphrase.")


class Vault:
    """One connection for the whole process, used by one thread at a time."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / FILE_NAME
        self._connection: sqlite3.Connection | None = None
        self._inode = 0
        self._using = threading.RLock()
        _tidy(folder)

    @property
    def exists(self) -> bool:
        """Whether there are cases. A restore that was cut off is finished first."""
        _finish_restore(self.file.parent)
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
        with self._using, _alone(self.file.parent):
            _put_in_place(self.file.parent)
            if self.file.exists():
                raise VaultThere
            arriving = self.file.with_name(_ARRIVING)
            _make_empty(arriving)
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
        leaving = self.file.with_name(f"{_LEAVING}{secrets.token_hex(8)}")
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
    arriving, kept = folder / _ARRIVING, folder / _KEPT
    with _alone(folder):
        _put_in_place(folder)
        try:
            _make_empty(arriving)
            with backup.open("rb") as given, arriving.open("wb") as taken:
                shutil.copyfileobj(given, taken)
            _check(arriving, passphrase)
            before = (folder / FILE_NAME).exists()
            if before:
                _remove(kept)
            os.replace(arriving, folder / _RESTORED)
        finally:
            _remove(arriving)
        _put_in_place(folder)
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


def _finish_restore(folder: Path) -> None:
    if (folder / _RESTORED).exists():
        with _alone(folder):
            _put_in_place(folder)


def _put_in_place(folder: Path) -> None:
    """Puts the cases of before aside and what was restored in their place. Whoever is cut off, the next one goes on."""
    if not (folder / _RESTORED).exists():
        return
    for ending in _ENDINGS:  # the log first: it must never meet another file than its own
        with suppress(FileNotFoundError):
            os.replace(folder / f"{FILE_NAME}{ending}", folder / f"{_KEPT}{ending}")
    os.replace(folder / _RESTORED, folder / FILE_NAME)


def _tidy(folder: Path) -> None:
    """Clears away the half of a backup, a restore or a new case file that a killed process left."""
    _finish_restore(folder)
    if left := [*folder.glob(f"{_ARRIVING}*"), *folder.glob(f"{_LEAVING}*")]:
        with _alone(folder):
            for file in left:
                file.unlink(missing_ok=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time puts files in place. SQLite's lock, since it ends with its process on every system."""
    with closing(sqlite3.connect(folder / f"{FILE_NAME}.lock", isolation_level=None)) as lock:
        try:
            lock.execute("PRAGMA journal_mode = MEMORY")  # nothing to be left beside it
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            raise VaultBusy from None
        yield


def _make_empty(file: Path) -> None:
    """A new file for this user only."""
    _remove(file)
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _remove(file: Path) -> None:
    for ending in _ENDINGS:
        file.with_name(file.name + ending).unlink(missing_ok=True)


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
