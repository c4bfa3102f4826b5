"""How fast many conversations are scored: the bare encoder, this process and Ray, side by side; and what a billion
messages would take at such a rate: `python -m eval.bulk_speed --rate 250 --cores 2 --price 0.04`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from rich.console import Console
from rich.table import Table

from detector import bulk
from detector.bulk.cluster import Ray
from detector.engine import Detector
from detector.judge import Judge
from detector.model import WEIGHTS_DIR, OnnxNetwork
from detector.policy import PROFILES, Policy
from detector.types import Message
from detector.windows import Encoded, WindowEncoder, windows

CHATS, CHAT_MSGS = 120, 50
PAUSE_S = 0.05
WORDS = (
    "good", "morning", "did", "you", "sleep", "well", "today", "i", "was", "thinking", "of", "the", "trip", "we",
    "talked", "about", "last", "week", "what", "should", "bring", "bank", "sent", "my", "sister", "some", "money",
    "rent", "and", "she", "will", "pay", "it", "back", "after", "work", "on", "friday", "bus", "was", "late",
    "again", "rain", "dinner",
)  # fmt: skip


def text(place: int) -> str:
    """20 words, other ones for every place."""
    return " ".join(random.Random(place).choices(WORDS, k=20))


def messages(start: int, stop: int) -> list[Message]:
    return [Message(str(k), "me" if k % 3 == 0 else "them", text(k)) for k in range(start, stop)]


def chunks(of: Sequence[Message]) -> list[Encoded]:
    encoded = WindowEncoder(WEIGHTS_DIR / "tokenizer.json").encode(windows(of))
    return [chunk for found in encoded for chunk in found]


def measure_bulk(folder: Path, network: OnnxNetwork) -> dict[str, float]:
    """Messages a second of the bare encoder, of `score`, and of `score --engine ray` with one actor.

    The start of Ray, some seconds, is left out.
    """
    source = folder / "bulk.jsonl"
    texts = [messages(1000 * k, 1000 * k + CHAT_MSGS) for k in range(CHATS)]
    source.write_text(
        "".join(
            json.dumps({"id": str(k), "messages": [{"sender": m.sender, "text": m.text} for m in chat]}) + "\n"
            for k, chat in enumerate(texts)
        ),
        encoding="utf-8",
    )
    encoded = [chunk for chat in texts for chunk in chunks(chat)]
    network(encoded[:CHAT_MSGS])
    began = time.perf_counter()
    network(encoded)
    bare = len(encoded) / (time.perf_counter() - began)
    judge = Judge(Detector.load(WEIGHTS_DIR), Policy.named(PROFILES[0]))
    return {
        "bare encoder": bare,
        "score": _rate(source, folder / "local.out", judge, None),
        "score on Ray": _rate(source, folder / "ray.out", judge, Ray()),
    }


def _rate(source: Path, out: Path, judge: Judge, ray: Ray | None) -> float:
    """Messages a second while scoring, its start left out."""
    seen: list[tuple[float, int]] = []
    bulk.score(
        [source],
        out,
        judge,
        PROFILES[0],
        on_progress=lambda done: seen.append((time.perf_counter(), done.messages)),
        ray=ray,
    )
    seen.pop()  # told once Ray has stopped
    # Lines come in bursts, on Ray a block late and the last two blocks at once. What had been told before a burst grows
    # by what was worked on since the one before it, late or not.
    bursts = [(then[0], before[1]) for before, then in pairwise([(0.0, 0), *seen]) if then[0] - before[0] > PAUSE_S]
    (began, first), (ended, last) = (bursts[0], bursts[-1]) if len(bursts) > 1 else (seen[0], seen[-1])
    return (last - first) / (ended - began)


def estimate(n_messages: float, rate: float, cores: int, price: float | None) -> dict[str, str]:
    """What so many messages take at a measured rate, on paper: nobody has run that many.

    Args:
        rate: messages a second of one machine with `cores` cores.
        price: of one core for an hour.
    """
    machine_hours = n_messages / rate / 3600
    core_hours = machine_hours * cores
    found = {
        "messages": f"{n_messages:,.0f}",
        "measured rate": f"{rate:,.0f} messages/s on {cores} cores",
        "machine hours = messages / rate / 3600": f"{machine_hours:,.0f}",
        "core hours = machine hours x cores": f"{core_hours:,.0f}",
        "machines for one day = machine hours / 24": f"{machine_hours / 24:,.0f}",
    }
    cost = "cost = core hours x price of a core hour"
    return found | (
        {f"{cost} ({price:g})": f"{core_hours * price:,.0f}"} if price is not None else {cost: "give --price"}
    )


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m eval.bulk_speed", description="What very many messages would take."
    )
    parser.add_argument("--rate", type=float, required=True, metavar="N", help="messages a second, from `make bench`")
    parser.add_argument("--cores", type=int, default=os.cpu_count(), help="of the machine that it was measured on")
    parser.add_argument("--messages", type=float, default=1e9, metavar="N")
    parser.add_argument("--price", type=float, metavar="PRICE", help="of one core for an hour, in any currency")
    given = parser.parse_args(argv)
    drawn = Table(show_header=False)
    for name, value in estimate(given.messages, given.rate, given.cores, given.price).items():
        drawn.add_row(name, value)
    Console().print(drawn)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
