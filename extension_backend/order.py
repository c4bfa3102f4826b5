"""Where the rows of a batch belong among the rows that are known. Pure; no storage, no detector.

A batch is a contiguous stretch of the page, so a row's neighbour in the batch is its neighbour in the chat, unless
times say otherwise. Rows with a time stay sorted by it; rows without one stay beside the neighbour they came with. That
makes the order independent of how the stretch was cut, in which order the pieces came, and how often.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar


class Timed(Protocol):
    sent_at: float | None


Row = TypeVar("Row", bound=Timed)


def arrange(known: Sequence[Row], batch: Sequence[Row], loose: Iterable[int]) -> list[Row]:
    """The known rows with the batch's loose rows put in their places.

    Args:
        known: rows in chat order, without the loose ones.
        batch: rows in page order; those that are not loose stand in `known` as well.
        loose: `id()` of the batch's rows that have no place yet, or lose it.
    """
    order, waiting = list(known), set(loose)
    for i, row in enumerate(batch):
        if id(row) not in waiting:
            continue
        place = _beside_neighbour(order, batch, i, waiting)
        if place is None or not _fits(order, place, row.sent_at):
            place = _by_time(order, _first_time(batch[i:]))
        order.insert(place, row)
        waiting.discard(id(row))
    return order


def _beside_neighbour(order: Sequence[Row], batch: Sequence[Row], i: int, waiting: set[int]) -> int | None:
    """After the row before it, else before the next row that has a place."""
    if i > 0:
        return _index(order, batch[i - 1]) + 1
    settled = next((row for row in batch if id(row) not in waiting), None)
    return None if settled is None else _index(order, settled)


def _index(order: Sequence[Row], row: Row) -> int:
    """Position by identity, sought from the end, where news usually is."""
    return next(i for i in range(len(order) - 1, -1, -1) if order[i] is row)


def _fits(order: Sequence[Row], place: int, sent_at: float | None) -> bool:
    if sent_at is None:
        return True
    before = _first_time(order[i] for i in range(place - 1, -1, -1))
    after = _first_time(order[i] for i in range(place, len(order)))
    return (before is None or before <= sent_at) and (after is None or sent_at <= after)


def _by_time(order: Sequence[Row], sent_at: float | None) -> int:
    """Before the first row of a later time; at the end where there is none, or no time."""
    if sent_at is None:
        return len(order)
    return next((i for i, row in enumerate(order) if row.sent_at is not None and row.sent_at > sent_at), len(order))


def _first_time(rows: Iterable[Row]) -> float | None:
    return next((row.sent_at for row in rows if row.sent_at is not None), None)
