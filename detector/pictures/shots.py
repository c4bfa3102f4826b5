"""Pictures to messages: each read by itself, then put in order, dated, and what two of them show told once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Literal

from detector.errors import UnreadableChat
from detector.formats._days import DayLine, clock, day_line, days, taken_on
from detector.pictures import ocr, overlap
from detector.pictures.bubbles import Block, Layout, layout
from detector.pictures.lettering import lettering, spoken, stamped
from detector.pictures.picture import decode, kind

Sender = Literal["me", "them", ""]
SIDE, LETTERS = "it is not clear which side wrote it", "its letters are not clear"
_NOT_SURE, _NOT_SURE_WORD = 0.75, 0.45  # certainty of a message and of a word, 0 to 1
_SENDERS: dict[str, Sender] = {"right": "me", "left": "them"}
_FIELD = re.compile(r"(?:type|write|send)? ?an? (?:text )?message\W*|(?:i|text |rcs )?message\W*|aa", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as it was read. `sender` is "" where it is not clear; `unsure` says in words what is not."""

    sender: Sender
    text: str
    sent_at: datetime | None = None
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture, with its messages but for those that the one before shows as well. `why` it could not be read."""

    name: str
    data: bytes
    messages: tuple[Seen, ...] = ()
    why: str = ""

    @property
    def media_type(self) -> str:
        """By its content: "image/png", "image/jpeg"; "" where it is neither."""
        return kind(self.data)


def read_pictures(pictures: Sequence[tuple[str, bytes]], on_read: Callable[[int, int], None]) -> list[Shot]:
    """Every picture, by name and content, in the order they follow from one another.

    Args:
        on_read: told how many pictures have been read, and of how many; what it raises ends all of it.

    Raises:
        Unavailable: there is no Tesseract.
    """
    drafts = []
    for done, (name, data) in enumerate(pictures):
        on_read(done, len(pictures))
        drafts.append(_draft(name, data))
    on_read(len(pictures), len(pictures))
    _settle_days(drafts)
    return [
        Shot(draft.name, draft.data, tuple(message.seen() for message in draft.messages), draft.why)
        for draft in _told_once(drafts)
    ]


@dataclass(slots=True)
class _Message:
    """A message whose day is not settled yet. `line` is the last one above it in the picture that names a day."""

    sender: Sender
    text: str
    clear: bool
    at: time | None
    line: DayLine | None
    day: date | None = None

    def seen(self) -> Seen:
        sent_at = datetime.combine(self.day, self.at, UTC) if self.day and self.at else None
        unsure = (*(() if self.sender else (SIDE,)), *(() if self.clear else (LETTERS,)))
        return Seen(self.sender, self.text, sent_at, unsure)

    def complete(self, again: _Message) -> None:
        """Takes over what another picture shows better: there the message may not be cut."""
        longer = len(again.text) > 1.1 * len(self.text)
        if longer or (again.clear and not self.clear and len(again.text) > 0.9 * len(self.text)):
            self.text, self.clear = again.text, again.clear
        self.sender, self.at = self.sender or again.sender, self.at or again.at


@dataclass(slots=True)
class _Draft:
    name: str
    data: bytes
    messages: list[_Message] = field(default_factory=list)
    why: str = ""


def _draft(name: str, data: bytes) -> _Draft:
    try:
        page = layout(decode(data))
        messages = _messages(page, _read(page), taken_on(name))
        if not messages:
            raise UnreadableChat("no bubble of a chat was found in it")
    except UnreadableChat as error:
        return _Draft(name, data, why=str(error))
    return _Draft(name, data, messages)


def _read(page: Layout) -> list[tuple[Block, ocr.Lines, ocr.Lines]]:
    """Each block with the lines of its words and of its stamp."""
    stamps = [block.stamp for block in page.blocks if block.stamp]
    inks = [(block.ink, page.words_px) for block in page.blocks]
    lines = ocr.read(inks + [(stamp, round(1.3 * stamp.box.height)) for stamp in stamps])
    of_stamps = iter(lines[len(inks) :])
    return [
        (block, words, next(of_stamps) if block.stamp else []) for block, words in zip(page.blocks, lines, strict=False)
    ]


def _messages(
    page: Layout, written: Sequence[tuple[Block, ocr.Lines, ocr.Lines]], taken: date | None
) -> list[_Message]:
    messages: list[_Message] = []
    line: DayLine | None = None
    coming: time | None = None  # a time that stands above the message it belongs to
    for block, lines, stamp in written:
        whole = spoken(lines)
        if block.side == "middle" and (said := day_line(whole, taken)):
            line, coming = said, said.at
        elif block.side == "middle":
            coming = clock(whole) or coming
        elif not block.bubble:
            if messages and messages[-1].at is None:
                messages[-1].at = clock(whole)
        elif (found := lettering(lines, block.ink.blots, page.words_px)).text:
            clear = found.mean >= _NOT_SURE and found.least >= _NOT_SURE_WORD
            only_time = block.cut or (not messages and clock(found.text))  # the end of a bubble that is cut above
            if not only_time or any(map(str.isalpha, found.text)):
                at = stamped(stamp) or coming
                messages.append(_Message(_SENDERS.get(block.side, ""), found.text, clear, at, line))
            coming = None
    return messages[:-1] if messages and _FIELD.fullmatch(messages[-1].text) else messages


def _settle_days(drafts: Sequence[_Draft]) -> None:
    messages = [message for draft in drafts for message in draft.messages]
    for message, day in zip(messages, days([message.line for message in messages]), strict=True):
        message.day = day


def _told_once(drafts: Sequence[_Draft]) -> list[_Draft]:
    """In order, each message in the first picture that shows it. Where pictures meet, the day goes on."""
    chains = overlap.chains([draft.messages for draft in drafts])
    firsts = [_first_time(draft.messages for draft in map(drafts.__getitem__, chain)) for chain in chains]
    if all(firsts):
        chains = [chain for _, _, chain in sorted(zip(firsts, range(len(chains)), chains, strict=True))]
    told = []
    for chain in chains:
        before: list[_Message] = []
        for draft in map(drafts.__getitem__, chain):
            both = overlap.shared(before, draft.messages)
            for known, again in zip(before[len(before) - both :], draft.messages, strict=False):
                known.complete(again)
            fresh = draft.messages[both:]
            for message in fresh:
                if both and message.line is None:
                    message.day = before[-1].day
            told.append(replace(draft, messages=fresh))
            before = before[len(before) - both :] + fresh
    return told


def _first_time(pictures: Iterable[Sequence[_Message]]) -> tuple[date, time] | None:
    """The first day that is known, and the first time on it."""
    dated = [message for messages in pictures for message in messages if message.day]
    return (dated[0].day, dated[0].at or time.min) if dated and dated[0].day else None
