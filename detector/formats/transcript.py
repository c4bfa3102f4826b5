"""Transcript JSONL, the project's own format: one conversation a line. Also one JSON object, or a list of them."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from detector.errors import UnreadableChat
from detector.formats._dates import as_utc
from detector.formats._people import as_seen_by
from detector.formats._source import Chat, Import, Line, Problem, Source, clean
from detector.types import Conversation

NAME = "transcript JSONL"
_SENDERS = ("them", "me")


def sniff(source: Source) -> float:
    head = source.text[:4096].lstrip()
    named = all(f'"{name}"' in source.text for name in ("messages", "sender"))
    return 0.95 if named and head.startswith(("{", "[{", "[ {", "[\n")) else 0.0


def read(source: Source) -> Import:
    """Every line that is a conversation; the others become problems."""
    chats, problems = [], []
    for number, raw in _objects(source):
        try:
            chats.append(parse(raw, number))
        except UnreadableChat as error:
            problems.append(Problem(number, str(error)))
    return Import(tuple(chats), tuple(problems))


def _objects(source: Source) -> list[tuple[int, str | dict[str, Any]]]:
    """Line number and content; a file that is JSON as a whole counts from its first line."""
    whole = source.text.strip()
    if whole.startswith("[") or "\n" in whole.split("}", 1)[0]:
        try:
            parsed = json.loads(whole)
        except (ValueError, RecursionError):
            pass
        else:
            return list(enumerate(parsed if isinstance(parsed, list) else [parsed], start=1))
    return [(number, line) for number, line in enumerate(source.lines, start=1) if line.strip()]


def conversation(raw: str | Any, name: int | str) -> Conversation:
    """One line of a file, as `parse` takes it. Raises `UnreadableChat`, in no word of the chat."""
    return as_seen_by(parse(raw, name), None)


def parse(raw: str | Any, name: int | str) -> Chat:
    """One conversation.

    Args:
        raw: a line of JSON, or what it holds.
        name: the conversation's id where it has none, such as its line, counted from 1.

    Raises:
        UnreadableChat: says what is wrong, in no word of the chat.
    """
    if isinstance(raw, str):
        try:
            raw = json.loads(raw)
        except (ValueError, RecursionError):
            raise UnreadableChat("not JSON") from None
    if not isinstance(raw, dict) or not isinstance(raw.get("messages"), list):
        raise UnreadableChat("not an object with a list 'messages'")
    lines = tuple(_line(message, place) for place, message in enumerate(raw["messages"], start=1))
    return Chat(clean(str(raw.get("id", name))), clean(str(raw.get("platform") or "")), lines, me="me")


def _line(message: Any, place: int) -> Line:
    if not isinstance(message, dict) or message.get("sender") not in _SENDERS:
        raise UnreadableChat(f'message {place}: \'sender\' must be "them" or "me"')
    if not isinstance(message.get("text"), str):
        raise UnreadableChat(f"message {place}: 'text' must be a string")
    return Line(message["sender"], message["text"], _time(message.get("sent_at"), place))


def _time(value: Any, place: int) -> datetime | None:
    if value is None or value == "":
        return None
    try:
        return as_utc(datetime.fromisoformat(value))
    except (ValueError, TypeError, OverflowError):
        raise UnreadableChat(f"message {place}: 'sent_at' must be an ISO 8601 time") from None


def dump(chat: Conversation) -> str:
    """One line of transcript JSONL, without its end."""
    messages = [
        {"sender": message.sender, "text": message.text}
        | ({"sent_at": message.sent_at.isoformat().replace("+00:00", "Z")} if message.sent_at else {})
        for message in chat.messages
    ]
    return json.dumps({"id": chat.id, "platform": chat.platform, "messages": messages}, ensure_ascii=False)
