"""`make demo`: a sample chat is typed out in Chromium with the extension, and each alert is printed as it comes."""

from __future__ import annotations

import os
import sys
import time

from rich.console import Console
from rich.text import Text

from detector.types import Message
from tests.e2e import chats
from tests.e2e.overlay import LEVELS, Seen
from tests.e2e.sample import Sample, sample

STYLES = {"none": "dim", "caution": "blue", "warning": "yellow", "danger": "red"}
READING_S = 6.0  # for a person to read an alert before the chat goes on


def main() -> int:
    console = Console(highlight=False)
    headless = os.environ.get("HEADLESS") == "1"
    if not headless and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        console.print("There is no screen here. Run it without a window: HEADLESS=1 make demo")
        return 1
    chat = chats.scams()[0].conversation.messages
    console.print(f"Starting Second Look, and Chromium with a sample chat of {len(chat)} messages ...")
    with sample(headless, no_viewport=not headless) as product:
        product.page.bring_to_front()
        highest = replay(product, chat, console, hurry=headless)
        if not headless:
            console.print("\nThe window stays open. Close it to end.")
            while product.chromium.context.pages:
                product.chromium.context.wait_for_event("close", timeout=0)
    return 0 if highest != "none" else 1


def replay(product: Sample, chat: tuple[Message, ...], console: Console, hurry: bool) -> str:
    """Types the chat out and prints what the person is shown. Returns the highest level."""
    shown, highest = "none", "none"
    order = ("none", *LEVELS)
    for number, message in enumerate(chat, start=1):
        if not hurry:
            time.sleep(min(0.4 + len(message.text) / 60, 3))  # about as fast as one reads along
        product.draw(message)
        seen = product.seen_after(number)
        console.print(Text(f"{number:3} {message.sender:>4}  {message.text}", "dim", no_wrap=True, overflow="ellipsis"))
        if seen.level != shown and seen.level != "none":
            show(console, seen)
            time.sleep(0 if hurry else READING_S)
        shown = seen.level
        highest = max(highest, shown, key=order.index)
    return highest


def show(console: Console, seen: Seen) -> None:
    console.print(Text(f"\n    {seen.level.upper()}", f"bold {STYLES[seen.level]}"))
    for line in filter(None, map(str.strip, seen.text.splitlines())):
        if len(line) > 2:  # not the signs on buttons
            console.print(Text(f"    {line}", STYLES[seen.level]))
    console.print()


if __name__ == "__main__":
    sys.exit(main())
