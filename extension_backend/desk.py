"""Everything a route needs, tied together once a process: storage, the model slot, feedback, and the answers."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from detector.language import LanguageGate
from extension_backend.clients import Clients
from extension_backend.database import Database
from extension_backend.draft import answer, draft
from extension_backend.errors import ApiError
from extension_backend.feedback import Feedback
from extension_backend.model_slot import ModelSlot
from extension_backend.reader import Reader
from extension_backend.recent import RecentTexts
from extension_backend.rows import KEEP_DAYS, SECONDS_A_DAY, Chat, Row, Rows
from extension_backend.schema import DraftIn, FeedbackIn, MessagesIn
from extension_backend.verdict import Facts, WhyNot, verdict
from extension_backend.watch import Watch
from prompts import FALLBACK

LATEST_FINDINGS = 40  # an answer to a new message names no more than these, so that it costs the same in a long chat


class Desk:
    """What the routes call. One a process; safe to share between threads."""

    def __init__(self, database: Database, slot: ModelSlot, now: Callable[[], float] = time.time) -> None:
        self.clients = Clients(database, now)
        self.slot = slot
        self._rows = Rows(database)
        self._recent = RecentTexts()
        self._feedback = Feedback(self._rows, now)
        self._now = now

    def messages(self, conversation_id: str, body: MessagesIn, lang: str) -> dict[str, Any]:
        return self._verdict(self._watch(lang).receive(conversation_id, body.messages), lang)

    def conversation(self, conversation_id: str, lang: str) -> dict[str, Any]:
        """The verdict with its timeline.

        Raises:
            ApiError: 404 for a chat that was never read.
        """
        return self._verdict(self._known(conversation_id, lang), lang, whole=True)

    def draft(self, conversation_id: str, body: DraftIn, lang: str) -> dict[str, Any]:
        """Whether to ask before this goes out. Not in a chat that the person trusts or wants quiet.

        Raises:
            ApiError: 404 for a chat that was never read.
        """
        chat = self._known(conversation_id, lang)
        last = self._rows.last(chat)
        if chat.trusted or self._feedback.quiet(chat, last.level if last else 0):
            return answer((), lang)
        return draft(self._rows, self.reader(lang), chat, lambda row: self._recent.get(chat.id, row.key), body, lang)

    def feedback(self, conversation_id: str, body: FeedbackIn, lang: str) -> dict[str, Any]:
        watch = self._watch(lang)
        chat = self._feedback.give(conversation_id, body)
        watch.reread(chat)
        return self._verdict(chat, lang)

    def forget_texts(self) -> None:
        """Drops the texts held in memory; the vectors stay."""
        self._recent.clear()

    def forget(self, conversation_id: str) -> int:
        self.forget_texts()
        return int(self._rows.forget(conversation_id))

    def forget_all(self) -> int:
        self.forget_texts()
        return self._rows.forget_all()

    def forget_old(self) -> int:
        """Deletes chats without news for half a year."""
        return self._rows.forget_all(before=self._now() - KEEP_DAYS * SECONDS_A_DAY)

    def reader(self, lang: str = FALLBACK) -> Reader:
        return Reader(self.slot.get(lang), self._rows.keys)

    def _known(self, conversation_id: str, lang: str) -> Chat:
        """A chat that was read before, under the model of now."""
        chat = self._rows.chat(conversation_id)
        if chat is None:
            raise ApiError(404, "unknown_conversation", "Second Look has not read this chat yet.")
        self._watch(lang).reread(chat)
        return chat

    def _watch(self, lang: str) -> Watch:
        return Watch(self._rows, self._recent, self.reader(lang), self._now)

    def _verdict(self, chat: Chat, lang: str, whole: bool = False) -> dict[str, Any]:
        rows, last = self._rows, self._rows.last(chat)
        facts = Facts(
            last=last,
            found=rows.found(chat, -1 if whole else LATEST_FINDINGS),
            raised=rows.last_raised(chat),
            distress=rows.distressed(chat),
            why_not=why_not(last),
            name=lambda row: rows.keys.unseal(row.key),
            model_version=self.slot.get().detector.version,
            trusted=bool(chat.trusted),
            quiet=self._feedback.quiet(chat, last.level if last else 0),
            disputed=frozenset(rows.disputed(chat)),
            timeline=rows.tail(chat, 0) if whole else None,
        )
        return verdict(facts, lang)


def why_not(last: Row | None) -> WhyNot | None:
    """Why a chat that ends with this row cannot be judged, or its newest part cannot; None where it can."""
    if last is None:
        return "no_text"
    if LanguageGate(last.gate).assessable:
        return None
    return "partly_assessable" if last.level else "not_assessable"
