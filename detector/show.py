"""What the command line says around a verdict: failures, bad lines, the sum of a bulk run, its progress bar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from rich import progress as bars
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from detector.bulk import Tally
from detector.formats import Problem
from detector.view import plain

_SHOWN_PROBLEMS = 10


def names(console: Console, found: Iterable[str]) -> None:
    """The people in a chat, to choose from."""
    for number, name in enumerate(found, start=1):
        console.print(Text(f"  {number}  {plain(name)}"))


def failure(console: Console, why: str, found: Iterable[str] = ()) -> None:
    """Why nothing could be done, and what to do next."""
    console.print(Text(why[:1].upper() + why[1:]), soft_wrap=True)
    for name in found:
        console.print(Text(f"  {plain(name)}"))


def problems(console: Console, found: Sequence[Problem]) -> None:
    """Lines that could not be read or are not sure, by number."""
    for problem in found[:_SHOWN_PROBLEMS]:
        console.print(Text(f"{problem.said}; {'compare it' if problem.kept else 'left out'}"))
    if len(found) > _SHOWN_PROBLEMS:
        console.print(Text(f"and {len(found) - _SHOWN_PROBLEMS} more lines"))


def tally(console: Console, done: Tally, out: Path) -> None:
    """One or two lines on a bulk run."""
    before = f" ({done.already_there:,} were there already)" if done.already_there else ""
    console.print(Text(f"{done.scored:,} conversations, {done.messages:,} messages scored to {out}{before}"))
    if done.not_judged:
        console.print(Text(f"{done.not_judged:,} of them hold nothing that can be judged: no text, or not English"))
    if done.bad_lines:
        console.print(Text(f"{done.bad_lines:,} lines could not be read and were left out"))


def packed(console: Console, out: Path, key: Path | None) -> None:
    """Where the evidence is; and of a redacted copy, what must not travel with it."""
    console.print(Text(f"Packed: {out}"), soft_wrap=True)
    if key is None:
        console.print(Text("It holds the whole chat. With --redact, a copy is written without your own details."))
        return
    console.print(Text(f"Key: {key}"), soft_wrap=True)
    console.print(
        Text(
            "Keep the key to yourself: it tells what each token stands for. Read the copy once before you send it: "
            "addresses, workplaces and nicknames go only where --redact-word names them."
        )
    )


def facts(console: Console, about: dict[str, Any]) -> None:
    """Model, formats and limits."""
    model = about["model"]
    ready = f"{model['version']}, {model['megabytes']} MB" if model["ready"] else f"not ready: {model['problem']}"
    for title, lines in (
        (
            "Model",
            [ready, *([f"what it was trained on and how well it does: {model['card']}"] if model["card"] else [])],
        ),
        ("Limits", about["limits"]),
        (f"Scripts it knows, by {about['tactics']} tactics", about["scripts"]),
        ("Chats it reads", about["formats"]),
        ("Policies", [", ".join(about["policies"])]),
    ):
        console.print(Text(title, style="bold"))
        for line in lines:
            console.print(Padding(Text(line), (0, 0, 0, 2)))


class Progress:
    """The bar of a bulk run, with messages a second; bad lines are told above it."""

    def __init__(self, console: Console, total_bytes: int) -> None:
        self._bar = bars.Progress(
            bars.BarColumn(),
            bars.TaskProgressColumn(),
            bars.TextColumn("{task.fields[messages]:,} messages"),
            bars.TimeRemainingColumn(),
            console=console,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task("", total=total_bytes, messages=0)

    def __enter__(self) -> Progress:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def problem(self, problem: Problem) -> None:
        self._bar.console.print(Text(f"{problem.said}; left out"))

    def step(self, done: Tally) -> None:
        self._bar.update(self._task, completed=done.read_bytes, messages=done.messages)
