"""Scores on Ray: readers and actors as processes of one machine or of a cluster, their results in order.

A reader turns each item, such as a file, into rows; an actor loads its model once and works on a block of rows at a
time. Ray starts an actor that dies again, and gives the block that it had to it once more: nothing is lost or doubled.

On one machine Ray is started for the run and stopped after it. It listens on loopback only, behind a token of its own,
reports nothing to its makers, and leaves no file behind.
"""

from __future__ import annotations

import argparse
import logging
import os
import pickle
import secrets
import socket
import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from detector.bulk import inputs, local
from detector.bulk.lines import Read, Scored
from detector.engine import Detector
from detector.errors import Unavailable
from detector.judge import Judge
from detector.policy import Policy

BLOCK_BYTES = 2**18  # of pickled rows: some seconds of an actor's work, which is what a death can cost
STORE_BYTES = 300_000_000  # shared memory of a Ray that is started here
# An actor computes on two cores. It leaves a quarter of one to the readers, or nothing would ever reach it on a
# machine with two cores.
ACTOR_CPUS, READER_CPUS = 1.75, 0.25
CONNECT_LIMIT_S = 10.0
COLUMN = "row"
PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Ray:
    """Where to work.

    Attributes:
        address: "HOST:PORT" of a cluster; None starts Ray on this machine.
        actors: how many load the model; each takes two cores.
        packages: folders of our own code that a cluster is sent.
    """

    address: str | None = None
    actors: int = 1
    packages: tuple[Path, ...] = (PACKAGE,)


class Worker(Protocol):
    """What an actor is made of: built once, then called with the rows of each block."""

    def __call__(self, rows: Iterable[Any]) -> Iterator[Any]: ...


def add_engine(command: argparse.ArgumentParser) -> None:
    """The options that choose between this process and Ray."""
    command.add_argument("--engine", choices=("local", "ray"), default="local", help="ray: needs requirements-ray.txt")
    command.add_argument("--ray-address", metavar="HOST:PORT", help="of a running cluster; otherwise on this machine")
    command.add_argument("--ray-actors", type=int, default=1, metavar="N", help="one for each two cores of a cluster")


def chosen(options: argparse.Namespace, *packages: Path) -> Ray | None:
    """What was chosen with `add_engine`; None for this process."""
    ray = Ray(options.ray_address, options.ray_actors, (PACKAGE, *packages))
    return ray if options.engine == "ray" else None


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
    with _running(ray) as data:
        source = data.from_items([{COLUMN: pickle.dumps(item)} for item in items], override_num_blocks=len(items))
        table = {"batch_format": "pyarrow"}
        rows = source.map_batches(_read, batch_size=1, fn_kwargs={"expand": expand}, num_cpus=READER_CPUS, **table)
        actors = data.ActorPoolStrategy(size=ray.actors)
        made_of = {"fn_constructor_args": (worker, arguments), "compute": actors, "num_cpus": ACTOR_CPUS}
        for result in rows.map_batches(_Actor, batch_size=None, **made_of, **table).iter_rows():
            yield pickle.loads(result[COLUMN])  # noqa: S301 - written by our own actors


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


@contextmanager
def _running(where: Ray) -> Iterator[Any]:
    """Ray Data, set up for us; started before and stopped afterwards."""
    _prepare(where)
    try:
        import ray
        import ray.data
    except ImportError:
        raise Unavailable("--engine ray needs Ray: pip install -r requirements-ray.txt") from None
    with tempfile.TemporaryDirectory(prefix="ray-", ignore_cleanup_errors=True) as folder:
        try:
            _start(ray, where, folder)
            settings = ray.data.DataContext.get_current()
            settings.execution_options.preserve_order = True
            settings.enable_progress_bars = False
            settings.target_max_block_size = BLOCK_BYTES
            logging.getLogger("ray.data").setLevel(logging.ERROR)
            yield ray.data
        except ray.exceptions.RayError as error:
            why = type(error).__name__
            raise Unavailable(f"Ray gave up ({why}); the same command goes on from what is written") from error
        finally:
            ray.shutdown()


def _start(ray: Any, where: Ray, folder: str) -> None:
    if where.address:
        _check_answers(where.address)
    try:
        ray.init(log_to_driver=False, logging_level=logging.ERROR, **_place(where, folder))
    except Exception as error:  # Ray raises a plain one where its processes take too long
        raise Unavailable(
            f"Ray could not be started ({type(error).__name__}); try again, or use --engine local"
        ) from error


def _check_answers(address: str) -> None:
    """Ray itself would try for a quarter of an hour."""
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), CONNECT_LIMIT_S).close()
    except (OSError, ValueError, OverflowError):
        raise Unavailable(f"no Ray cluster answers at {address}, which must be HOST:PORT of a running one") from None


def _prepare(where: Ray) -> None:
    """Ray reads these once, when it is imported."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    if where.address is None:
        os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"  # loopback instead of the network's address
        os.environ["RAY_AUTH_MODE"] = "token"
        os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))


def _place(where: Ray, folder: str) -> dict[str, Any]:
    if where.address:
        return {"address": where.address, "runtime_env": {"py_modules": [str(package) for package in where.packages]}}
    cores = max(os.cpu_count() or 1, 2 * where.actors)
    return {
        "address": "local",
        "num_cpus": cores,
        "object_store_memory": STORE_BYTES,
        "include_dashboard": False,
        "_temp_dir": folder,
    }
