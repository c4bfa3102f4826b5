"""Part of `make bench`: from a message in the page to the banner over it, in Chromium with the real server."""

from __future__ import annotations

import statistics
import sys
import time
from dataclasses import replace

from rich.console import Console
from rich.progress import track

from detector.types import Message
from tests.e2e import chats
from tests.e2e.overlay import HOST
from tests.e2e.processes import until
from tests.e2e.sample import Sample, sample

RUNS = 40
WANTED_MS = 60.0
CALM_S = 0.2  # the page is looked at ten times a second: a message right behind another waits for its turn
# From the moment the message stands in the page to the moment the extension's element does.
DRAW_AND_WAIT_JS = f"""
(message) => new Promise((resolve) => {{
  const began = performance.now();
  new MutationObserver((_, watcher) => {{
    if (!document.querySelector('{HOST}')) return;
    watcher.disconnect();
    resolve(performance.now() - began);
  }}).observe(document.documentElement, {{ childList: true }});
  draw(message);
}})
"""


def main() -> int:
    console = Console()
    chat = list(chats.scam().conversation.messages)
    alert_at = next(i for i, level in enumerate(chats.levels_at_once(chat)) if level != "none")
    with sample() as product:
        product.page.bring_to_front()
        taken = [time_banner(product, chat[: alert_at + 1], run) for run in track(range(RUNS), console=console)]
    p50, p90 = statistics.median(taken), statistics.quantiles(taken, n=10)[8]
    verdict = "reached" if p50 <= WANTED_MS else "missed"
    console.print(
        f"message in a calm page to banner: p50 {p50:.0f} ms (wanted: {WANTED_MS:.0f} ms, {verdict}), p90 {p90:.0f} ms"
    )
    return 0


def time_banner(product: Sample, messages: list[Message], run: int) -> float:
    """Milliseconds in a chat of its own whose last message is the first that is suspicious."""
    product.turn_to(f"/bench-{run}")
    until(lambda: product.view.evaluate("return true") is None, "the banner of the chat before to go")
    *before, last = (replace(message, id=f"{run}-{message.id}") for message in messages)
    for message in before:
        product.draw(message)
    until(lambda: product.verdict()["n_messages"] >= len(before), "the messages before")
    time.sleep(CALM_S)
    assert last.sent_at
    said = {"id": last.id, "sender": last.sender, "text": last.text, "sent_at": last.sent_at.isoformat()}
    taken: float = product.page.evaluate(DRAW_AND_WAIT_JS, said)
    return taken


if __name__ == "__main__":
    sys.exit(main())
