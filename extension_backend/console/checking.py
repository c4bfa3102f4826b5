"""The step between screenshots and a case: what was read stands beside its picture, for a person to put right. All of
it is in memory alone until the case is made; the pictures themselves are never changed.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath

from detector.formats import Import, Problem, Source, nothing_read, screenshots
from detector.types import Conversation, Message, Sender

File = tuple[str, bytes]
"""Name and content."""


@dataclass(slots=True)
class Row:
    """A message as it stands now. `sender` is "" until somebody says who wrote it; `was` is sender and text as read."""

    sender: str
    text: str
    sent_at: datetime | None = None
    unclear: bool = False
    was: tuple[str, str] | None = None


@dataclass(slots=True)
class Picture:
    """One screenshot with its messages. `number` stays the same wherever it is moved to."""

    number: int
    shot: screenshots.Shot
    rows: list[Row]


@dataclass(slots=True)
class Draft:
    """The pictures of one chat, in order. `key` names the draft in addresses."""

    pictures: list[Picture] = field(default_factory=list)
    key: str = field(default_factory=lambda: secrets.token_urlsafe(8))

    def read(self, source: Source, on_read: Callable[[int, int], None]) -> None:
        """Reads the pictures. Raises `DetectorError`, also where none of them shows a message."""
        found = screenshots.shots(source, on_read)
        if not any(shot.messages for shot in found):
            raise nothing_read(screenshots.NAME, screenshots.as_import(found))
        self.pictures = [
            Picture(number, shot, [_row(seen) for seen in shot.messages]) for number, shot in enumerate(found)
        ]

    def picture(self, number: int) -> Picture | None:
        return next((one for one in self.pictures if one.number == number), None)

    def take(self, form: Mapping[str, str]) -> None:
        """Takes over what was typed and chosen."""
        for picture in self.pictures:
            for place, row in enumerate(picture.rows):
                row.text = form.get(f"text-{picture.number}-{place}", row.text).replace("\r\n", "\n").strip()
                sender = form.get(f"sender-{picture.number}-{place}", "")
                row.sender = sender if sender in ("me", "them") else row.sender

    def change(self, act: str, number: int, place: int) -> str:
        """Moves a picture, or adds or takes out a message of it.

        Args:
            act: "earlier", "later", "add" (below `place`; at the top below -1) or "remove". Any other changes nothing.

        Returns:
            Where to go on: the name of the part of the page.
        """
        picture = self.picture(number)
        if picture is None:
            return ""
        if act in ("earlier", "later"):
            at = self.pictures.index(picture)
            self.pictures.insert(max(0, at + (1 if act == "later" else -1)), self.pictures.pop(at))
        elif act == "add":
            picture.rows.insert(place + 1, Row("", ""))
            return f"m{number}-{place + 1}"
        elif act == "remove" and 0 <= place < len(picture.rows):
            del picture.rows[place]
        return f"p{number}"

    @property
    def rows(self) -> list[Row]:
        """All messages that are to be kept."""
        return [row for picture in self.pictures for row in picture.rows if row.text]

    @property
    def done(self) -> bool:
        """Whether there is something to keep, and of all of it is known who wrote it."""
        return bool(self.rows) and all(row.sender for row in self.rows)

    def chats(self) -> tuple[list[Conversation], Import]:
        """The chat as it was put right, and which pictures could not be read."""
        senders: dict[str, Sender] = {"me": "me", "them": "them"}
        messages = (Message(str(i), senders[row.sender], row.text, row.sent_at) for i, row in enumerate(self.rows))
        problems = (
            Problem(place, picture.shot.why, "picture")
            for place, picture in enumerate(self.pictures, start=1)
            if picture.shot.why
        )
        return [Conversation("screenshots", tuple(messages))], Import((), tuple(problems))

    def changes(self) -> str:
        """What a person did, for the custody log; no word of a message."""
        rows = self.rows
        read = sum(len(picture.shot.messages) for picture in self.pictures)
        kept = [row for row in rows if row.was]
        changed = sum(row.was != (row.sender, row.text) for row in kept)
        return (
            f"{len(self.pictures)} pictures, {read} messages read by a program; by hand {changed} changed, "
            f"{len(rows) - len(kept)} added, {read - len(kept)} taken out"
        )


def _row(seen: screenshots.Seen) -> Row:
    return Row(seen.sender, seen.text, seen.sent_at, screenshots.LETTERS in seen.unsure, (seen.sender, seen.text))


def pictures_in(name: str, data: bytes) -> Source | None:
    """The file as a source, if it is made of screenshots."""
    source = Source(data, name)
    return source if screenshots.sniff(source) else None


def by_chat(files: Sequence[File]) -> list[File]:
    """The files with all pictures of one folder made one: they show one chat."""
    pictures: dict[PurePosixPath, list[File]] = {}
    rest: list[File] = []
    for name, data in files:
        if screenshots.is_picture(data):
            pictures.setdefault(PurePosixPath(name).parent, []).append((name, data))
        else:
            rest.append((name, data))
    for folder, some in pictures.items():
        rest.append(some[0] if len(some) == 1 else (f"{folder.name or 'screenshots'}.zip", screenshots.together(some)))
    return rest
