"""Scores on Ray: readers and actors as processes of one machine or of a cluster, their results in order.

A reader turns each item, such as a file, into rows; an actor loads its model once and works on a block of rows at a
time. Ray starts an actor that dies again, and gives the block that it had to it once more: nothing is lost or doubled.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from detector.bulk import inputs, local
from detector.bulk.cluster import Ray, running
from detector.bulk.lines import Read, Scored
from detector.engine import Detector
from detector.judge import Judge
from detector.policy import Policy

BLOCK_BYTES = 2**18  # of pickled rows: some seconds of an actor's work, which is what a death can cost
# An actor computes on two cores. It leaves a quarter of one to the readers, or nothing would ever reach it on a
# machine with two cores.
ACTOR_CPUS, READER_CPUS = 1.75, 0.25
COLUMN = "row"


class Worker(Protocol):
    """What an actor is made of: built once, then called with the rows of each block."""

    def __call__(self, rows: Iterable[Any]) -> Iterator[Any]: ...


class Scorer:
    """Scores as this process would."""

    def __init__(self, policy: str) -> None:
        self._judge = Judge(Detector.load(), Policy.named(policy))

    def __call__(self, rows: Iterable[Read]) -> Iterator[Scored]:
        return local.score_rows(rows, self._judge)


def score_parts(parts: Sequence[inputs.Part], policy: str, ray: Ray) -> Generator[Scored]:
    """Every row of the parts, scored, in order; each part is read by one reader."""
    return stream(parts, local.read_part, Scorer, (policy,), ray)


def stream(
    items: Sequence[Any],
    expand: Callable[[Any], Iterable[Any]],
    worker: Callable[..., Worker],
    arguments: tuple[Any, ...],
    ray: Ray,
) -> Generator[Any]:
    """What the workers make of the rows of all items, in order and as it comes.

    Args:
        expand: the rows of an item.
        worker: builds what an actor calls, from `arguments`.

    Without items, Ray is not even started.

    Raises:
        Unavailable: Ray is not installed, the cluster cannot be reached, or an actor fails for good.
    """
    if not items:
        return
    with running(ray, BLOCK_BYTES) as there:
        data = there.data
        source = data.from_items([{COLUMN: pickle.dumps(item)} for item in items], override_num_blocks=len(items))
        table = {"batch_format": "pyarrow"}
        rows = source.map_batches(_read, batch_size=1, fn_kwargs={"expand": expand}, num_cpus=READER_CPUS, **table)
        actors = {"compute": data.ActorPoolStrategy(size=ray.actors), "num_cpus": _actor_cpus(there.nodes())}
        made_of = {"fn_constructor_args": (worker, arguments), **actors}
        for result in rows.map_batches(_Actor, batch_size=None, **made_of, **table).iter_rows():
            yield pickle.loads(result[COLUMN])  # noqa: S301 - written by our own actors


def _actor_cpus(nodes: Iterable[Mapping[str, Any]]) -> float:
    """What an actor asks for: less where no machine has two cores, or it would wait for one for ever.

    A cluster without any core yet starts its machines when they are asked for.
    """
    largest = max(node["Resources"].get("CPU", 0.0) for node in nodes if node["Alive"])
    return min(ACTOR_CPUS, largest - READER_CPUS) if largest >= 1 else ACTOR_CPUS


def _read(batch: Any, expand: Callable[[Any], Iterable[Any]]) -> Iterator[Any]:
    """The pickled rows of pickled items, as tables of about `BLOCK_BYTES`."""
    for item in _unpickled(batch):
        rows: list[bytes] = []
        size = 0
        for row in expand(item):
            rows.append(pickle.dumps(row))
            size += len(rows[-1])
            if size >= BLOCK_BYTES:
                yield _table(rows)
                rows, size = [], 0
        yield _table(rows)


class _Actor:
    def __init__(self, worker: Callable[..., Worker], arguments: tuple[Any, ...]) -> None:
        self._worker = worker(*arguments)

    def __call__(self, batch: Any) -> Any:
        return _table([pickle.dumps(result) for result in self._worker(_unpickled(batch))])


def _table(rows: list[bytes]) -> Any:
    import pyarrow

    return pyarrow.table({COLUMN: pyarrow.array(rows, pyarrow.large_binary())})


def _unpickled(table: Any) -> Iterator[Any]:
    return (pickle.loads(row) for row in table[COLUMN].to_pylist())  # noqa: S301 - written in this file
