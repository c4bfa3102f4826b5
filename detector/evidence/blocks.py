"""What a report is made of, whatever it is printed on: `page.py` and `pdf.py` render the same blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detector.types import Level


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Box:
    """What is to be seen first. `level` colours it, None where the chat cannot be judged."""

    title: str
    lines: Sequence[str]
    level: Level | None


@dataclass(frozen=True, slots=True)
class Points:
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text below their headings. `widths` are shares of the page, on paper."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]


@dataclass(frozen=True, slots=True)
class Quote:
    """One message as it was sent, and what stands out in it. `head` says which it is, by whom and from when."""

    number: int
    head: str
    text: str
    reasons: Sequence[str]
    level: Level


@dataclass(frozen=True, slots=True)
class Picture:
    """The risk over the messages.

    Attributes:
        taller: how the levels are told, in words. below: where the same stands in words.
        points: place from 0 to 1, and risk.
        levels: from place, to place, level.
        names: what each level is called.
        shares: 0, a half and all, as they stand on the axis.
        n_messages: the last number on the axis.
    """

    title: str
    taller: str
    below: str
    points: Sequence[tuple[float, float]]
    levels: Sequence[tuple[float, float, Level]]
    names: Mapping[Level, str]
    shares: Mapping[float, str]
    n_messages: int


Block = Heading | Paragraph | Box | Points | Table | Quote | Picture


@dataclass(frozen=True, slots=True)
class Report:
    """`lang` as browsers write it: "pt-BR". `page` holds the place of a page's number: "Page {n}"."""

    title: str
    subtitle: str
    blocks: Sequence[Block]
    lang: str = "en"
    from_the_right: bool = False
    page: str = "{n}"
