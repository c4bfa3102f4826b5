"""The SQLite file: where it lives, how it is opened, and its numbered migrations."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import platformdirs

from extension_backend.keys import Keys

FILE_NAME = "second-look.sqlite3"


def default_folder() -> Path:
    return Path(platformdirs.user_data_dir("second-look", appauthor=False))


class Database:
    """One connection a thread, one writer at a time."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
        self.file = folder / FILE_NAME
        self.keys = Keys.open(folder / "key")
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._writing = threading.RLock()
        os.close(os.open(self.file, os.O_RDWR | os.O_CREAT, 0o600))
        self.file.chmod(0o600)
        with self.transaction() as tx:
            migrate(tx, MIGRATIONS)

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection."""
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            found = self._local.connection = _connect(self.file)
            self._all.append(found)
        return found

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing. Nested use joins the outer transaction."""
        with self._writing, atomic(self.connection) as tx:
            yield tx

    def wipe_traces(self) -> None:
        """After a deletion: empties the write-ahead log, where old pages would otherwise stay."""
        self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        for connection in self._all:
            connection.close()
        self._all.clear()
        self._local = threading.local()


def _connect(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    for pragma in (
        "busy_timeout = 15000",
        "journal_mode = WAL",
        "synchronous = NORMAL",  # a killed process loses nothing; only a power cut may cost the last moments
        "foreign_keys = ON",
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()
    return connection


@contextmanager
def atomic(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All or nothing. Nested use joins the outer transaction."""
    if connection.in_transaction:
        yield connection
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def migrate(tx: sqlite3.Connection, migrations: Sequence[Callable[[sqlite3.Connection], None]]) -> None:
    """Runs the migrations that this file has not seen yet.

    Raises:
        RuntimeError: the file was written by a newer version.
    """
    done: int = tx.execute("PRAGMA user_version").fetchone()[0]
    if done > len(migrations):
        raise RuntimeError("The data folder was written by a newer Second Look. Update this one.")
    for number, migration in enumerate(migrations[done:], start=done + 1):
        migration(tx)
        tx.execute(f"PRAGMA user_version = {number}")


def m1_clients(tx: sqlite3.Connection) -> None:
    tx.execute("CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
    tx.execute(
        "CREATE TABLE client (id TEXT PRIMARY KEY, origin TEXT NOT NULL, token_sha256 BLOB NOT NULL UNIQUE,"
        " paired_at REAL NOT NULL)"
    )
    tx.execute(
        "CREATE TABLE pairing (one INTEGER PRIMARY KEY CHECK (one = 1), code_hash BLOB NOT NULL,"
        " expires_at REAL NOT NULL, tries_left INTEGER NOT NULL)"
    )


def m2_conversations(tx: sqlite3.Connection) -> None:
    """`place` counts a chat's messages from 0, so the last one says how many there are. `key` is sealed."""
    tx.execute("CREATE TABLE model (version TEXT PRIMARY KEY, tactics TEXT NOT NULL)")
    tx.execute(
        "CREATE TABLE conversation (id INTEGER PRIMARY KEY AUTOINCREMENT, id_hash BLOB NOT NULL UNIQUE,"
        " model TEXT REFERENCES model, changed_at REAL NOT NULL, trusted INTEGER NOT NULL DEFAULT 0,"
        " quiet TEXT, quiet_at REAL, quiet_level INTEGER)"
    )
    tx.execute(
        """CREATE TABLE message (
            id INTEGER PRIMARY KEY, conversation INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
            key BLOB NOT NULL, place INTEGER NOT NULL, sender TEXT NOT NULL, sent_at REAL,
            text_digest BLOB NOT NULL, input_digest BLOB NOT NULL, stale INTEGER NOT NULL,
            english REAL NOT NULL, gate REAL NOT NULL, spans BLOB NOT NULL, vector BLOB NOT NULL, state BLOB NOT NULL,
            policy BLOB NOT NULL,
            risk REAL NOT NULL, level INTEGER NOT NULL, raised INTEGER NOT NULL, stage TEXT, script TEXT,
            distress INTEGER NOT NULL, found_at REAL, UNIQUE (conversation, key))"""
    )
    tx.execute("CREATE INDEX message_place ON message (conversation, place)")
    tx.execute("CREATE INDEX message_time ON message (conversation, sent_at, place) WHERE sent_at IS NOT NULL")
    tx.execute("CREATE INDEX message_found ON message (conversation, place) WHERE found_at IS NOT NULL")
    tx.execute("CREATE INDEX message_raised ON message (conversation, place) WHERE raised")
    tx.execute("CREATE INDEX message_distress ON message (conversation) WHERE distress")
    tx.execute(
        "CREATE TABLE feedback (id INTEGER PRIMARY KEY, conversation INTEGER NOT NULL"
        " REFERENCES conversation ON DELETE CASCADE, kind TEXT NOT NULL, key BLOB, tactic TEXT, note BLOB,"
        " given_at REAL NOT NULL)"
    )
    tx.execute("CREATE INDEX feedback_conversation ON feedback (conversation)")


def m3_revoked_clients(tx: sqlite3.Connection) -> None:
    tx.execute("ALTER TABLE client ADD COLUMN revoked INTEGER NOT NULL DEFAULT 0")


def m4_codes(tx: sqlite3.Connection) -> None:
    """One code may be pending for each purpose. Codes live two minutes, so none is carried over."""
    tx.execute("DROP TABLE pairing")
    tx.execute(
        "CREATE TABLE code (purpose TEXT PRIMARY KEY, code_hash BLOB NOT NULL, expires_at REAL NOT NULL,"
        " tries_left INTEGER NOT NULL)"
    )


MIGRATIONS = (m1_clients, m2_conversations, m3_revoked_clients, m4_codes)
