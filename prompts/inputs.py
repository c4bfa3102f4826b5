"""The kinds of input that a prompt can name: each checks a value and writes it down. No value enters an error message.

- `chat`: messages, objects with `sender`, `text` and `sent_at` such as `detector.types.Message`; fenced.
- `text`: any text; fenced.
- `glossary`: what ids mean, as a mapping; for words of the project itself, such as those of the taxonomy.
- `name`: up to four words chosen by the caller, such as a language; never taken from a chat.
- `count`: a whole number from 1.
- a list: one of its members.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from prompts.fence import quoted

Kind = str | list[str]

FENCED = frozenset({"chat", "text"})
_ID = re.compile(r"[a-z][a-z0-9_]*")
_NAME = re.compile(r"(?=.{1,40}\Z)\w[\w-]*( [\w-]+){0,3}")


def written(kind: Kind, value: object) -> str:
    """The value as it stands in the prompt, without its fence.

    Raises:
        TypeError: it is of another type than the kind asks for.
        ValueError: it is of the type, but not of the form.
    """
    if isinstance(kind, list):
        return _choice(value, kind)
    return WRITERS[kind](value)


def _choice(value: object, among: list[str]) -> str:
    if not isinstance(value, str):
        raise TypeError(f"must be one of {among}, not {_type(value)}")
    if value not in among:
        raise ValueError(f"must be one of {among}")
    return value


def _chat(value: object) -> str:
    if isinstance(value, str | bytes) or not isinstance(value, Sequence):
        raise TypeError(f"must be a sequence of messages, not {_type(value)}")
    if not value:
        raise ValueError("must hold at least one message")
    return "\n".join(f"{number} {_message(number, message)}" for number, message in enumerate(value, start=1))


def _message(number: int, message: object) -> str:
    sender, text, sent_at = (getattr(message, name, None) for name in ("sender", "text", "sent_at"))
    if not isinstance(text, str):
        raise TypeError(f"message {number} has no text")
    if sender not in ("them", "me"):
        raise ValueError(f"message {number} must be sent by 'them' or 'me'")
    if sent_at is None:
        return f"{sender} {quoted(text)}"
    if not isinstance(sent_at, datetime) or sent_at.utcoffset() is None:
        raise TypeError(f"message {number} must have an aware datetime or None as its time")
    return f"{sender} {sent_at.astimezone(UTC):%Y-%m-%d %H:%M} {quoted(text)}"


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"must be a text, not {_type(value)}")
    return quoted(value)


def _glossary(value: object) -> str:
    if not isinstance(value, Mapping) or not all(isinstance(part, str) for item in value.items() for part in item):
        raise TypeError(f"must map ids to their meaning, texts both, not {_type(value)}")
    if not value:
        raise ValueError("must hold at least one id")
    if not all(_ID.fullmatch(key) and meaning.isprintable() and meaning.strip() for key, meaning in value.items()):
        raise ValueError("must map ids (lower case, digits, _) to a meaning on one line")
    return "\n".join(f"- {key}: {meaning}" for key, meaning in value.items())


def _name(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"must be a name, not {_type(value)}")
    if not _NAME.fullmatch(value):
        raise ValueError("must be a name: one to four words of letters, digits, - and _, at most 40 characters")
    return value


def _count(value: object) -> str:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"must be a whole number, not {_type(value)}")
    if value < 1:
        raise ValueError("must be 1 or more")
    return str(value)


def _type(value: object) -> str:
    return type(value).__name__


WRITERS: dict[str, Callable[[object], str]] = {
    "chat": _chat,
    "text": _text,
    "glossary": _glossary,
    "name": _name,
    "count": _count,
}
