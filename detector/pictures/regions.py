"""Where a picture is of one colour: connected regions, with slow changes of colour inside one allowed.

A region is put together from runs of alike pixels in each row. Letters are left out by being narrower than a run may
be: a bubble is one region, however much is written in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from detector.pictures.picture import Pixels

LEAST_RUN_PX = 6
_SLICE = 512
_FADE_PX = 8
STEP = 6  # of 255: what two neighbouring pixels of one colour may differ by; the nearest bubble and page differ by 18


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels; right and bottom excluded."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    def holds(self, other: Box) -> bool:
        return (
            self.left <= other.left
            and self.top <= other.top
            and self.right >= other.right
            and self.bottom >= other.bottom
        )

    def beside(self, other: Box) -> bool:
        """Whether the two share rows and no column."""
        return self.rows_with(other) > 0 and (self.right <= other.left or other.right <= self.left)

    def rows_with(self, other: Box) -> int:
        return max(0, min(self.bottom, other.bottom) - max(self.top, other.top))


@dataclass(frozen=True, slots=True)
class Region:
    """A connected stretch of one colour.

    Attributes:
        rows, starts, ends: its runs, int [N] each, in the order of the rows.
        colour: of most of it, int16 [3].
    """

    box: Box
    rows: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    colour: NDArray[np.int16]

    @property
    def fill(self) -> float:
        """The share of its box that it covers."""
        return float((self.ends - self.starts).sum()) / (self.box.width * self.box.height)

    @property
    def cut_above(self) -> bool:
        """Whether its first rows are as wide as all of it: corners of bubbles are round, unless the page cuts them."""
        first = self.rows < self.box.top + 3
        return int(self.starts[first].min()) <= self.box.left + 3 and int(self.ends[first].max()) >= self.box.right - 3

    def with_(self, other: Region) -> Region:
        """Both as one."""
        one, two = self.box, other.box
        box = Box(
            min(one.left, two.left), min(one.top, two.top), max(one.right, two.right), max(one.bottom, two.bottom)
        )
        rows = np.concatenate((self.rows, other.rows))
        order = np.argsort(rows, kind="stable")
        starts, ends = np.concatenate((self.starts, other.starts)), np.concatenate((self.ends, other.ends))
        return Region(box, rows[order], starts[order], ends[order], self.colour)


def regions(pixels: Pixels, least_px: int) -> list[Region]:
    """All regions at least so many pixels wide and high, from the top to the bottom."""
    rows, starts, ends = _runs(pixels)
    owners = _joined(pixels, rows, starts, ends)
    order = np.argsort(owners, kind="stable")
    cuts = np.flatnonzero(np.diff(owners[order])) + 1
    found = []
    for own in np.split(order, cuts):
        box = Box(int(starts[own].min()), int(rows[own[0]]), int(ends[own].max()), int(rows[own[-1]]) + 1)
        if box.width >= least_px and box.height >= least_px:
            middles = (starts[own] + ends[own]) // 2
            colour = np.median(pixels[rows[own], middles].astype(np.int16), axis=0).astype(np.int16)
            found.append(Region(box, rows[own], starts[own], ends[own], colour))
    return sorted(found, key=lambda region: (region.box.top, region.box.left))


def _runs(pixels: Pixels) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Row, start and end of every run of alike pixels."""
    height, width = pixels.shape[:2]
    breaks = np.ones((height, width + 1), dtype=bool)
    for top in range(0, height, _SLICE):  # in slices, so that a large picture is not held several times over
        _mark_breaks(pixels[top : top + _SLICE].astype(np.int16), breaks[top : top + _SLICE])
    at = np.flatnonzero(breaks)
    rows, columns = at // (width + 1), at % (width + 1)
    long = (np.diff(columns) >= LEAST_RUN_PX) & (np.diff(rows) == 0)
    return rows[:-1][long], columns[:-1][long], columns[1:][long]


def _mark_breaks(part: NDArray[np.int16], breaks: NDArray[np.bool_]) -> None:
    """Marks where a pixel differs from the one before; and, where a round corner fades into the page, the fade."""
    breaks[:, 1:-1] = np.abs(np.diff(part, axis=1)).max(axis=2) > STEP
    count = np.cumsum(breaks[:, :-1], axis=1, dtype=np.int32)
    fades = np.abs(part[:, _FADE_PX:] - part[:, :-_FADE_PX]).max(axis=2) > STEP
    fades &= count[:, _FADE_PX:] == count[:, :-_FADE_PX]
    width = fades.shape[1]
    for shift in range(1, _FADE_PX + 1):
        breaks[:, shift : shift + width] |= fades


def _joined(
    pixels: Pixels, rows: NDArray[np.int64], starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.int64]:
    """For each run the number of its region: runs of neighbouring rows are one where they touch and are alike."""
    above, below = _touching(rows, starts, ends, pixels.shape[1])
    middle = (np.maximum(starts[above], starts[below]) + np.minimum(ends[above], ends[below])) // 2
    alike = _alike(pixels, rows[below], middle)
    parent = list(range(len(rows)))
    for one, other in zip(above[alike].tolist(), below[alike].tolist(), strict=True):
        while parent[one] != one:
            parent[one] = one = parent[parent[one]]
        while parent[other] != other:
            parent[other] = other = parent[parent[other]]
        parent[max(one, other)] = min(one, other)
    for i, up in enumerate(parent):  # parents come first
        parent[i] = parent[up]
    return np.array(parent, dtype=np.int64)


def _alike(pixels: Pixels, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether pixels are of one colour with the ones above them, and in no fade from one colour to another."""
    above = [pixels[np.maximum(rows - up, 0), columns].astype(np.int16) for up in range(_FADE_PX // 2 + 1)]
    steps = np.array([np.abs(one - other).max(axis=1) for one, other in pairwise(above)])
    whole = np.abs(above[0] - above[-1]).max(axis=1)
    fades: NDArray[np.bool_] = (steps <= STEP).all(axis=0) & (whole > 2 * STEP)
    alike: NDArray[np.bool_] = (steps[0] <= STEP) & ~fades
    return alike


def _touching(
    rows: NDArray[np.int64], starts: NDArray[np.int64], ends: NDArray[np.int64], width: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of runs, one a row above the other, that share at least half the width of the shortest run."""
    least, stride = LEAST_RUN_PX // 2, width + 1
    first = np.searchsorted(rows * stride + ends, (rows - 1) * stride + starts + least)
    last = np.searchsorted(rows * stride + starts, (rows - 1) * stride + ends - least, side="right")
    counts = np.maximum(last - first, 0)
    below = np.repeat(np.arange(len(rows)), counts)
    above = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(first, counts)
    return above, below
