"""What the person says of a chat: wrong, trusted, quiet for a day. It is kept on this machine and nowhere else."""

from __future__ import annotations

import time
from collections.abc import Callable

from detector.taxonomy import taxonomy
from extension_backend.errors import ApiError
from extension_backend.reader import found_tactics
from extension_backend.rows import Chat, Rows
from extension_backend.schema import FeedbackIn

SNOOZE_S = 24 * 3600


class Feedback:
    """Takes feedback in, and says whether an alert is to stay quiet because of it."""

    def __init__(self, rows: Rows, now: Callable[[], float] = time.time) -> None:
        self._rows = rows
        self._now = now

    def give(self, conversation_id: str, said: FeedbackIn) -> Chat:
        """Notes it and lets it take effect.

        Raises:
            ApiError: 404 where it is about a chat or a message that is not known, 422 for an unknown tactic.
        """
        if said.tactic is not None and (said.key is None or said.tactic not in taxonomy().ids):
            raise ApiError(422, "invalid", "tactic: name a known tactic, together with the key of its message")
        with self._rows.database.transaction():
            chat = self._chat(conversation_id, said)
            key = self._known_key(chat, said.key) if said.key is not None else None
            self._rows.add_feedback(chat, said, key, self._now())
            if said.kind in ("trust", "untrust"):
                self._rows.set_chat(chat, trusted=said.kind == "trust")
            elif key is None:
                self._quieten(chat, "snoozed" if said.kind == "snooze" else "disputed")
            return self._chat(conversation_id, said)

    def quiet(self, chat: Chat, level: int) -> str | None:
        """Why an alert of this level stays quiet, or None. A higher level than back then is never quiet."""
        if chat.quiet is None or chat.quiet_at is None or level > (chat.quiet_level or 0):
            return None
        if chat.quiet == "snoozed":
            return "snoozed" if self._now() < chat.quiet_at + SNOOZE_S else None
        news = any(found_tactics(row) for row in self._rows.found_since(chat, chat.quiet_at))
        return None if news else "disputed"

    def _chat(self, conversation_id: str, said: FeedbackIn) -> Chat:
        """A chat can be trusted before its first message; all else is about one that was read."""
        if said.kind == "trust":
            return self._rows.chat_or_new(conversation_id, self._now())
        chat = self._rows.chat(conversation_id)
        if chat is None:
            raise ApiError(404, "unknown_conversation", "Second Look has not read this chat yet.")
        return chat

    def _known_key(self, chat: Chat, key: str) -> bytes:
        sealed = self._rows.keys.seal(key)
        if not self._rows.by_key(chat, [sealed]):
            raise ApiError(404, "unknown_message", "Second Look has not read this message yet.")
        return sealed

    def _quieten(self, chat: Chat, why: str) -> None:
        last = self._rows.last(chat)
        self._rows.set_chat(chat, quiet=why, quiet_at=self._now(), quiet_level=last.level if last else 0)
