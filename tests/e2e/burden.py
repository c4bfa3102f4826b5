"""Part of `make bench`: what the extension costs a page, beside the same page in the same browser without it."""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Page
from rich.console import Console

from detector.types import Message
from tests.e2e import chats
from tests.e2e.processes import until
from tests.e2e.sample import Sample

MANY, ONE_BY_ONE = 5_000, 60
WANTED_MANY_MS, WANTED_ONE_MS = 100.0, 4.0
PAUSE_S = 0.25  # longer than the extension waits for a page to settle, so that each message is read by itself
JUDGED_WITHIN_S = 900.0
# The page scrolls once, not five thousand times: else its own work would drown what is measured.
DRAW_ALL_JS = """
(messages) => {
  const { scrollIntoView } = Element.prototype;
  Element.prototype.scrollIntoView = () => {};
  messages.forEach(draw);
  Element.prototype.scrollIntoView = scrollIntoView;
  document.querySelector('[role=log]').lastElementChild.scrollIntoView();
}
"""


class Meter:
    """What a page has cost so far. Source: Chrome DevTools Protocol, Performance.getMetrics."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._send = page.context.new_cdp_session(page).send
        self._send("Performance.enable", {"timeDomain": "threadTicks"})  # of the processor, however busy the machine

    def busy_ms(self) -> float:
        """How long its main thread was at work, in milliseconds."""
        return 1000 * self._metric("TaskDuration")

    def heap_mb(self) -> float:
        """What its scripts hold, the extension's too, once the rest is swept up, in 10^6 bytes."""
        self._send("HeapProfiler.collectGarbage")
        return self._metric("JSHeapUsedSize") / 1e6

    def _metric(self, name: str) -> float:
        metrics = self._send("Performance.getMetrics")["metrics"]
        return float(next(one["value"] for one in metrics if one["name"] == name))


def report(product: Sample, console: Console) -> None:
    """Prints both pages side by side."""
    rows = _rows(MANY + 2 * ONE_BY_ONE)
    few, many, more = rows[:ONE_BY_ONE], rows[ONE_BY_ONE : ONE_BY_ONE + MANY], rows[ONE_BY_ONE + MANY :]
    plain = product.chromium.context.new_page()
    plain.goto(product.origin.replace("//sample.", "//plain."))  # no address that was switched on
    found: dict[str, tuple[float, float]] = {}
    with_it, without = Meter(product.page), Meter(plain)
    product.turn_to("/burden")
    for name, batch, at_once in (
        ("a new message in a short chat", few, False),
        (f"{MANY:,} messages at once", many, True),
        (f"a new message after {MANY:,}", more, False),
    ):
        took = [_busy(meter, batch, at_once, product if meter is with_it else None) for meter in (without, with_it)]
        found[name] = (took[0], took[1])
    for name, (before, after) in found.items():
        wanted = WANTED_MANY_MS if "at once" in name else WANTED_ONE_MS
        verdict = "reached" if after - before <= wanted else "missed"
        console.print(
            f"main thread, {name}: {after - before:+.1f} ms (wanted: {wanted:.0f} ms, {verdict}); "
            f"with {after:.1f} ms, without {before:.1f} ms, x {after / before:.2f}"
        )
    before, after = without.heap_mb(), with_it.heap_mb()
    count = len(rows)
    console.print(
        f"memory of a tab with {count:,} messages: with {after:.1f} MB, without {before:.1f} MB, x {after / before:.2f}"
    )
    plain.close()


def _busy(meter: Meter, batch: Sequence[dict[str, Any]], at_once: bool, watched: Sample | None) -> float:
    """Main-thread milliseconds for the batch, or for each of it where they come one by one."""
    meter.page.bring_to_front()
    began = meter.busy_ms()
    if at_once:
        meter.page.evaluate(DRAW_ALL_JS, batch)
    else:
        for message in batch:
            meter.page.evaluate("(message) => draw(message)", message)
            time.sleep(PAUSE_S)
    if watched:
        until(lambda: _is_judged(watched, int(batch[-1]["id"]) + 1), "all messages judged", JUDGED_WITHIN_S)
    time.sleep(2)  # for what comes after the answer
    return (meter.busy_ms() - began) / (1 if at_once else len(batch))


def _is_judged(watched: Sample, count: int) -> bool:
    time.sleep(0.5)  # the answer is long
    return bool(watched.verdict()["n_messages"] == count)


def _rows(count: int) -> list[dict[str, Any]]:
    """Ordinary messages, one after the other, as the sample page draws them."""
    honest = [chat.conversation.messages for chat in chats.unseen() if chat.label == "benign"]
    endless = itertools.cycle(message for messages in honest for message in messages)
    began = datetime(2026, 1, 1, 9, tzinfo=UTC)
    rows = zip(range(count), endless, strict=False)
    return [_row(number, message, began + timedelta(minutes=5 * number)) for number, message in rows]


def _row(number: int, message: Message, sent_at: datetime) -> dict[str, Any]:
    return {"id": str(number), "sender": message.sender, "text": message.text, "sent_at": sent_at.isoformat()}
