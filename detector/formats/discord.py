"""Discord, as DiscordChatExporter writes it to JSON: one channel or direct chat a file."""

from __future__ import annotations

import re

from detector.errors import UnreadableChat
from detector.formats import _entries as entries
from detector.formats._entries import Entry, Names, dicts_in, name_in, text_in
from detector.formats._people import key
from detector.formats._source import Chat, Import, Line, Source

NAME = "Discord (DiscordChatExporter JSON)"
_DIRECT = "DirectTextChat"
_NOTICES = frozenset({
    "RecipientAdd", "RecipientRemove", "ChannelNameChange", "ChannelIconChange", "ChannelPinnedMessage",
    "GuildMemberJoin", "ThreadCreated",
})  # fmt: skip
_NUMBERED_MESSAGES = frozenset({"0", "19", "20", "23"})  # text, reply, two kinds of commands; the others are notices
_MINUTES = re.compile(r"lasted (\d{1,5}) minutes?")


def sniff(source: Source) -> float:
    content = source.parsed.content
    known = isinstance(content, dict) and isinstance(content.get("messages"), list)
    return 0.97 if known and all(isinstance(content.get(name), dict) for name in ("guild", "channel")) else 0.0


def read(source: Source) -> Import:
    """The one chat of the file. A direct chat is named after the other person, by one of their two names."""
    content = source.parsed.content
    channel, names = content["channel"], Names()
    title = name_in(channel, "name")
    others: set[str] = set()

    def line(entry: Entry) -> Line | None:
        text = _text(entry)
        if text is None:
            return None
        author = entry.get("author")
        name = name_in(author, "nickname", "name")
        if not isinstance(author, dict) or not name:
            raise UnreadableChat("'author' must be an object with a 'name'")
        unique = names.of(str(author.get("id") or name), name)
        if title and key(title) in (key(name), key(name_in(author, "name"))):
            others.add(unique)
        return Line(unique, text, entries.iso_time(entry.get("timestamp")))

    lines, problems = entries.read_entries(content["messages"], line)
    direct = channel.get("type") in (_DIRECT, 1, "1")
    them = (others.pop() if len(others) == 1 else title or None) if direct else None
    chat = Chat(title or "discord", "discord", entries.oldest_first(lines), them=them)
    return Import((chat,), (*problems, *entries.breaks(source)))


def _text(entry: Entry) -> str | None:
    """What a person sent; None for what Discord says in their name."""
    kind = entry.get("type", "Default")
    if not isinstance(kind, str | int):
        raise UnreadableChat("'type' must be a word or a number")
    kind = str(kind)
    if kind in ("Call", "3"):
        return _call(entry)
    if kind in _NOTICES or (kind.isdecimal() and kind not in _NUMBERED_MESSAGES):
        return None
    forwarded = entry.get("forwardedMessage")
    return entries.joined(_said(entry), _said(forwarded) if isinstance(forwarded, dict) else "")


def _said(entry: Entry) -> str:
    marks = [entries.media(file.get("fileName")) for file in dicts_in(entry, "attachments")]
    marks += ["[sticker]" for _ in dicts_in(entry, "stickers")]
    words = text_in(entry, "content")
    if not words and not marks:  # bots write in embeds alone
        words = "\n".join(_embedded(embed) for embed in dicts_in(entry, "embeds"))
    return entries.joined(*marks, words)


def _embedded(embed: Entry) -> str:
    words = (embed.get(name) for name in ("title", "description", "url"))
    return "\n".join(piece for piece in words if isinstance(piece, str) and piece)


def _call(entry: Entry) -> str:
    minutes = _MINUTES.search(text_in(entry, "content"))
    begin, end = (entries.iso_time(entry.get(name)) for name in ("timestamp", "callEndedTimestamp"))
    if begin and end:
        return entries.call((end - begin).total_seconds())
    return entries.call(int(minutes[1]) * 60 if minutes else 0)
