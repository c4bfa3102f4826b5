"""Reads the project's own corpus: one plain-text file a family in `corpus/`, a line a message, marks in braces.

family: ri-003
cast: who the two are

=== ri-003-a
label: scam
kind: romance_investment
--- 2026-03-02 19:04
them: my uncle says the node opens tonight {!pivot, insider_mentor_tip}
me: what node
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from detector.errors import CorpusError
from detector.taxonomy import taxonomy
from detector.types import Conversation, Message, Sender

CORPUS_DIR = Path(__file__).with_name("corpus")
Split = Literal["train", "validation", "test"]

_MARKS = re.compile(r"\s*\{([^{}]*)\}\s*$")
_SCENE = re.compile(r"^--- (\d{4}-\d\d-\d\d \d\d:\d\d)$")
_HEAD = re.compile(r"^([a-z_]+): (.*)$")


@dataclass(frozen=True, slots=True)
class LabelledChat:
    """A conversation with its annotations. `tactics[i]` are the marks of message i, of those who are in `marked`."""

    conversation: Conversation
    family: str
    label: Literal["scam", "benign", "other_scam"]
    kind: str
    tactics: tuple[frozenset[str], ...]
    pivot_at: int | None = None
    ask_at: int | None = None
    head: dict[str, str] = field(default_factory=dict)
    marked: frozenset[Sender] = frozenset({"me", "them"})


def split_of(family: str) -> Split:
    """The split of a family, by the last digit of its number: 3 and 7 are test, 5 is validation, for ever.

    Families of a script are numbered one after the other, and a writer's families end in the same digit: so every
    script stands in every part, and no writer of the later batches in two.
    """
    return "test" if family[-1] in "37" else "validation" if family[-1] == "5" else "train"


def read_corpus(folder: Path = CORPUS_DIR) -> list[LabelledChat]:
    """Every chat of every family file below `folder`, in the order of the file names.

    Raises:
        CorpusError: a file breaks the format.
    """
    return [chat for path in sorted(folder.glob("*.txt")) for chat in read_family(path)]


def read_family(path: Path) -> Iterator[LabelledChat]:
    """The chats of one family file.

    Raises:
        CorpusError: with the file name and the line number.
    """
    blocks: list[list[tuple[int, str]]] = [[]]
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("=== "):
            blocks.append([])
        if line.strip():
            blocks[-1].append((number, line.rstrip()))
    family = dict(_heads(blocks[0])).get("family")
    if family != path.stem:
        raise CorpusError(f"{path.name}:1: 'family: {path.stem}' is missing")
    for block in blocks[1:]:
        yield _read_chat(path.name, family, block)


def _heads(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[str, str]]:
    for _, line in lines:
        if found := _HEAD.match(line):
            yield found[1], found[2]


def _read_chat(file_name: str, family: str, block: list[tuple[int, str]]) -> LabelledChat:
    chat_id = block[0][1].removeprefix("=== ").strip()
    first_scene = next((i for i, (_, line) in enumerate(block) if line.startswith("---")), len(block))
    head = dict(_heads(block[1:first_scene]))
    texts: list[tuple[str, str, datetime]] = []
    marks: list[frozenset[str]] = []
    turning: dict[str, int] = {}
    noise = random.Random(chat_id)  # spreads the times inside a scene; the scenes themselves are set by hand
    clock: datetime | None = None
    for number, line in block[first_scene:]:
        where = f"{file_name}:{number}"
        if found := _SCENE.match(line):
            scene = datetime.strptime(found[1], "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
            clock = scene if clock is None else max(scene, clock + timedelta(seconds=5))
            continue
        sender, _, text = line.partition(": ")
        if sender not in ("them", "me") or clock is None:
            raise CorpusError(f"{where}: expected '--- date time', 'them: ...' or 'me: ...'")
        text, marked = _split_marks(text, where)
        for turn in ("!pivot", "!ask"):
            if turn in marked and turning.setdefault(turn, len(texts)) != len(texts):
                raise CorpusError(f"{where}: {turn} stands twice in {chat_id}")
        tactics = frozenset(mark for mark in marked if not mark.startswith("!"))
        _check_marks(tactics, sender, where)
        texts.append((sender, text, clock))
        marks.append(tactics)
        clock += timedelta(seconds=noise.randint(6, 150))
    if head.get("label") not in ("scam", "benign") or not head.get("kind") or not texts:
        raise CorpusError(f"{file_name}:{block[0][0]}: {chat_id} needs label, kind and messages")
    messages = tuple(
        Message(f"{chat_id}-{i}", sender, text.replace(" // ", "\n"), at)  # type: ignore[arg-type]
        for i, (sender, text, at) in enumerate(texts)
    )
    return LabelledChat(
        conversation=Conversation(chat_id, messages, head.get("platform", "")),
        family=family,
        label=head["label"],  # type: ignore[arg-type]
        kind=head["kind"],
        tactics=tuple(marks),
        pivot_at=turning.get("!pivot"),
        ask_at=turning.get("!ask"),
        head=head,
    )


def _split_marks(text: str, where: str) -> tuple[str, list[str]]:
    found = _MARKS.search(text)
    body = text[: found.start()] if found else text
    if "{" in body or "}" in body or not body.strip():
        raise CorpusError(f"{where}: braces may only hold the marks at the end of a message with text")
    return body.strip(), [mark.strip() for mark in found[1].split(",")] if found else []


def _check_marks(tactics: frozenset[str], sender: str, where: str) -> None:
    for tactic_id in sorted(tactics):
        if tactic_id not in taxonomy().ids:
            raise CorpusError(f"{where}: unknown tactic '{tactic_id}'")
        if taxonomy()[tactic_id].said_by != sender:
            raise CorpusError(f"{where}: '{tactic_id}' cannot be said by {sender}")
