"""Whether to ask the person before a message goes out: read in its chat as a sent one would be, and kept nowhere."""

from __future__ import annotations

from typing import Any

from detector.draft import acts
from detector.review import LEAST_REASON
from detector.types import Level
from detector.windows import CONTEXT_MSGS
from detector.wording import wording
from extension_backend.reader import Reader, Texts, found_tactics
from extension_backend.rows import Chat, Rows
from extension_backend.schema import DraftIn

PHOTO = "[photo]"  # what stands for a picture in the chats that the model learned from


def draft(rows: Rows, reader: Reader, chat: Chat, texts: Texts, body: DraftIn, lang: str) -> dict[str, Any]:
    """The acts that the draft seems to be, and the words to ask with; none where there is nothing to ask."""
    before = rows.tail(chat, max(0, rows.count(chat) - CONTEXT_MSGS))
    level = Level(before[-1].level) if before else Level.NONE
    if level < Level.CAUTION:
        return answer((), lang)
    read = f"{PHOTO} {body.text}" if body.picture else body.text
    asked_for = any("credential_request" in found_tactics(row, LEAST_REASON) for row in before)
    return answer(acts(body.text, reader.read_ahead(before, texts, read), level, asked_for, body.picture), lang)


def answer(found: tuple[str, ...], lang: str) -> dict[str, Any]:
    """The answer of the route."""
    words = {**wording(lang)["guard"]}
    said = words.pop("acts")
    reasons = [said[act] for act in found]
    return {"ask": bool(found), "acts": list(found), "words": {**words, "reasons": reasons} if found else None}
