"""Scores in this process, on all its cores. An actor of `detector.bulk.on_ray` scores with the same code."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from detector.bulk import inputs
from detector.bulk.lines import Read, Scored, score_batch
from detector.engine import BATCH_MSGS
from detector.judge import Judge


def score_parts(parts: Sequence[inputs.Part], judge: Judge) -> Generator[Scored]:
    """Every row of the parts, scored, in order; memory is bounded by three batches or the longest conversations."""
    return score_rows((read for part in parts for read in read_part(part)), judge)


def read_part(part: inputs.Part) -> Iterator[Read]:
    """Every row of a file."""
    for row in inputs.rows(part):
        yield Read(row.size, inputs.conversation(row, part.file))


def score_rows(rows: Iterable[Read], judge: Judge) -> Generator[Scored]:
    """Every row, scored, in order. While the network works on one batch, the one before is judged, the next is read."""
    begun: deque[Future[list[Scored]]] = deque()
    with ThreadPoolExecutor(2) as pool:
        for batch in _batches(rows):
            begun.append(pool.submit(score_batch, batch, judge))
            if len(begun) == 2:
                yield from begun.popleft().result()
        while begun:
            yield from begun.popleft().result()


def _batches(rows: Iterable[Read]) -> Iterator[list[Read]]:
    batch: list[Read] = []
    n_messages = 0
    for row in rows:
        batch.append(row)
        n_messages += row.n_messages
        if n_messages >= BATCH_MSGS:
            yield batch
            batch, n_messages = [], 0
    if batch:
        yield batch
