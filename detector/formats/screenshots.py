"""Screenshots of a chat: a PNG or JPEG picture, or a zip of them. What is on the right was written by the person.

Nothing is guessed: a message whose side is not clear belongs to nobody, one whose letters are not clear is said to be
so, and a time without a day is none. `shots` gives what a person corrects before it becomes a chat; `read` takes it as
it is.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path, PurePath

from detector.errors import UnreadableChat
from detector.formats._parts import parts
from detector.formats._source import Chat, Import, Line, Problem, Source
from detector.pictures.picture import kind
from detector.pictures.shots import LETTERS, SIDE, Seen, Shot, read_pictures

__all__ = [
    "LETTERS",
    "NAME",
    "SIDE",
    "Seen",
    "Shot",
    "as_import",
    "gather",
    "is_picture",
    "read",
    "shots",
    "sniff",
    "together",
]

NAME = "screenshot of a chat (PNG or JPEG; several in a zip)"
MAX_PICTURES = 100
_PICTURE = re.compile(r"(?!__MACOSX/)(?:.*/)?(?!\.)[^/]+\.(?:png|jpe?g)", re.IGNORECASE)


def is_picture(data: bytes) -> bool:
    """Whether a file is a PNG or JPEG picture, by its first bytes."""
    return bool(kind(data))


def sniff(source: Source) -> float:
    if is_picture(source.data):
        return 1.0
    named = [member.filename for member in source.members]
    return 0.9 if named and all(map(_PICTURE.fullmatch, named)) else 0.0


def read(source: Source) -> Import:
    """The chat of all pictures, in the order they follow from one another."""
    return as_import(shots(source))


def as_import(found: Sequence[Shot]) -> Import:
    """The chat that pictures show. Messages of nobody are left out, and told of like all that is not sure."""
    lines, problems = [], []
    for number, shot in enumerate(found, start=1):
        if shot.why:
            problems.append(Problem(number, shot.why, "picture"))
        for place, seen in enumerate(shot.messages, start=1):
            if seen.sender:
                lines.append(Line(seen.sender, seen.text, seen.sent_at))
            problems += [
                Problem(number, f"message {place}: {why}", "picture", kept=bool(seen.sender)) for why in seen.unsure
            ]
    return Import((Chat("screenshots", "", tuple(lines), "me"),), tuple(problems))


def gather(paths: Sequence[Path]) -> Source:
    """Several pictures, or those in a folder, as one file: a zip with each untouched under its own name.

    Raises:
        UnreadableChat: something among them is no picture. OSError passes through.
    """
    files = [file for path in paths for file in (sorted(path.iterdir()) if path.is_dir() else [path])]
    pictures = [(file.name, file.read_bytes()) for file in files if file.is_file() and not file.name.startswith(".")]
    if not pictures or not all(is_picture(data) for _, data in pictures):
        raise UnreadableChat("several files at once must all be pictures (PNG or JPEG) of one chat")
    return Source(together(pictures), "screenshots.zip")


def together(pictures: Sequence[tuple[str, bytes]]) -> bytes:
    """The zip of several pictures: the same bytes for the same pictures."""
    packed, used = io.BytesIO(), set[str]()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for number, (name, data) in enumerate(pictures, start=1):
            plain = PurePath(name.replace("\\", "/")).name.lstrip(".")
            ending = ".png" if kind(data) == "image/png" else ".jpg"
            named = plain if _PICTURE.fullmatch(plain) else plain + ending
            used.add(named := f"{number}-{named}" if named in used else named)
            archive.writestr(zipfile.ZipInfo(named), data)
    return packed.getvalue()


def shots(source: Source, on_read: Callable[[int, int], None] = lambda done, of: None) -> list[Shot]:
    """Every picture, in order, with the messages that it shows first.

    Args:
        on_read: told how many pictures have been read, and of how many; what it raises ends all of it.

    Raises:
        Unavailable: there is no Tesseract. UnreadableChat: there are too many pictures.
    """
    pictures = [(part.name or source.name, part.data) for _, part in parts(source, _PICTURE)]
    if len(pictures) > MAX_PICTURES:
        raise UnreadableChat(f"there are more than {MAX_PICTURES} pictures: bring them in parts")
    return read_pictures(pictures, on_read)
