"""Part of `make bench`: what the extension costs a page with a long chat in Chromium, beside the page without it."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import astuple, dataclass
from functools import partial

from playwright.sync_api import CDPSession, Page
from rich.console import Console
from rich.progress import track
from rich.table import Table

from tests.e2e import EXTENSION
from tests.e2e.chromium import Chromium
from tests.e2e.processes import until
from tests.e2e.sample import Sample, sample

CHAT_MSGS = 5000
READINGS = 15  # they differ by a fifth
NEW_MSGS = 40
SETTLE_S = 1.0  # a first reading, and what follows it, is over by then
BETWEEN_S = 0.3  # from a new message to the next: past the answer to the one before
WANTED = {"new message, ms": 4.0, "first reading, ms": 100.0, "heap, MB": 10.0}
JUDGED_S = 900.0

# A whole chat at once, as a page draws it that is opened.
_FILL_JS = """
(n) => {
  const log = document.querySelector('[role="log"]');
  const rows = Array.from({ length: n }, (_, i) => {
    const row = make('div', { role: 'article', 'data-message-id': `old-${i}`, class: i % 2 ? 'outgoing' : 'incoming' });
    const sent_at = new Date(Date.UTC(2026, 0, 1) + i * 60_000).toISOString();
    row.append(make('p', {}, `The bus was late again, number ${i} this year.`));
    row.append(make('time', { datetime: sent_at }, '10:00'));
    return row;
  });
  log.append(...rows);
  log.lastChild.scrollIntoView();
}
"""
_LISTS_JS = """
async () => {
  const { filesFor, PARTS } = await import('/background/scripts.js');
  const start = { 'scripts at start, WhatsApp Web': filesFor('https://web.whatsapp.com/*') };
  start['scripts at start, an unknown address'] = filesFor('https://chat.example/*');
  const parts = Object.entries(PARTS).map(([name, files]) => [`scripts on demand, ${name}`, files]);
  return { ...start, ...Object.fromEntries(parts) };
}
"""
_DRAW_JS = """
(i) => draw({ id: `new-${i}`, sender: 'them', text: `See you at the market, ${i}.`, sent_at: '2026-11-01T10:00:00Z' })
"""


@dataclass
class Meter:
    """What the main thread of a page's process did, and what its heap holds."""

    page: Page
    session: CDPSession

    @classmethod
    def on(cls, page: Page) -> Meter:
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        return cls(page, session)

    def _metric(self, name: str) -> float:
        metrics = self.session.send("Performance.getMetrics")["metrics"]
        return next(float(metric["value"]) for metric in metrics if metric["name"] == name)

    def busy_ms(self, act: Callable[[], object], wait_s: float) -> float:
        """Milliseconds of work on the main thread from `act` until `wait_s` after it."""
        before = self._metric("TaskDuration")
        act()
        time.sleep(wait_s)
        return 1000 * (self._metric("TaskDuration") - before)

    def heap_mb(self) -> float:
        self.session.send("HeapProfiler.collectGarbage")
        return self._metric("JSHeapUsedSize") / 1e6


@dataclass
class Cost:
    """Of one page: medians, but for the heap."""

    new_ms: float
    first_ms: float
    heap_mb: float


def main() -> int:
    console = Console()
    with sample() as product:
        plain = product.origin.replace("sample.", "plain.")  # the same page at an address that is not switched on
        without = cost(product, plain, 0, console)
        console.print(table(without, cost(product, product.origin, CHAT_MSGS, console)))
        for name, size in script_bytes(product.chromium).items():
            console.print(f"{name}: {size / 1000:.1f} KB")
    return 0


def cost(product: Sample, address: str, judged: int, console: Console) -> Cost:
    """What a page costs at an address where that many messages are going to be judged."""
    page = product.page
    meter = Meter.on(page)
    first = []
    for _ in track(range(READINGS), "readings", console=console):
        page.goto(address)
        page.bring_to_front()
        time.sleep(SETTLE_S)
        first.append(meter.busy_ms(lambda: page.evaluate(_FILL_JS, CHAT_MSGS), SETTLE_S))
    until(lambda: product.verdict()["n_messages"] >= judged, "the chat to be judged", JUDGED_S)
    time.sleep(SETTLE_S)
    heap = meter.heap_mb()
    new = []
    for number in track(range(NEW_MSGS), "new messages", console=console):
        new.append(meter.busy_ms(partial(page.evaluate, _DRAW_JS, number), BETWEEN_S))
    return Cost(statistics.median(new), statistics.median(first), heap)


def table(without: Cost, with_it: Cost) -> Table:
    found = Table("", "without", "with", "costs", "wanted", title=f"a page with {CHAT_MSGS:,} messages")
    for (what, wanted), a, b in zip(WANTED.items(), astuple(without), astuple(with_it), strict=True):
        verdict = "reached" if b - a <= wanted else "missed"
        found.add_row(what, f"{a:.1f}", f"{b:.1f}", f"{b - a:.1f}", f"{wanted:.0f}, {verdict}")
    return found


def script_bytes(chromium: Chromium) -> dict[str, int]:
    """Of the content scripts, by when a page gets them."""
    lists: dict[str, list[str]] = chromium.settings().evaluate(_LISTS_JS)
    return {what: sum((EXTENSION / file).stat().st_size for file in files) for what, files in lists.items()}


if __name__ == "__main__":
    sys.exit(main())
