"""Takes in a batch of messages of a watched chat. Whatever the order, the cut or the repetition in which messages come,
what is kept afterwards is what it would be had they come once and in order.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from detector.taxonomy import taxonomy
from detector.windows import CONTEXT_MSGS
from extension_backend.order import arrange
from extension_backend.reader import Reader
from extension_backend.recent import RecentTexts
from extension_backend.rows import Chat, Row, Rows
from extension_backend.schema import MessageIn


@dataclass(slots=True)
class Batch:
    """A batch as rows in page order. The sets hold `id()`s of rows."""

    rows: list[Row] = field(default_factory=list)
    loose: set[int] = field(default_factory=set)  # no place yet, or losing it
    edited: set[int] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)

    def changes_anything(self) -> bool:
        return bool(self.loose or self.edited or self.gone) or any(row.stale for row in self.rows)


class Watch:
    """Watched chats. Safe to share between threads: the database lets one writer in at a time."""

    def __init__(self, rows: Rows, recent: RecentTexts, reader: Reader, now: Callable[[], float] = time.time) -> None:
        self._rows = rows
        self._recent = recent
        self._reader = reader
        self._now = now

    def receive(self, conversation_id: str, messages: Sequence[MessageIn]) -> Chat:
        """Brings a chat up to date. A trusted chat is left as it is."""
        with self._rows.database.transaction():
            chat = self._rows.chat_or_new(conversation_id, self._now())
            if not chat.trusted:
                self.reread(chat)
                batch = self._as_rows(chat, messages)
                if batch.changes_anything():
                    self._take_in(chat, batch)
                    self._rows.set_chat(chat, changed_at=self._now())
            return chat

    def reread(self, chat: Chat) -> None:
        """Puts a chat that another model read last under this one: from its vectors, since its texts are gone.

        Messages whose texts come by again are read anew.
        """
        version = self._reader.detector.version
        if chat.model == version:
            return
        with self._rows.database.transaction():
            old_ids = self._rows.tactics_of(chat.model)
            order = self._rows.tail(chat, 0)
            for row in order:
                row.vector, row.stale = _realign(row.vector, old_ids), True
            self._reader.fold(order, 0, 0, self._now())
            self._rows.write(chat, order, [])
            self._rows.add_model(version, taxonomy().ids)
            self._rows.set_chat(chat, model=version)
            chat.model = version

    def _as_rows(self, chat: Chat, messages: Sequence[MessageIn]) -> Batch:
        keys = self._rows.keys
        latest = {keys.seal(message.key): message for message in messages}
        known = self._rows.by_key(chat, list(latest))
        batch, highest = Batch(), -1
        for key, message in latest.items():
            row = known.get(key)
            if message.deleted:
                self._recent.drop(chat.id, key)
                if row is not None:
                    batch.gone.add(id(row))
                    batch.rows.append(row)
                continue
            self._recent.put(chat.id, key, message.text)
            if row is None:
                row = Row(key, message.sender)
                batch.loose.add(id(row))
            elif row.place < highest:
                batch.loose.add(id(row))
            self._renew(chat, batch, row, message)
            highest = max(highest, row.place)
            batch.rows.append(row)
        return batch

    def _renew(self, chat: Chat, batch: Batch, row: Row, message: MessageIn) -> None:
        """Notes what the page now says of a row. A time that the page no longer shows is kept."""
        sent_at = row.sent_at if message.sent_at is None else message.sent_at.timestamp()
        if sent_at != row.sent_at:
            row.sent_at = sent_at
            batch.edited.add(id(row))
            batch.loose.add(id(row))
        if self._reader.take_in(row, chat.id_hash, message.sender, message.text):
            batch.edited.add(id(row))

    def _take_in(self, chat: Chat, batch: Batch) -> None:
        base = max(0, self._first_touched(chat, batch) - CONTEXT_MSGS)
        by_id = {row.id: row for row in batch.rows if row.id is not None}
        loaded = [by_id.get(row.id or 0, row) for row in self._rows.tail(chat, base)]
        order = arrange([row for row in loaded if id(row) not in batch.loose], batch.rows, batch.loose)
        order = [row for row in order if id(row) not in batch.gone]
        context = CONTEXT_MSGS if base > 0 else 0
        start = self._reader.score(order, context, self._text_of(chat))
        start = min(start, _first_difference(order, loaded, batch.edited))
        self._reader.fold(order, start, base, self._now())
        self._rows.write(chat, order[start:], [row for row in batch.rows if id(row) in batch.gone])

    def _first_touched(self, chat: Chat, batch: Batch) -> int:
        """The first place that the batch can change: of a message at the end, the end, however long the chat."""
        places = [row.place for row in batch.rows if row.id is not None]
        for row in batch.rows:
            if id(row) in batch.loose and row.sent_at is not None:
                later = self._rows.place_after(chat, row.sent_at)
                places += [] if later is None else [later]
        return min(places, default=self._rows.count(chat))

    def _text_of(self, chat: Chat) -> Callable[[Row], str | None]:
        return lambda row: self._recent.get(chat.id, row.key)


def _first_difference(order: Sequence[Row], before: Sequence[Row], edited: set[int]) -> int:
    """Position of the first row that is edited, or is another than it was."""
    for i, row in enumerate(order):
        if i >= len(before) or row is not before[i] or id(row) in edited:
            return i
    return len(order)


def _realign(vector: bytes, old_ids: Sequence[str]) -> bytes:
    """A tactic vector in the order of today's taxonomy. A tactic that was not known then counts as not seen."""
    old = dict(zip(old_ids, np.frombuffer(vector, dtype="<f4").tolist(), strict=True))
    return np.array([old.get(tactic_id, 0.0) for tactic_id in taxonomy().ids], dtype="<f4").tobytes()
