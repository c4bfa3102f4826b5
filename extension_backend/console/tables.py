"""The tables of the case file, as numbered migrations."""

from __future__ import annotations

import sqlite3

from detector.shingles import runs


def m1_cases(tx: sqlite3.Connection) -> None:
    """`place` counts a chat's messages from 0. Times are ISO 8601 in UTC. Lists of short words are JSON."""
    tx.execute(
        "CREATE TABLE file (id INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, bytes BLOB NOT NULL)"
    )
    tx.execute(
        """CREATE TABLE casefile (
            id INTEGER PRIMARY KEY AUTOINCREMENT, file INTEGER NOT NULL REFERENCES file,
            title TEXT NOT NULL, created_at TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'open',
            notes TEXT NOT NULL DEFAULT '', me TEXT NOT NULL, platform TEXT NOT NULL, conversation TEXT NOT NULL,
            problems TEXT NOT NULL, n_messages INTEGER NOT NULL, first_at TEXT, last_at TEXT,
            level INTEGER NOT NULL, risk REAL, stage TEXT, script TEXT, distress INTEGER NOT NULL,
            assessable INTEGER NOT NULL, why_not TEXT, review_notes TEXT NOT NULL, model_version TEXT NOT NULL)"""
    )
    tx.execute(
        "CREATE TABLE tag (casefile INTEGER NOT NULL REFERENCES casefile ON DELETE CASCADE, tag TEXT NOT NULL,"
        " PRIMARY KEY (casefile, tag)) WITHOUT ROWID"
    )
    for name, key, columns in (
        ("message", "", "sender TEXT NOT NULL, sent_at TEXT, text TEXT NOT NULL, judged INTEGER NOT NULL,"
         " risk REAL NOT NULL, level INTEGER NOT NULL, stage TEXT"),
        ("finding", ", tactic", "tactic TEXT NOT NULL, probability REAL NOT NULL"),
        ("indicator", ", at, kind", "at INTEGER NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL,"
         " valid INTEGER NOT NULL"),
        ("alert", "", "level INTEGER NOT NULL, tactics TEXT NOT NULL"),
        ("correction", ", tactic", "tactic TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('wrong', 'missed')),"
         " made_at TEXT NOT NULL"),
    ):  # fmt: skip
        tx.execute(
            f"CREATE TABLE {name} (casefile INTEGER NOT NULL REFERENCES casefile ON DELETE CASCADE,"
            f" place INTEGER NOT NULL, {columns}, PRIMARY KEY (casefile, place{key})) WITHOUT ROWID"
        )
    tx.execute(
        "CREATE TABLE custody (id INTEGER PRIMARY KEY AUTOINCREMENT, casefile INTEGER NOT NULL"
        " REFERENCES casefile ON DELETE CASCADE, at TEXT NOT NULL, act TEXT NOT NULL, sha256 TEXT NOT NULL,"
        " detail TEXT NOT NULL, chain TEXT NOT NULL)"
    )
    tx.execute("CREATE INDEX custody_casefile ON custody (casefile, id)")
    tx.execute("CREATE TRIGGER custody_stands BEFORE UPDATE ON custody BEGIN SELECT RAISE(ABORT, 'append only'); END")
    tx.execute(
        "CREATE TRIGGER custody_stays BEFORE DELETE ON custody WHEN EXISTS (SELECT 1 FROM casefile WHERE id ="
        " OLD.casefile) BEGIN SELECT RAISE(ABORT, 'append only'); END"
    )


def m2_traces(tx: sqlite3.Connection) -> None:
    """`run` is a hash of `detector.shingles`, of what the other side wrote."""
    tx.execute(
        "CREATE TABLE trace (casefile INTEGER NOT NULL REFERENCES casefile ON DELETE CASCADE, run INTEGER NOT NULL,"
        " PRIMARY KEY (casefile, run)) WITHOUT ROWID"
    )
    tx.execute("CREATE INDEX trace_run ON trace (run)")
    tx.execute("CREATE INDEX indicator_value ON indicator (kind, value)")
    for casefile, text in tx.execute("SELECT casefile, text FROM message WHERE sender = 'them'"):
        add_traces(tx, casefile, text)


def add_traces(tx: sqlite3.Connection, casefile: int, text: str) -> None:
    """Keeps what other cases can be compared with."""
    tx.executemany("INSERT OR IGNORE INTO trace VALUES (?, ?)", ((casefile, run) for run in runs(text)))


MIGRATIONS = (m1_cases, m2_traces)
