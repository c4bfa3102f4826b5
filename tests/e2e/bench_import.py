"""Part of `make bench IMPORT=100000`: a long chat into the review console of the real server, its page out again, and
what is there when the server is killed while another such chat comes in.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.table import Table

from eval.bulk_speed import text
from tests.e2e.console_client import ConsoleClient
from tests.e2e.product import Server

T = TypeVar("T")
PAGES = 5  # each asked for once more than it is timed
LOOK_EVERY_S = 0.2
KILLED_AFTER_S = 5  # of reading and judging the second chat
PASSPHRASE = "sparrow kettle granite window"


def export(n_msgs: int) -> bytes:
    """A chat of 20 words a message as WhatsApp exports it, one message a minute."""
    began = 1_700_000_000
    return "".join(
        f"{time.strftime('%d/%m/%Y, %H:%M', time.gmtime(began + 60 * place))} - "
        f"{'Ana' if place % 3 == 0 else 'Daniel'}: {text(place)}\n"
        for place in range(n_msgs)
    ).encode()


class Watched:
    """The resident memory of the server while something is done: `before` and the `peak`, in MB."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.before = self.peak = server.resident_mb()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Watched:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(LOOK_EVERY_S):
            self.peak = max(self.peak, self._server.resident_mb())


def timed(do: Callable[[], T]) -> tuple[float, T]:
    """Seconds, and what came of it."""
    began = time.perf_counter()
    found = do()
    return time.perf_counter() - began, found


def measure(n_msgs: int) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        server, chat = Server(Path(folder)), export(n_msgs)
        with server.running():
            volunteer = open_console(server)
            volunteer.case_of(export(300), "Ana")  # loads what is loaded once
            used_s = server.processor_s()
            with Watched(server) as memory:
                taken_s, case = timed(lambda: volunteer.case_of(chat, "Ana"))
            used_s = server.processor_s() - used_s
            last = f"{case}?page={-(-n_msgs // 200)}"
            pages_ms = {
                path: 1000 * statistics.median([timed(lambda path=path: volunteer.read(path))[0] for _ in range(PAGES)])
                for path in (case, last, f"{case}?words=bank")
            }
            volunteer.send("/console/import/me", at=volunteer.asked_who(chat), me="Ana")
            time.sleep(KILLED_AFTER_S)
            server.kill()
            back_s, there = timed(lambda: started_anew(server))
    return {
        "file": f"{len(chat) / 2**20:.1f} MB",
        "import": f"{taken_s:.0f} s, {n_msgs / taken_s:.0f} messages/s",
        "processor time, all cores": f"{used_s:.0f} s, {1000 * used_s / n_msgs:.1f} ms a message",
        "resident memory before": f"{memory.before:.0f} MB",
        "resident memory at its peak": f"{memory.peak:.0f} MB",
        "a message": f"{1024 * (memory.peak - memory.before) / n_msgs:.2f} KB",
        "first page of the case": f"{pages_ms[case]:.0f} ms",
        "last page": f"{pages_ms[last]:.0f} ms",
        "a search in it": f"{pages_ms[f'{case}?words=bank']:.0f} ms",
        "killed in another import: back in": f"{back_s:.1f} s, with {there} cases (2 were confirmed)",
    }


def open_console(server: Server) -> ConsoleClient:
    return ConsoleClient(server.origin, server.code("console"), PASSPHRASE)


def started_anew(server: Server) -> int:
    """Starts a server that was killed and opens the cases; how many there are."""
    server.start()
    return len(set(re.findall(r"/console/cases/(\d+)", open_console(server).read("/console/"))))


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.e2e.bench_import", description="Imports of long chats.")
    parser.add_argument("sizes", type=int, nargs="+", metavar="N", help="messages in a chat")
    for size in parser.parse_args(argv).sizes:
        drawn = Table(title=f"Import of {size:,} messages", show_header=False)
        for name, value in measure(size).items():
            drawn.add_row(name, value)
        Console().print(drawn)
    return 0


if __name__ == "__main__":
    sys.exit(main())
