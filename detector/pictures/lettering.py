"""Words of a bubble to the text of a message: its time apart, lines that were only wrapped joined again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from itertools import zip_longest

from detector.formats._days import clock
from detector.pictures.ocr import Lines
from detector.pictures.regions import Box

_TIME = re.compile(r"(\d{1,2})[:.,\-](\d\d)( ?[ap]\.?m\b\.?)?", re.IGNORECASE)  # a colon of few pixels is misread
_SPACES = re.compile(r"(?<=\S) {2,}")
_LONG = re.compile(r"\S*\w-|\S*(?:://|www\.)\S*[-/?&=_.%#]|(?=\S*\d)\S{16,}")
_I = re.compile(r"\bl\b")  # fonts of chats draw a capital I as a bare stroke, like a small l
_I_AM = re.compile(r"\blam\b")
_LETTERS = str.maketrans({"|": "I", "‘": "'", "’": "'", "“": '"', "”": '"', "©": ""})


@dataclass(frozen=True, slots=True)
class Lettering:
    """A text, and the least and the mean certainty of its words, 0 to 1."""

    text: str
    least: float
    mean: float


def lettering(lines: Lines, blots: Sequence[Box], words_px: int) -> Lettering:
    """The text of a block. What stands where an emoji or a photograph was taken out counts for nothing."""
    kept = [[word for word in line if not _on_blot(word.box, blots)] for line in lines]
    kept = [line for line in kept if line]
    words = [word for line in kept for word in line]
    text = _tidy(_joined(kept, words_px))
    if not text and blots:
        text = "[photo]" if max(blot.height for blot in blots) > 4 * words_px else "[emoji]"
        sure = float(all(blot.width < 3 * blot.height for blot in blots))  # else it is a line of words, out of focus
        return Lettering(text, sure, sure)
    letters = sum(len(word.text) for word in words) or 1
    if sum(blot.width for blot in blots) > sum(word.box.width for word in words):
        return Lettering(text, 0.0, 0.0)
    mean = sum(word.sure * len(word.text) for word in words) / letters
    return Lettering(text, min((word.sure for word in words if len(word.text) > 2), default=mean), mean)


def _tidy(text: str) -> str:
    return _SPACES.sub(" ", _I_AM.sub("I am", _I.sub("I", text)).translate(_LETTERS)).strip()


def spoken(lines: Lines) -> str:
    """All words, one after the other."""
    return " ".join(word.text for line in lines for word in line)


def stamped(lines: Lines) -> time | None:
    """The time among pale words; ticks beside it may have been read as anything."""
    found = _TIME.search(spoken(lines))
    return clock(f"{found[1]}:{found[2]}{found[3] or ''}") if found else None


def _on_blot(box: Box, blots: Sequence[Box]) -> bool:
    middle = (box.left + box.right) // 2, (box.top + box.bottom) // 2
    return any(b.left <= middle[0] <= b.right and b.top <= middle[1] <= b.bottom for b in blots)


def _joined(lines: Lines, words_px: int) -> str:
    """Lines that were wrapped for want of room become one; where the next word had had room, a new line was meant."""
    edge = max((line[-1].box.right for line in lines), default=0)
    text = ""
    for line, after in zip_longest(lines, lines[1:]):
        text += " ".join(word.text for word in line)
        if after is None:
            continue
        room = edge - line[-1].box.right - 0.35 * words_px
        if room > after[0].box.width:
            text += "\n"
        elif not _LONG.fullmatch(line[-1].text):
            text += " "
    return text
