"""Reads and writes what is kept of chats: one row a conversation, one row a message, no text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from detector.types import Sender
from extension_backend.database import Database
from extension_backend.schema import FeedbackIn

KEEP_DAYS = 180
SECONDS_A_DAY = 86_400


@dataclass(slots=True, eq=False)
class Row:
    """One message as it is kept.

    Attributes:
        key: the site's id of the message, sealed.
        place: position in the chat, from 0.
        sent_at: seconds since the epoch, or None.
        text_digest: keyed hash of sender and text; tells an edit.
        input_digest: keyed hash of all that the tactic model read for `vector`.
        stale: `vector` was read with another context than the row has now, whose texts were not at hand.
        spans: where in the text something can be looked up, in UTF-16 units, uint32 [N, 2].
        vector: tactic probabilities, float32 [K].
        state, policy: the detector's and the policy's state after this message.
        english: log-odds that the message is English; `gate` is their fading sum over the chat.
        raised: the level rose here.
        found_at: when something was first found in this message, be it only a reason beside others; or None.
    """

    key: bytes
    sender: Sender
    sent_at: float | None = None
    text_digest: bytes = b""
    english: float = 0.0
    spans: bytes = b""
    place: int = -1
    id: int | None = None
    input_digest: bytes = b""
    stale: bool = False
    vector: bytes = b""
    state: bytes = b""
    policy: bytes = b""
    gate: float = 0.0
    risk: float = 0.0
    level: int = 0
    raised: bool = False
    stage: str | None = None
    script: str | None = None
    distress: bool = False
    found_at: float | None = None


@dataclass(slots=True)
class Chat:
    """One conversation as it is kept: what the person said of it, and which model read it last."""

    id: int
    id_hash: bytes
    model: str | None
    changed_at: float
    trusted: bool
    quiet: str | None  # "snoozed" or "disputed"
    quiet_at: float | None
    quiet_level: int | None


_COLUMNS = [field.name for field in fields(Row) if field.name != "id"]
_READ = f"SELECT id, {', '.join(_COLUMNS)} FROM message WHERE conversation = ?"  # noqa: S608
_INSERT = (
    f"INSERT INTO message (conversation, {', '.join(_COLUMNS)})"  # noqa: S608
    f" VALUES (?{', ?' * len(_COLUMNS)})"
)
_UPDATE = f"UPDATE message SET {', '.join(f'{name} = ?' for name in _COLUMNS)} WHERE id = ?"  # noqa: S608


class Rows:
    """Queries over conversations and messages. Callers hold the transaction."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.keys = database.keys

    def chat(self, conversation_id: str) -> Chat | None:
        hashed = self.keys.hash("conversation", conversation_id)
        found = self._all("SELECT * FROM conversation WHERE id_hash = ?", hashed)
        return Chat(**dict(found[0])) if found else None

    def chat_or_new(self, conversation_id: str, now: float) -> Chat:
        found = self.chat(conversation_id)
        if found is None:
            hashed = self.keys.hash("conversation", conversation_id)
            self._run("INSERT INTO conversation (id_hash, changed_at) VALUES (?, ?)", hashed, now)
            found = self.chat(conversation_id)
            assert found is not None
        return found

    def set_chat(self, chat: Chat, **values: Any) -> None:
        names = ", ".join(f"{name} = ?" for name in values)
        self._run(f"UPDATE conversation SET {names} WHERE id = ?", *values.values(), chat.id)  # noqa: S608

    def forget(self, conversation_id: str) -> bool:
        """Deletes one chat with all that hangs on it."""
        with self.database.transaction():
            hashed = self.keys.hash("conversation", conversation_id)
            gone = self._run("DELETE FROM conversation WHERE id_hash = ?", hashed)
        self.database.wipe_traces()
        return gone > 0

    def forget_all(self, before: float | None = None) -> int:
        """Deletes every chat, or those without news since a time; says how many."""
        with self.database.transaction():
            gone = self._run("DELETE FROM conversation WHERE ? IS NULL OR changed_at < ?", before, before)
        if gone:
            self.database.wipe_traces()
        return gone

    def by_key(self, chat: Chat, keys: Sequence[bytes]) -> dict[bytes, Row]:
        marks = ", ".join("?" * len(keys))
        return {row.key: row for row in self._rows(f"{_READ} AND key IN ({marks})", chat.id, *keys)}

    def tail(self, chat: Chat, first_place: int) -> list[Row]:
        """The rows from a place on, in order."""
        return self._rows(f"{_READ} AND place >= ? ORDER BY place", chat.id, first_place)

    def count(self, chat: Chat) -> int:
        count: int = self._all("SELECT 1 + ifnull(max(place), -1) FROM message WHERE conversation = ?", chat.id)[0][0]
        return count

    def last(self, chat: Chat) -> Row | None:
        found = self._rows(f"{_READ} ORDER BY place DESC LIMIT 1", chat.id)
        return found[0] if found else None

    def found(self, chat: Chat, limit: int) -> list[Row]:
        """The latest rows with a finding, in chat order."""
        sql = f"{_READ} AND found_at IS NOT NULL ORDER BY place DESC LIMIT ?"
        return self._rows(sql, chat.id, limit)[::-1]

    def found_since(self, chat: Chat, moment: float) -> list[Row]:
        return self._rows(f"{_READ} AND found_at IS NOT NULL AND found_at > ?", chat.id, moment)

    def last_raised(self, chat: Chat) -> Row | None:
        found = self._rows(f"{_READ} AND raised ORDER BY place DESC LIMIT 1", chat.id)
        return found[0] if found else None

    def distressed(self, chat: Chat) -> bool:
        return bool(self._all("SELECT 1 FROM message WHERE conversation = ? AND distress LIMIT 1", chat.id))

    def place_after(self, chat: Chat, sent_at: float) -> int | None:
        """Place of the first row that was sent later; None where there is none."""
        sql = "SELECT min(place) FROM message WHERE conversation = ? AND sent_at > ?"
        place: int | None = self._all(sql, chat.id, sent_at)[0][0]
        return place

    def tactics_of(self, model: str | None) -> list[str]:
        """The tactic ids, in order, of a model that has read chats here."""
        found = self._all("SELECT tactics FROM model WHERE version = ?", model)
        return json.loads(found[0][0]) if found else []

    def add_model(self, version: str, tactics: Sequence[str]) -> None:
        self._run("INSERT OR IGNORE INTO model VALUES (?, ?)", version, json.dumps(tactics))

    def disputed(self, chat: Chat) -> set[tuple[bytes, str | None]]:
        """Findings that the person called wrong, as (message key, tactic); without a tactic, all of that message."""
        sql = "SELECT key, tactic FROM feedback WHERE conversation = ? AND kind = 'wrong' AND key IS NOT NULL"
        return {(row["key"], row["tactic"]) for row in self._all(sql, chat.id)}

    def add_feedback(self, chat: Chat, said: FeedbackIn, key: bytes | None, now: float) -> None:
        note = None if said.note is None else self.keys.seal(said.note)
        sql = "INSERT INTO feedback (conversation, kind, key, tactic, note, given_at) VALUES (?, ?, ?, ?, ?, ?)"
        self._run(sql, chat.id, said.kind, key, said.tactic, note, now)

    def write(self, chat: Chat, changed: Iterable[Row], gone: Iterable[Row]) -> None:
        connection = self.database.connection
        connection.executemany("DELETE FROM message WHERE id = ?", [(row.id,) for row in gone])
        for row in changed:
            values = [getattr(row, name) for name in _COLUMNS]
            if row.id is None:
                connection.execute(_INSERT, (chat.id, *values))
            else:
                connection.execute(_UPDATE, (*values, row.id))

    def _rows(self, sql: str, *values: Any) -> list[Row]:
        return [Row(**dict(found)) for found in self._all(sql, *values)]

    def _all(self, sql: str, *values: Any) -> list[Any]:
        return self.database.connection.execute(sql, values).fetchall()

    def _run(self, sql: str, *values: Any) -> int:
        return self.database.connection.execute(sql, values).rowcount
