"""What is written on a ground of one colour, as darkness: dark themes, coloured bubbles and gradients all become the
same, black on white.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detector.pictures.picture import Pixels
from detector.pictures.regions import Box, Region

LEAST_CONTRAST = 40  # of 255: the pattern of a wallpaper stays below it, pale times stand above
_USUAL_PX = 30
_PALE = 0.78  # share of the usual contrast

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Ink:
    """Darkness of every pixel of a box, 0 where nothing is written: uint8 [height, width].

    Attributes:
        blots: where something was too thick to be letters and was taken out: emoji, photographs.
    """

    box: Box
    dark: NDArray[np.uint8]
    blots: tuple[Box, ...] = ()

    @property
    def mask(self) -> Mask:
        return self.dark >= LEAST_CONTRAST

    def cut(self, box: Box) -> Ink:
        """The part of it in a smaller box."""
        own = self.box
        return Ink(box, self.dark[box.top - own.top : box.bottom - own.top, box.left - own.left : box.right - own.left])

    def without(self, boxes: Sequence[Box]) -> Ink:
        """With the rows of these boxes emptied."""
        dark = self.dark.copy()
        for box in boxes:
            dark[max(0, box.top - self.box.top) : max(0, box.bottom - self.box.top)] = 0
        return replace(self, dark=dark)

    def lines(self, tall: int) -> list[Box]:
        """Rows of words of about this height, one box each."""
        mask, found = self.mask, []
        for top, bottom in stretches(mask.max(axis=1)):
            if 0.4 * tall <= bottom - top <= 2 * tall:
                columns = np.flatnonzero(mask[top:bottom].max(axis=0))
                left, right = int(columns[0]), int(columns[-1]) + 1
                own = self.box
                found.append(Box(own.left + left, own.top + top, own.left + right, own.top + bottom))
        return found


def ink_of(pixels: Pixels, region: Region) -> Ink:
    """What is written in a region, corners that lie outside of it left out."""
    box = region.box
    crop = pixels[box.top : box.bottom, box.left : box.right].astype(np.int16)
    ground, first, last = _rows(pixels, region)
    dark = np.abs(crop - ground[:, None, :]).max(axis=2).astype(np.uint8)
    columns = np.arange(box.left, box.right)
    dark[(columns < first[:, None]) | (columns >= last[:, None])] = 0
    dark[dark < LEAST_CONTRAST] = 0
    return Ink(box, dark)


def without_cut(ink: Ink) -> Ink:
    """Without a line that reaches the edge of its bubble: a bubble has a margin, so the edge of the chat cuts it."""
    rows, last = stretches(ink.mask.max(axis=1)), ink.box.height
    cut = [Box(0, ink.box.top + top, 0, ink.box.top + end) for top, end in rows if top == 0 or end == last]
    return ink.without(cut)


def words_height(inks: Sequence[Ink]) -> int:
    """Height of a usual line of words, in pixels: from the top of a tall letter to the bottom of a long one."""
    heights = [bottom - top for ink in inks for top, bottom in stretches(ink.mask.max(axis=1)) if bottom - top > 5]
    return int(np.median(heights)) if heights else _USUAL_PX


def quotes(ink: Ink, inside: Sequence[Region], tall: int) -> list[Box]:
    """Where a bubble holds words of somebody else: on a tint of its own, or beside an upright bar."""
    own = ink.box
    tinted = [r.box for r in inside if r.box.width >= 0.5 * own.width and tall < r.box.height < own.height - 0.6 * tall]
    edge = ink.mask[:, : max(2, min(own.width // 4, 2 * tall))]
    bars = [
        Box(own.left, own.top + top, own.right, own.top + bottom)
        for column in edge.T
        for top, bottom in stretches(column)
        if bottom - top >= 1.7 * tall
    ]
    return tinted + bars


def without_blots(ink: Ink, tall: int) -> Ink:
    """Without all that is thicker than a letter's stroke can be."""
    mask = ink.dark >= max(LEAST_CONTRAST, 0.4 * ink.dark.max())
    size = max(4, round(0.3 * tall))
    thick = _mean(mask, size) > 0.97
    if not thick.any():
        return ink
    around = _mean(thick, 2 * size + 1) > 0
    own, boxes = ink.box, []
    for top, bottom in stretches(around.max(axis=1)):
        for left, right in stretches(around[top:bottom].max(axis=0)):
            boxes.append(Box(own.left + left, own.top + top, own.left + right, own.top + bottom))
    return Ink(own, np.where(around, 0, ink.dark).astype(np.uint8), tuple(boxes))


def without_stamp(ink: Ink, tall: int, usual: int) -> tuple[Ink, Ink | None]:
    """The words, and apart from them the paler ones at the end of the last line: a time, ticks, "edited".

    Args:
        usual: contrast of words in bubbles like this one, 0 to 255.
    """
    mask = ink.mask
    bands = stretches(mask.max(axis=1))
    if not bands:
        return ink, None
    top, bottom = bands[-1]
    left, right = mask.shape[1], 0
    for start, end in reversed(_words(mask[top:bottom], tall)):
        if contrast(ink.dark[top:bottom, start:end]) >= _PALE * usual:
            break
        left, right = start, max(right, end)
    alone = len(bands) == 1 and not mask[top:bottom, :left].any()
    if right == 0 or (alone and not ink.blots):
        return ink, None
    own, dark = ink.box, ink.dark.copy()
    dark[top:bottom, left:right] = 0
    box = Box(own.left + left, own.top + top, own.left + right, own.top + bottom)
    return replace(ink, dark=dark), replace(ink, blots=()).cut(box)


def contrast(dark: NDArray[np.uint8]) -> int:
    """Of what is written somewhere, 0 to 255; its edges, which are paler, count little."""
    return int(np.percentile(dark[dark > 0], 90)) if dark.any() else 0


def _words(band: Mask, tall: int) -> list[tuple[int, int]]:
    """Start and end of what stands apart in a line, by columns."""
    found: list[tuple[int, int]] = []
    for start, end in stretches(band.max(axis=0)):
        if found and start - found[-1][1] < 0.2 * tall:
            start = found.pop()[0]
        found.append((start, end))
    return found


def stretches(mask: Mask) -> list[tuple[int, int]]:
    """Start and end of every stretch that is True."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], mask.astype(np.int8), [0]))))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _rows(pixels: Pixels, region: Region) -> tuple[NDArray[np.int16], NDArray[np.int64], NDArray[np.int64]]:
    """For each row of a region its colour, and where it begins and ends. A bubble narrows only towards its top and its
    bottom: where a row seems narrower than some above and some below, letters stand near its edge.
    """
    top, height = region.box.top, region.box.height
    ground = np.zeros((height, 3), dtype=np.int16)
    first = np.full(height, region.box.right)
    last = np.full(height, region.box.left)
    np.minimum.at(first, region.rows - top, region.starts)
    np.maximum.at(last, region.rows - top, region.ends)
    by_length = np.argsort(region.ends - region.starts, kind="stable")  # the longest run of a row is written last
    middles = (region.starts + region.ends) // 2
    ground[region.rows[by_length] - top] = pixels[region.rows[by_length], middles[by_length]]
    own = np.zeros(height, dtype=np.int64)
    own[region.rows - top] = region.rows - top
    like = np.maximum.accumulate(own)
    return ground[like], np.maximum(*_least_so_far(first)), -np.maximum(*_least_so_far(-last))


def _least_so_far(edge: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """From the first row on, and from the last row back."""
    return np.minimum.accumulate(edge), np.minimum.accumulate(edge[::-1])[::-1]


def _mean(mask: Mask, size: int) -> NDArray[np.float64]:
    """The share of True in the square around each pixel."""
    before, after = size // 2, size - size // 2
    padded = np.pad(mask.astype(np.int64), ((before, after - 1), (before, after - 1)))
    sums = np.pad(padded.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    share: NDArray[np.float64] = (
        sums[size:, size:] - sums[:-size, size:] - sums[size:, :-size] + sums[:-size, :-size]
    ) / size**2
    return share
