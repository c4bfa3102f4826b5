"""`python -m eval.bench`: speed and memory of the real server and of `score`, beside the bare encoder and Ray.

The server runs as its own process and is spoken to over HTTP, as the extension does.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from detector.model import WEIGHTS_DIR, OnnxNetwork
from detector.windows import CONTEXT_MSGS
from eval.bulk_speed import chunks, measure_bulk, messages, text

CHAT_SIZES_MSGS = (10, 1_000, 10_000)
NEW_MSGS = 200  # timed in each chat
START_LIMIT_S = 60.0


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number beside what is wanted of it; `most` says whether that is a maximum or a minimum."""

    name: str
    value: float
    unit: str
    wanted: float | None = None
    most: bool = True

    @property
    def reached(self) -> bool | None:
        if self.wanted is None:
            return None
        return self.value <= self.wanted if self.most else self.value >= self.wanted


class Server:
    """A server process of our own, and the page client that it prints the key of."""

    def __init__(self, folder: Path) -> None:
        self._began = time.perf_counter()
        command = [sys.executable, "-m", "extension_backend", "--data", str(folder), "serve", "--port", "0"]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL)  # noqa: S603
        assert self._process.stdout
        link = next(line.strip() for line in self._process.stdout if "#key=" in line)
        self.origin, _, self._token = link.partition("/#key=")
        self._http = http.client.HTTPConnection(self.origin.removeprefix("http://"), timeout=START_LIMIT_S)

    def until_ready(self) -> float:
        """Seconds from the start of the process to its first verdict.

        Raises:
            RuntimeError: it does not come within a minute.
        """
        while time.perf_counter() - self._began < START_LIMIT_S:
            if self.post("first", _rows(0, 1)) == 200:
                return time.perf_counter() - self._began
            time.sleep(0.02)
        raise RuntimeError("The server gave no verdict within a minute. Is the trained model in detector/weights?")

    def post(self, chat: str, rows: Sequence[dict[str, str]]) -> int:
        """Sends rows of a chat; the answer's status."""
        body = json.dumps({"site": "bench", "messages": rows})
        headers = {"Authorization": f"Bearer {self._token}", "Origin": self.origin, "Content-Type": "application/json"}
        self._http.request("POST", f"/v1/conversations/{chat}/messages", body, headers)
        answer = self._http.getresponse()
        answer.read()
        return answer.status

    def resident_mb(self) -> float:
        """Resident memory now, in MB; nan where /proc does not tell."""
        status = Path(f"/proc/{self._process.pid}/status")
        if not status.is_file():
            return float("nan")
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024

    def stop(self) -> None:
        self._http.close()
        self._process.terminate()
        self._process.communicate()


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    server = Server(folder)
    try:
        yield server
    finally:
        server.stop()


def _rows(start: int, stop: int, short: bool = False) -> list[dict[str, str]]:
    return [
        {
            "key": f"k{place}",
            "sender": "me" if place % 3 == 0 else "them",
            "text": f"ok {place}" if short else text(place),
            "sent_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(1_770_000_000 + 60 * place)),
        }
        for place in range(start, stop)
    ]


def time_new_messages(server: Server, size: int, network: OnnxNetwork) -> tuple[list[float], list[float]]:
    """Milliseconds for each of `NEW_MSGS` messages that come one by one to a chat of `size` messages.

    Returns:
        From request to verdict, and right after that what the network alone takes for the same messages. Not in turn:
        the threads of one ONNX Runtime spin for a while after each run, and would take the cores from the other.
    """
    chat, first = f"chat-{size}", size + CONTEXT_MSGS
    for start in range(0, size, 200):
        server.post(chat, _rows(start, min(size, start + 200), short=True))
    server.post(chat, _rows(size, first))
    asked, bare = [], []
    for place in range(first, first + NEW_MSGS):
        rows = _rows(place - CONTEXT_MSGS, place + 1)
        began = time.perf_counter()
        status = server.post(chat, rows)
        asked.append(1000 * (time.perf_counter() - began))
        if status != 200:
            raise RuntimeError(f"The server answered {status}.")
    for chunk in chunks(messages(size, first + NEW_MSGS))[CONTEXT_MSGS:]:
        began = time.perf_counter()
        network([chunk])
        bare.append(1000 * (time.perf_counter() - began))
    return asked, bare


def measure(sizes: Sequence[int] = CHAT_SIZES_MSGS) -> list[Figure]:
    """Everything, one after the other; about two minutes on two idle cores."""
    network = OnnxNetwork(WEIGHTS_DIR / "tactics.onnx")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with running(folder / "data") as server:
            figures = [Figure("start to first verdict", server.until_ready(), "s", 2)]
            medians = {}
            for size in sizes:
                asked, bare = time_new_messages(server, size, network)
                medians[size] = statistics.median(asked)
                what, ratio = f"new message, chat of {size:,}", medians[size] / statistics.median(bare)
                figures.append(Figure(f"{what}: p50", medians[size], "ms", 8))
                figures.append(Figure(f"{what}: p99", statistics.quantiles(asked, n=100)[98], "ms", 25))
                figures.append(Figure(f"{what}: p50 over the bare encoder", ratio, "x"))
            figures.append(Figure("resident memory", server.resident_mb(), "MB", 250))
        growth = medians[max(sizes)] / medians[min(sizes)]
        figures.append(Figure(f"p50 in a chat of {max(sizes):,} over {min(sizes):,}", growth, "x", 1.3))
        speeds = measure_bulk(folder, network)
    encoder, local, on_ray = speeds["bare encoder"], speeds["score"], speeds["score on Ray"]
    figures.append(Figure("bare encoder", encoder, "messages/s"))
    figures.append(Figure("score", local, "messages/s", 400, most=False))
    figures.append(Figure("score over the bare encoder's time", encoder / local, "x"))
    figures.append(Figure("score on Ray", on_ray, "messages/s"))
    figures.append(Figure("score on Ray over the bare encoder's time", encoder / on_ray, "x"))
    return figures


def table(figures: Sequence[Figure]) -> Table:
    busy = f", load average {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    drawn = Table(title=f"Speed and memory on {os.cpu_count()} cores{busy}")
    for head in ("figure", "measured", "wanted", ""):
        drawn.add_column(head, justify="left" if head == "figure" else "right")
    for one in figures:
        wanted = "" if one.wanted is None else f"{'≤' if one.most else '≥'} {one.wanted:g} {one.unit}"
        reached = {None: "", True: "reached", False: "[bold]missed[/bold]"}[one.reached]
        drawn.add_row(one.name, f"{one.value:.2f} {one.unit}", wanted, reached)
    return drawn


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.bench", description="Speed and memory, on this machine now.")
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=list(CHAT_SIZES_MSGS), metavar="N", help="messages a chat"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures there")
    given = parser.parse_args(argv)
    figures = measure(given.sizes)
    Console().print(table(figures))
    if given.json:
        rows = {one.name: {"value": one.value, "unit": one.unit, "wanted": one.wanted} for one in figures}
        given.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
