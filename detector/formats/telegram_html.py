"""Telegram Desktop's HTML export: `messages.html`, or a zip around the folder, whose later parts are messages2.html ...

Only the words are taken from the page: scripts, styles and pictures are never run, loaded or kept.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from itertools import groupby

from detector.formats._entries import Names, as_name, call, joined, media
from detector.formats._parts import first_parts, parts
from detector.formats._source import Chat, Import, Line, Problem, Source
from detector.formats._telegram_page import Post, read_page

NAME = "Telegram export (HTML)"
_FILE = re.compile(r"(?:.*/)?messages\d*\.html")
_JSON_BESIDE = re.compile(r"(?:.*/)?result\.json")
_MARKS = ('class="page_wrap"', 'class="message ')
_VIA = re.compile(r"\s+via @\w+$")
_WHEN = re.compile(r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d):(\d\d):(\d\d)(?: UTC([+-])(\d\d):?(\d\d))?")
_SECONDS = re.compile(r"\((\d{1,6}) seconds?\)")
_KINDS = {
    "photo_wrap": "[photo]",
    "sticker_wrap": "[sticker]",
    "animated_wrap": "[gif]",
    "video_file_wrap": "[video]",
    "media_photo": "[photo]",
    "media_video": "[video]",
    "media_voice_message": "[voice message]",
    "media_audio_file": "[audio]",
    "media_contact": "[contact]",
    "media_location": "[location]",
    "media_live_location": "[location]",
    "media_venue": "[location]",
    "media_game": "[game]",
    "media_invoice": "[invoice]",
    "media_poll": "[poll]",
}
_TITLES = {"Sticker": "[sticker]", "Animation": "[gif]"}  # of what was left out of the export


def sniff(source: Source) -> float:
    """A page of Telegram's; not a zip that has the same as JSON, which says more."""
    if any(_JSON_BESIDE.fullmatch(member.filename) for member in source.members):
        return 0.0
    found = (all(mark in part.text for mark in _MARKS) for part in first_parts(source, _FILE))
    return 0.9 if any(found) else 0.0


def read(source: Source) -> Import:
    """One chat for each folder."""
    chats: list[Chat] = []
    problems: list[Problem] = []
    titles = Names()
    for folder, group in groupby(parts(source, _FILE), key=lambda part: part[0]):
        title, lines = "", list[Line]()
        for _, part in group:
            page = read_page(part.text)
            title = title or as_name(page.title)
            lines += _lines(page.posts, problems)
        if lines:
            chats.append(Chat(titles.of(folder, title or "telegram"), "telegram", tuple(lines), them=title or None))
    return Import(tuple(chats), tuple(problems))


def _lines(posts: list[Post], problems: list[Problem]) -> list[Line]:
    """What people sent. A post without a name goes on after the last one."""
    lines, name = [], ""
    for post in posts:
        if "service" in post.classes:
            continue
        name = as_name(_VIA.sub("", post.said("from_name"))) or name
        if not name:
            problems.append(Problem(post.line, "a message without a name"))
        elif text := _text(post):
            lines.append(Line(name, text, _when(post.when)))
    return lines


def _text(post: Post) -> str:
    words = joined(post.said("question"), post.said("text"))
    kind = next((one for one in post.media if one in _KINDS or one in ("media_call", "media_file")), "")
    if kind == "media_call":
        seconds = _SECONDS.search(post.said("status"))
        return call(int(seconds[1])) if seconds else "[missed call]"
    if kind == "media_file":
        return joined(media(post.said("title")), words)
    return joined(_TITLES.get(post.said("title"), _KINDS.get(kind, "")), words)


def _when(title: str) -> datetime | None:
    """Aware UTC. Exports before 2022 have no zone; such times are kept as they are written."""
    found = _WHEN.match(title)
    if found is None:
        return None
    day, month, year, hour, minute, second = map(int, found.groups()[:6])
    shift = timedelta(hours=int(found[8] or 0), minutes=int(found[9] or 0)) * (-1 if found[7] == "-" else 1)
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=timezone(shift)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
