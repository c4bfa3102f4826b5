"""Texts of recent messages, in memory only: the context of the next message. Bounded; lost when the server ends."""

from __future__ import annotations

import threading
from collections import OrderedDict

MAX_CHARACTERS = 2_000_000


class RecentTexts:
    """Least recently used texts fall out first. Keys are (conversation row id, sealed message key)."""

    def __init__(self, max_characters: int = MAX_CHARACTERS) -> None:
        self._texts: OrderedDict[tuple[int, bytes], str] = OrderedDict()
        self._room = max_characters
        self._lock = threading.Lock()

    def get(self, chat: int, key: bytes) -> str | None:
        with self._lock:
            text = self._texts.get((chat, key))
            if text is not None:
                self._texts.move_to_end((chat, key))
            return text

    def put(self, chat: int, key: bytes, text: str) -> None:
        with self._lock:
            self._room += len(self._texts.pop((chat, key), ""))
            self._texts[chat, key] = text
            self._room -= len(text)
            while self._room < 0:
                self._room += len(self._texts.popitem(last=False)[1])

    def drop(self, chat: int, key: bytes) -> None:
        with self._lock:
            self._room += len(self._texts.pop((chat, key), ""))

    def clear(self) -> None:
        with self._lock:
            self._room += sum(map(len, self._texts.values()))
            self._texts.clear()
