"""What stands where in a screenshot of a chat: bubbles with the side they are on, and the lines between them.

A bubble is a region of one colour on the page, with a margin to it on both sides. What surrounds the page (header,
input bar, keyboard, the list of chats beside it) is left out by not lying on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from detector.pictures.ink import Ink, contrast, ink_of, quotes, without_blots, without_cut, without_stamp, words_height
from detector.pictures.picture import Pixels
from detector.pictures.regions import Box, Region, regions

Side = Literal["left", "right", "middle", ""]
"""Of the page; "" where it is not clear."""

_LEAST_PX = 22
_LEAST_SHARE = 0.05  # of the page's width
_LEAN = 0.12  # of the page's width: how much nearer to one edge a bubble must be to belong there
_PALE_QUOTE = 0.75  # share of the usual contrast of that side
_TORN = 0.9  # of its width is shared by two pieces of one bubble
_ALIKE = 12  # of 255: two bubbles of one sender differ by less in each colour, where there is no gradient


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a picture to be read: a bubble, or, where `bubble` is False, a line that stands on the page.

    Attributes:
        stamp: the pale words at its end, a time most often.
        cut: the upper edge of the chat cuts it.
    """

    ink: Ink
    side: Side
    stamp: Ink | None = None
    cut: bool = False
    bubble: bool = True


@dataclass(frozen=True, slots=True)
class Layout:
    """What stands in a picture, from the top to the bottom. `words_px` is the height of a usual line of words."""

    blocks: tuple[Block, ...]
    words_px: int


def layout(pixels: Pixels) -> Layout:
    """The blocks of a picture; a picture of no chat has none."""
    found = _whole(regions(pixels, _LEAST_PX))
    placed, faces, page = _on_page(pixels, found)
    bubbles, inks = [region for region, _ in placed], [ink for _, ink in placed]
    tall = words_height(inks)
    made = _blocks(bubbles, [_own_words(ink, found, tall) for ink in inks], _sides(bubbles, faces, page), tall)
    made += [
        Block(line, _leaning(line.box, page) or "middle", bubble=False)
        for line in _between(pixels, bubbles, page, found, tall)
    ]
    return Layout(tuple(sorted(made, key=lambda block: block.ink.box.top)), tall)


def _blocks(bubbles: Sequence[Region], inks: Sequence[Ink], sides: Sequence[Side], tall: int) -> list[Block]:
    strengths: dict[Side, list[int]] = {}
    for ink, side in zip(inks, sides, strict=True):
        strengths.setdefault(side, []).append(contrast(ink.dark))
    usual = {side: int(np.median(found)) for side, found in strengths.items()}
    made = []
    for i, (ink, side) in enumerate(zip(inks, sides, strict=True)):
        below = [j for j, other in enumerate(sides) if other == side and 0 <= inks[j].box.top - ink.box.bottom < tall]
        pale = contrast(ink.dark) < _PALE_QUOTE * usual[side]
        if pale and any(not _alike(bubbles[i], bubbles[j]) for j in below):
            continue  # a reply, with what it replies to in a pale bubble above it
        words, stamp = without_stamp(ink, tall, usual[side]) if side != "middle" else (ink, None)
        made.append(Block(words, side, stamp, bubbles[i].cut_above))
    return made


def _own_words(ink: Ink, found: Sequence[Region], tall: int) -> Ink:
    inside = [region for region in found if region.box != ink.box and ink.box.holds(region.box)]
    return without_blots(without_cut(ink.without(quotes(ink, inside, tall))), tall)


def _whole(found: Sequence[Region]) -> list[Region]:
    """With the pieces of a bubble that a JPEG has torn put together: between two bubbles there is a gap."""
    whole: list[Region] = []
    beside: list[int] = []  # of `whole`: those that reach down to this one, which are few in the largest of pictures
    for region in found:
        beside = [i for i in beside if whole[i].box.bottom >= region.box.top]
        torn = next((i for i in reversed(beside) if _torn(whole[i], region)), None)
        if torn is None:
            beside.append(len(whole))
            whole.append(region)
        else:
            whole[torn] = whole[torn].with_(region)
    return whole


def _torn(upper: Region, lower: Region) -> bool:
    one, other = upper.box, lower.box
    if not one.top < other.top <= one.bottom < other.bottom:
        return False
    shared = min(one.right, other.right) - max(one.left, other.left)
    return shared > _TORN * max(one.width, other.width) and _difference(upper, lower) <= 2 * _ALIKE


def _on_page(pixels: Pixels, found: Sequence[Region]) -> tuple[list[tuple[Region, Ink]], list[Region], Box]:
    """The bubbles with what is written in them; faces and round buttons; the part of the picture they all stand in."""
    page = _page(found, Box(0, 0, pixels.shape[1], pixels.shape[0]))
    able = [r for r in found if page.holds(r.box) and _LEAST_SHARE * page.width < r.box.width < 0.97 * page.width]
    able = [r for r in able if r.fill >= 0.3 and not any(o is not r and o.box.holds(r.box) for o in able)]
    faces = [r for r in able if r.box.width <= 1.2 * r.box.height and any(_beside(r, other) for other in able)]
    rest = [
        r for r in able if not any(abs(r.box.left - o.box.left) + abs(r.box.right - o.box.right) < 9 for o in faces)
    ]
    written = [(r, ink) for r in rest if (ink := ink_of(pixels, r)).mask.any()]
    end = _above_writing([r for r, _ in written], faces, page)
    return [(r, ink) for r, ink in written if r.box.top < end], faces, page


def _page(found: Sequence[Region], picture: Box) -> Box:
    """The region that holds most of the others; the whole picture, where they stand on a photograph."""
    best, most = picture, 0.5 * sum(r.box.height for r in found if r.box.height < 0.5 * picture.height)
    for region in (r for r in found if r.box.width > 0.4 * picture.width):  # few, also in the largest of pictures
        held = sum(r.box.height for r in found if r is not region and region.box.holds(r.box))
        if held > most:
            best, most = region.box, held
    return best


def _above_writing(written: Sequence[Region], round_: Sequence[Region], page: Box) -> int:
    """Where the keyboard begins, or the field to write in: the lowest of all, with a round button on its right."""
    keys = [r.box.top for r in written if sum(_beside(r, other) for other in written) >= 2]
    end = min(keys, default=page.bottom)
    above = [r for r in written if r.box.top < end]
    last = max(above, key=lambda r: r.box.bottom, default=None)
    if last is None or last.box.width < 0.45 * page.width:
        return end
    return last.box.top if any(_beside(last, r) and r.box.left >= last.box.right for r in round_) else end


def _beside(one: Region, other: Region) -> bool:
    return one.box.beside(other.box) and one.box.rows_with(other.box) > 0.25 * min(one.box.height, other.box.height)


def _sides(bubbles: Sequence[Region], faces: Sequence[Region], page: Box) -> list[Side]:
    """By the nearer edge of the page, or the face beside it; else by the edge or the colour shared with others."""
    clear = [_leaning(bubble.box, page) or _by_face(bubble, faces) for bubble in bubbles]
    sides = [side or _as_others(bubble, bubbles, clear, page) for bubble, side in zip(bubbles, clear, strict=True)]
    left = [bubble for bubble, side in zip(bubbles, sides, strict=True) if side == "left"]
    if left and "right" not in sides and not all(_alike(left[0], other) for other in left):
        return ["" if side == "left" else side for side in sides]  # in a wide window both may write on the left
    return sides


def _leaning(box: Box, page: Box) -> Side:
    left, right = box.left - page.left, page.right - box.right
    return "" if abs(left - right) < _LEAN * page.width else "left" if left < right else "right"


def _by_face(bubble: Region, faces: Sequence[Region]) -> Side:
    beside = [face.box for face in faces if _beside(bubble, face)]
    return "left" if any(face.right <= bubble.box.left for face in beside) else "right" if beside else ""


def _as_others(bubble: Region, bubbles: Sequence[Region], clear: Sequence[Side], page: Box) -> Side:
    own, near = bubble.box, 0.012 * page.width
    others = [(other, side) for other, side in zip(bubbles, clear, strict=True) if side]
    by_edge = {
        side
        for other, side in others
        if abs(other.box.left - own.left if side == "left" else other.box.right - own.right) <= near
    }
    by_colour = {side for other, side in others if _alike(bubble, other)}
    centred = abs((own.left - page.left) - (page.right - own.right)) <= 0.04 * page.width
    if centred and not by_edge and own.width < 0.5 * page.width:
        return "middle"
    agreed = [side for side in (by_edge & by_colour, by_edge, by_colour) if len(side) == 1]
    return min(agreed[0]) if agreed else ""


def _alike(one: Region, other: Region) -> bool:
    return _difference(one, other) <= _ALIKE


def _difference(one: Region, other: Region) -> int:
    return int(np.abs(one.colour - other.colour).max())


def _between(pixels: Pixels, bubbles: Sequence[Region], page: Box, found: Sequence[Region], tall: int) -> list[Ink]:
    """Lines of words that stand on the page itself: dates and times, mostly."""
    ground = next((region for region in found if region.box == page), None)
    if ground is None:
        return []
    ink = without_blots(ink_of(pixels, ground).without([bubble.box for bubble in bubbles]), tall)
    return [ink.cut(box) for box in ink.lines(tall)]
