"""Where Ray runs: on this machine, started for one run and stopped after it, or on a cluster that is there already.

On this machine it listens on loopback only, behind a token of its own, reports nothing to its makers, and leaves no
file behind.
"""

from __future__ import annotations

import argparse
import logging
import os
import secrets
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten
from typing import Any

from detector.errors import Unavailable

STORE_BYTES = 300_000_000  # shared memory of a Ray that is started here
CONNECT_LIMIT_S = 10.0
ACTOR_CORES = 2
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


def add_engine(command: argparse.ArgumentParser) -> None:
    """The options that choose between this process and Ray."""
    command.add_argument("--engine", choices=("local", "ray"), default="local", help="ray: needs requirements-ray.txt")
    command.add_argument("--ray-address", metavar="HOST:PORT", help="of a running cluster; means --engine ray")
    command.add_argument(
        "--ray-actors", type=_count, default=1, metavar="N", help="one for each two cores of a cluster"
    )


def chosen(options: argparse.Namespace, *packages: Path) -> Ray | None:
    """What was chosen with `add_engine`; None for this process."""
    if options.engine == "local" and options.ray_address is None:
        return None
    return Ray(options.ray_address, options.ray_actors, (PACKAGE, *packages))


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


@contextmanager
def running(where: Ray, block_bytes: int) -> Iterator[Any]:
    """Ray, its Ray Data set up for us; started before and stopped afterwards.

    Args:
        block_bytes: how much an actor is given at a time.

    Raises:
        Unavailable: Ray is not installed, cannot be started or reached, or gives up.
    """
    if where.address:
        _check_answers(where.address)
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
            settings.target_max_block_size = block_bytes
            logging.getLogger("ray.data").setLevel(logging.ERROR)
            yield ray
        except ray.exceptions.RayError as error:
            why = type(error).__name__
            raise Unavailable(f"Ray gave up ({why}); the same command goes on from what is written") from error
        finally:
            ray.shutdown()


def _start(ray: Any, where: Ray, folder: str) -> None:
    try:
        ray.init(log_to_driver=False, logging_level=logging.ERROR, **_place(where, folder))
    except Exception as error:  # Ray raises a plain one where its processes take too long; no chat is read yet
        why, place = shorten(str(error), 300, placeholder=" ..."), where.address
        again = f"it has to run on a machine of the cluster at {place}" if place else "try again, or use --engine local"
        raise Unavailable(f"Ray could not be started: {why or type(error).__name__}; {again}") from error


def _check_answers(address: str) -> None:
    """Where nothing listens, Ray itself would try for minutes."""
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
    else:
        os.environ.setdefault("RAY_NUM_REDIS_GET_RETRIES", "3")  # of 40 s each: what answers may be no Ray


def _place(where: Ray, folder: str) -> dict[str, Any]:
    if where.address:
        return {"address": where.address, "runtime_env": {"py_modules": [str(package) for package in where.packages]}}
    cores = max(os.cpu_count() or 1, ACTOR_CORES * where.actors)
    return {
        "address": "local",
        "num_cpus": cores,
        "object_store_memory": STORE_BYTES,
        "include_dashboard": False,
        "_temp_dir": folder,
    }
