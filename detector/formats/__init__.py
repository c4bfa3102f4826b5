"""Chat files to conversations. Each module here without a leading underscore is a format, found by listing the folder.

A format has `NAME` (for people), `sniff(source) -> float` (how sure it is, 0 to 1, from the content alone) and
`read(source) -> Import`. Who is "me", the file's bytes and its text are settled here, once for all formats.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from detector.errors import UnknownFormat, UnreadableChat
from detector.formats._people import all_as_seen_by
from detector.formats._source import Import, Problem, Source, open_source
from detector.types import Conversation

__all__ = ["Import", "Problem", "Source", "known_formats", "load", "nothing_read", "open_source", "read"]


class Format(Protocol):
    NAME: str

    def sniff(self, source: Source) -> float: ...

    def read(self, source: Source) -> Import: ...


@cache
def known_formats() -> tuple[Format, ...]:
    """Every format in this folder."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    return tuple(cast(Format, import_module(f"{__name__}.{name}")) for name in names)


def read(data: bytes | Path, me: str | None = None, name: str = "") -> list[Conversation]:
    """The conversations of a file. `load` also tells which of its lines could not be read."""
    return load(data, me, name)[0]


def load(data: bytes | Path, me: str | None = None, name: str = "") -> tuple[list[Conversation], Import]:
    """Recognises a file by its content and reads it as one person sees it.

    Args:
        data: the bytes, or where they are.
        me: name of the person who is being helped, as the chat writes it.
        name: file name, where the bytes came with one; WhatsApp writes the other person's name there.

    Raises:
        UnknownFormat: no format recognises it.
        UnreadableChat: it holds no message, is damaged or is too large; the text has line numbers, never words.
        UnknownSpeaker: `me` is needed, or is none of the names.
    """
    source = open_source(data, name)
    sure, _, best = max((form.sniff(source), -place, form) for place, form in enumerate(known_formats()))
    if sure <= 0:
        names = ", ".join(form.NAME for form in known_formats())
        raise UnknownFormat(
            f"this is no chat that can be read. Known are: {names}. Any chat can be pasted as lines of 'Name: text'."
        )
    found = best.read(source)
    if not any(chat.lines for chat in found.chats):
        raise nothing_read(best.NAME, found)
    return all_as_seen_by(found.chats, me), found


def nothing_read(name: str, found: Import) -> UnreadableChat:
    """What is said of a file in which no message could be read.

    Args:
        name: of the format.
    """
    why = "; ".join(problem.said for problem in found.problems[:5])
    return UnreadableChat(f"no message could be read from this {name}" + (f" ({why})" if why else ""))
