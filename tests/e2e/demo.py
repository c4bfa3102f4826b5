"""`make demo`: a sample chat is typed out in Chromium with the extension, and each alert is printed as it comes."""

from __future__ import annotations

import os
import sys
import time
from typing import Any

from rich.console import Console, Group
from rich.padding import Padding
from rich.text import Text

from detector.types import Message
from tests.e2e import chats
from tests.e2e.overlay import LEVELS
from tests.e2e.sample import Sample, sample

STYLES = {"none": "dim", "caution": "blue", "warning": "yellow", "danger": "red"}
READING_S = 6.0  # for a person to read an alert before the chat goes on


def main() -> int:
    console = Console(highlight=False)
    headless = os.environ.get("HEADLESS") == "1"
    if not headless and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        console.print("There is no screen here. Run it without a window: HEADLESS=1 make demo")
        return 1
    chat = chats.scam().conversation.messages
    console.print(f"Starting Second Look, and Chromium with a sample chat of {len(chat)} messages ...")
    with sample(headless, no_viewport=not headless) as product:
        product.page.bring_to_front()
        highest = replay(product, chat, console, hurry=headless)
        if not headless:
            console.print("\nThe window stays open. Close it to end.")
            product.chromium.context.wait_for_event("close", timeout=0)
    return 0 if highest != "none" else 1


def replay(product: Sample, chat: tuple[Message, ...], console: Console, hurry: bool) -> str:
    """Types the chat out and prints what the person is shown. Returns the highest level."""
    shown, highest = "none", "none"
    for number, message in enumerate(chat, start=1):
        if not hurry:
            time.sleep(min(0.4 + len(message.text) / 60, 3))  # about as fast as one reads along
        product.draw(message)
        level = product.seen_after(number).level
        line = f"{number:3} {message.sender:>4}  {message.text}"
        console.print(Text(line, "dim", no_wrap=True, overflow="ellipsis"))
        if level not in (shown, "none"):
            show(product.verdict(), console)
            time.sleep(0 if hurry else READING_S)
        shown = level
        highest = max(highest, level, key=["none", *LEVELS].index)
    return highest


def show(verdict: dict[str, Any], console: Console) -> None:
    """Prints an alert with its reasons and what to do."""
    alert, style = verdict["alert"], STYLES[verdict["level"]]
    reasons = dict.fromkeys(finding["plain"] for finding in verdict["findings"])
    lines = [
        Text(f"{alert['level'].upper()}: {alert['title']}", f"bold {style}"),
        Text(alert["body"], style),
        *(Text(f"- {reason}") for reason in reasons),
        *(Text(f"> {advice}", style) for advice in alert["advice"]),
    ]
    console.print(Padding(Group(*lines), (1, 2, 1, 10)))


if __name__ == "__main__":
    sys.exit(main())
