"""Who is "me" in a chat whose lines carry names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from detector.errors import UnknownSpeaker
from detector.formats._source import Chat, clean
from detector.types import Conversation, Message, Sender

_MARKS = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
WRITER = frozenset({"me", "i", "myself", "yo", "ich", "moi", "eu", "io", "я", "我", "saya"})
_YOU = frozenset({"you"})  # only where nobody is called "me": "Me: ... / You: ..." is a chat, too


def tidy(name: str) -> str:
    """A name without invisible marks, and without the tilde that WhatsApp puts before unknown contacts."""
    return _MARKS.sub("", name).replace("\u00a0", " ").strip().removeprefix("~").strip()


def key(name: str) -> str:
    """What two spellings of one name have in common."""
    return unicodedata.normalize("NFKC", tidy(name)).casefold()


def as_seen_by(chat: Chat, me: str | None) -> Conversation:
    """The chat with every line from "me" or "them"; in a group, everybody else is "them".

    A chat in which one person alone writes is read as the other person's, unless `me` says otherwise.

    Raises:
        UnknownSpeaker: nothing tells who is "me", or `me` is not in the chat.
    """
    keys = {name: key(name) for name in {line.name for line in chat.lines}}
    mine = _mine(chat, {keys[line.name]: tidy(line.name) for line in chat.lines}, me)
    senders: dict[str, Sender] = {name: "me" if found == mine else "them" for name, found in keys.items()}
    messages = (
        Message(str(number), senders[line.name], clean(line.text), line.sent_at)
        for number, line in enumerate(chat.lines)
    )
    return Conversation(chat.id, tuple(messages), chat.platform)


def all_as_seen_by(chats: Sequence[Chat], me: str | None) -> list[Conversation]:
    """The chats of one file. Somebody who writes in one of them need not have written in the others.

    Raises:
        UnknownSpeaker: of at least one chat, nothing tells who is "me".
    """
    writes = me is not None and key(me) in {key(name) for chat in chats for name in {line.name for line in chat.lines}}
    seen: list[Conversation] = []
    unknown: dict[str, None] = {}
    for chat in chats:
        try:
            seen.append(as_seen_by(chat, me))
        except UnknownSpeaker as error:
            if writes:
                seen.append(as_seen_by(replace(chat, me=me), me))
            else:
                unknown |= dict.fromkeys(error.names)
    if unknown:
        raise UnknownSpeaker(unknown)
    return seen


def _mine(chat: Chat, names: dict[str, str], me: str | None) -> str:
    """The key of my name; one that nobody has, where only the other person writes.

    Args:
        names: the names in the chat by their keys, in the order in which they come up.
    """
    if chat.me is not None:
        return key(chat.me)
    if me is not None:
        if key(me) in names or len(names) == 1:
            return key(me)
        raise UnknownSpeaker(names.values())
    others = names.keys() - {key(chat.them or "")}
    named = (WRITER & others) or (_YOU & others)
    if len(named) == 1:
        return min(named)
    if chat.them is not None and len(others) == 1 and len(names) <= 2:
        return min(others)
    if len(names) == 1:
        return ""
    raise UnknownSpeaker(names.values())
