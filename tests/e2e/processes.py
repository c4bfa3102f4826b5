"""Programs that tests start: waited for by a condition, and ended with all their children whatever happens."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

T = TypeVar("T")
LIMIT_S = 60.0  # generous: a loaded machine may be slow, and a test that passes never waits for it
POLL_S = 0.03


def until(check: Callable[[], T], what: str, limit_s: float = LIMIT_S) -> T:
    """The first true thing that `check` gives.

    Raises:
        TimeoutError: it gave none within `limit_s`; names `what` and the last answer.
    """
    end = time.monotonic() + limit_s
    while not (found := check()):
        if time.monotonic() > end:
            raise TimeoutError(f"waited {limit_s:.0f} s for {what}; last answer: {found!r}")
        time.sleep(POLL_S)
    return found


def free_ports(count: int) -> list[int]:
    """Ports of loopback that nobody holds, for programs that cannot pick one themselves."""
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


def is_open(port: int) -> bool:
    """Whether a program accepts connections there."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def descendants(process: int) -> Iterator[tuple[int, str]]:
    """Ids of the processes below one, with the names that they go by. Some end while they are looked at."""
    for child in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            for found in map(int, child.read_text().split()):
                yield found, Path(f"/proc/{found}/cmdline").read_bytes().decode(errors="replace")
                yield from descendants(found)


@contextmanager
def running(command: Sequence[str | Path], log: Path, **more: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A program in a process group of its own, its output in `log`."""
    with log.open("ab") as out:
        process = started(command, out, **more)
    try:
        yield process
    finally:
        end(process)


def started(command: Sequence[str | Path], out: BinaryIO, **more: Any) -> subprocess.Popen[bytes]:
    """A program in a process group of its own, without input."""
    return subprocess.Popen(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL, start_new_session=True, **more)


def end(process: subprocess.Popen[bytes], how: signal.Signals = signal.SIGTERM) -> None:
    """Ends a program and its children, by force if it does not go."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, how)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
