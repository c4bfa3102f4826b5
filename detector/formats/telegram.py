"""Telegram Desktop's `result.json`: one chat, or the whole account with many; also a zip around the export's folder.

Times are real UTC where the export has `date_unixtime` (2022 and later); older ones are kept as they are written.
"""

from __future__ import annotations

import re
from typing import Any

from detector.errors import UnreadableChat
from detector.formats import _entries as entries
from detector.formats._entries import Entry, Names, name_in
from detector.formats._parts import first_parts, parts
from detector.formats._source import Chat, Import, Line, Problem, Source

NAME = "Telegram export (JSON)"
_FILE = re.compile(r"(?:.*/)?result\.json")
_WITH_ONE = frozenset({"personal_chat", "bot_chat"})
_NOBODY_ELSE = frozenset({"saved_messages", "replies", "verification_codes"})
_TYPE = re.compile(r"(?:personal|bot)_chat|(?:private|public)_(?:group|supergroup|channel)|" + "|".join(_NOBODY_ELSE))
_MARKS_OF_MESSAGES = ("from_id", "actor_id", "date_unixtime", "text_entities")
_DELETED = "Deleted Account"
_MEDIA = {
    "sticker": "[sticker]",
    "animation": "[gif]",
    "video_message": "[video]",
    "video_file": "[video]",
    "voice_message": "[voice message]",
    "audio_file": "[audio]",
}
_BESIDE_TEXT = {
    "photo": "[photo]",
    "contact_information": "[contact]",
    "location_information": "[location]",
    "place_name": "[location]",
    "game_title": "[game]",
    "invoice_information": "[invoice]",
}


def sniff(source: Source) -> float:
    found = (chat for part in first_parts(source, _FILE) for chat in _listed(part.parsed.content))
    return 0.97 if any(map(_is_chat, found)) else 0.0


def read(source: Source) -> Import:
    """Every chat with somebody else. Notes to oneself are read only where the file holds nothing else."""
    chats: list[Chat] = []
    problems: list[Problem] = []
    titles = Names()
    for folder, part in parts(source, _FILE):
        whole = []
        for place, chat in enumerate(_listed(part.parsed.content), start=1):
            if isinstance(chat, dict) and isinstance(chat.get("messages"), list):
                whole.append((place, chat))
            else:
                problems.append(Problem(place, "no object with a list 'messages'", "chat"))
        others = [(place, chat) for place, chat in whole if _kind(chat) not in _NOBODY_ELSE] or whole
        account = _account(part.parsed.content, [chat for _, chat in others])
        for place, chat in others:
            title = titles.of(f"{folder} {place}", name_in(chat, "name") or "telegram")
            found, bad = _chat(chat, place, title, account)
            chats.append(found)
            problems += bad
        problems += entries.breaks(part)
    return Import(tuple(chat for chat in chats if chat.lines), tuple(problems))


def _listed(content: Any) -> list[Any]:
    """What stands where chats do: the file itself, or its lists of many."""
    if not isinstance(content, dict):
        return [content]
    lists = [content[key].get("list") for key in ("chats", "left_chats") if isinstance(content.get(key), dict)]
    return [chat for found in lists if isinstance(found, list) for chat in found] or [content]


def _is_chat(chat: Any) -> bool:
    messages = chat.get("messages") if isinstance(chat, dict) else None
    if not isinstance(messages, list):
        return False
    if _TYPE.fullmatch(_kind(chat)):
        return True
    return any(isinstance(entry, dict) and any(map(entry.__contains__, _MARKS_OF_MESSAGES)) for entry in messages[:100])


def _kind(chat: Entry) -> str:
    kind = chat.get("type")
    return kind if isinstance(kind, str) else ""


def _number(account: Any) -> str:
    """ "user42", or 42 in exports before 2021."""
    return str(account).removeprefix("user") if isinstance(account, str | int) else ""


def _account(content: Any, chats: list[Entry]) -> str:
    """The number of the account that was exported; "" where nothing tells it.

    Without personal information, it is the only one that writes in all the chats with one person, beside that person.
    """
    about = content.get("personal_information") if isinstance(content, dict) else None
    if isinstance(about, dict) and (number := _number(about.get("user_id"))):
        return number
    mine: set[str] = set()
    for chat in chats:
        if _kind(chat) in _WITH_ONE and _number(chat.get("id")):
            writers = {_number(entry.get("from_id")) for entry in entries.dicts_in(chat, "messages")}
            mine |= writers - {"", _number(chat.get("id"))}
    return mine.pop() if len(mine) == 1 and len(chats) > 1 else ""


def _chat(chat: Entry, place: int, title: str, account: str) -> tuple[Chat, list[Problem]]:
    names = Names()
    with_one = _kind(chat) in _WITH_ONE
    peer = _number(chat.get("id")) or "peer"
    them = names.of(peer, name_in(chat, "name") or _DELETED) if with_one else None

    def line(entry: Entry) -> Line | None:
        text = _text(entry)
        if text is None:
            return None
        number = _number(entry.get("from_id", entry.get("actor_id")))
        name = name_in(entry, "from", "actor")
        if not (number or name):
            raise UnreadableChat("'from' must be a name")
        sent_at = entries.unix_time(entry.get("date_unixtime")) or entries.iso_time(entry.get("date"))
        writer = number or (peer if name == them else f"named {name}")
        return Line(names.of(writer, name or _DELETED), text, sent_at)

    lines, problems = entries.read_entries(chat["messages"], line, place)
    me = names.of(account, "me") if account else None
    return Chat(title, "telegram", tuple(lines), me=me, them=them), problems


def _text(entry: Entry) -> str | None:
    """What a person sent; None for what Telegram says itself."""
    kind = entry.get("type", "message")
    if kind == "service":
        return _call(entry) if entry.get("action") == "phone_call" else None
    if kind == "unsupported":
        return None
    if kind != "message":
        raise UnreadableChat("'type' is none that is known")
    marks = [mark for name, mark in _BESIDE_TEXT.items() if entry.get(name) is not None][:1]
    if entry.get("file") is not None or "media_type" in entry:
        marks.append(_file(entry))
    if isinstance(poll := entry.get("poll"), dict):
        marks += ["[poll]", _plain(poll.get("question"))]
    return entries.joined(*marks, _plain(entry.get("text")))


def _call(entry: Entry) -> str:
    seconds = entry.get("duration_seconds")
    return entries.call(seconds) if seconds and entry.get("discard_reason") != "missed" else "[missed call]"


def _file(entry: Entry) -> str:
    kind = entry.get("media_type")
    if isinstance(kind, str) and kind in _MEDIA:
        return _MEDIA[kind]
    name = name_in(entry, "file_name", "file")
    was_left_out = name.startswith("(")  # with a note instead of a name
    return entries.media(name_in(entry, "mime_type").replace("/", ".") if was_left_out else name)


def _plain(text: Any) -> str:
    """A text, or a list of texts and of objects for links, bold words and the like. A hidden address is added."""
    if text is None:
        return ""
    if isinstance(text, str):
        return text
    if not isinstance(text, list):
        raise UnreadableChat("'text' must be a string or a list")
    said = []
    for piece in text:
        words = piece.get("text") if isinstance(piece, dict) else piece
        if not isinstance(words, str):
            raise UnreadableChat("'text' must hold strings, or objects with a string 'text'")
        href = piece.get("href") if isinstance(piece, dict) else None
        said.append(f"{words} ({href})" if isinstance(href, str) and href != words else words)
    return "".join(said)
