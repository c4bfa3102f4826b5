"""Judges a whole transcript at once: messages, or a chat file in any format that the detector reads. Stores nothing."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from detector import formats
from detector.errors import DetectorError, UnknownSpeaker
from detector.types import Message
from extension_backend.desk import why_not
from extension_backend.errors import ApiError
from extension_backend.reader import Reader, as_iso
from extension_backend.rows import Row
from extension_backend.schema import MAX_REVIEW_MSGS, AssessIn, FileIn, LineIn
from extension_backend.verdict import Facts, verdict


def assess(reader: Reader, body: AssessIn, lang: str) -> dict[str, Any]:
    """The verdict on a transcript, with its timeline; for a file also with its messages, since only we can read it.

    Raises:
        ApiError: 422 where the file cannot be read, or does not say who the person is (`who_is_me`, with the names).
    """
    if body.file is None:
        return _judge(reader, [_message(i, line) for i, line in enumerate(body.messages or [])], lang)
    messages = _read(body.file, body.me)
    shown = [
        {"index": i, "sender": message.sender, "text": message.text, "sent_at": as_iso(message.sent_at)}
        for i, message in enumerate(messages)
    ]
    return {**_judge(reader, messages, lang), "messages": shown}


def _read(file: FileIn, me: str | None) -> Sequence[Message]:
    try:
        data = base64.b64decode(file.data, validate=True)
    except ValueError:  # binascii.Error, and what is not ASCII
        raise ApiError(422, "invalid", "file.data: send the bytes of the file in base64") from None
    try:
        messages = max((chat.messages for chat in formats.read(data, me, file.name)), key=len)
    except UnknownSpeaker as error:
        raise ApiError(422, "who_is_me", "Say which of these names is you.", names=list(error.names)) from None
    except DetectorError as error:
        why = str(error)
        raise ApiError(422, "unreadable_file", why[:1].upper() + why[1:]) from None
    if len(messages) > MAX_REVIEW_MSGS:
        raise ApiError(
            413, "too_many_messages", f"The chat has more than {MAX_REVIEW_MSGS:,} messages. Send a part of it."
        )
    return messages


def _judge(reader: Reader, messages: Sequence[Message], lang: str) -> dict[str, Any]:
    rows = [_row(reader, i, message) for i, message in enumerate(messages)]
    texts = {row.key: message.text for row, message in zip(rows, messages, strict=True)}
    reader.score(rows, 0, lambda row: texts[row.key])
    reader.fold(rows, 0, 0, now=0.0)
    facts = Facts(
        last=rows[-1],
        found=[row for row in rows if row.found_at is not None],
        raised=next((row for row in reversed(rows) if row.raised), None),
        distress=any(row.distress for row in rows),
        why_not=why_not(rows[-1]),
        name=lambda row: row.key.decode(),
        model_version=reader.detector.version,
        timeline=rows,
    )
    return verdict(facts, lang)


def _message(i: int, line: LineIn) -> Message:
    return Message(str(i), line.sender, line.text, line.sent_at)


def _row(reader: Reader, i: int, message: Message) -> Row:
    sent_at = None if message.sent_at is None else message.sent_at.timestamp()
    row = Row(str(i).encode(), message.sender, sent_at)
    reader.take_in(row, b"", message.sender, message.text)
    return row
