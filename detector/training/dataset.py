"""Labelled windows for the tactic network, and chats of other sets that serve as background."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detector.taxonomy import taxonomy
from detector.training.config import Config
from detector.training.corpus_text import LabelledChat
from detector.types import Conversation, Message
from detector.windows import CONTEXT_MSGS, Window, windows

FloatArray = NDArray[np.float32]

# Background chats carry no marks. They are ordinary talk, so what they can teach is the absence of the script's later
# stages; of small talk, affection or counter-signals they say nothing.
ABSENT_IN_BACKGROUND = frozenset({"pivot", "extract", "lock_in", "job_lure", "distress", "act"})
# Sets of `data/train` whose talk is about donations, banks or group trades: their asks are real asks.
NOT_BACKGROUND = frozenset({"bothbosu_calls", "scenario_labs", "dfpi_narratives"})
# Sets of `data/train` whose chats are scams or are not, which is all that is known of them.
UNMARKED = ("bothbosu_calls",)
BACKGROUND_WEIGHT = 0.5
# Our marks of chats of `data/train`, a file a set, by id and message index; the texts stay where they are.
OUTSIDE_LABELS = Path(__file__).with_name("outside_labels")


@dataclass(frozen=True, slots=True)
class Example:
    """A window, its marks and which marks count: `target` and `weight` are float32 [K]."""

    window: Window
    target: FloatArray
    weight: FloatArray


def said_by(sender: str) -> FloatArray:
    """1 for the tactics that this sender can commit, float32 [K]."""
    return np.array([tactic.said_by == sender for tactic in taxonomy().tactics], dtype=np.float32)


def examples(chats: Sequence[LabelledChat]) -> list[Example]:
    """One example a message that was read for marks."""
    ids = taxonomy().ids
    found = []
    for chat in chats:
        for window, marks in zip(windows(chat.conversation.messages), chat.tactics, strict=True):
            if window.target.sender in chat.marked:
                target = np.array([tactic_id in marks for tactic_id in ids], dtype=np.float32)
                found.append(Example(window, target, said_by(window.target.sender)))
    return found


def read_outside(folder: Path) -> list[LabelledChat]:
    """The chats of `folder` that `outside_labels/` has marks of, those of the other side only; each set is a family."""
    found = []
    for labels in sorted(OUTSIDE_LABELS.glob("*.jsonl")):
        source = folder / labels.name
        if not source.is_file():
            continue
        texts = {row["id"]: row for row in _rows(source)}
        for row in _rows(labels):
            chat = _conversation(texts[row["id"]])
            marks = tuple(frozenset(row["tactics"].get(str(i), ())) for i in range(len(chat.messages)))
            found.append(
                LabelledChat(
                    chat,
                    labels.stem,
                    row["label"],
                    row["kind"],
                    marks,
                    row["pivot_at"],
                    row["ask_at"],
                    marked=frozenset({"them"}),
                )
            )
    return found


def read_background(folder: Path) -> list[Conversation]:
    """Benign conversations of the sets in a folder of transcript JSONL files, in the order of their names."""
    chats = []
    for file in sorted(folder.glob("*.jsonl")):
        if file.stem in NOT_BACKGROUND:
            continue
        chats += [_conversation(row) for row in _rows(file) if row.get("label") == "benign"]
    return chats


def read_unmarked(folder: Path) -> list[tuple[Conversation, bool]]:
    """Conversations that have a label but no marks, each with whether it is a scam."""
    files = [file for name in UNMARKED if (file := folder / f"{name}.jsonl").is_file()]
    return [(_conversation(row), row["label"] != "benign") for file in files for row in _rows(file)]


def draw_background(
    background: Sequence[Conversation], config: Config
) -> tuple[list[Conversation], list[Conversation]]:
    """The background chats of one run: two thirds to learn from, the rest to choose thresholds on."""
    drawn = random.Random(config.seed).sample(list(background), min(config.background_chats, len(background)))
    return drawn[: 2 * len(drawn) // 3], drawn[2 * len(drawn) // 3 :]


def background_examples(chats: Sequence[Conversation], count: int, rng: random.Random) -> list[Example]:
    """`count` windows drawn from background chats, with every later-stage tactic absent."""
    absent = np.array([tactic.stage in ABSENT_IN_BACKGROUND for tactic in taxonomy().tactics], dtype=np.float32)
    drawn = []
    for chat in rng.choices(chats, k=count) if chats else []:
        at = rng.randrange(len(chat.messages))
        window = Window(chat.messages[at], chat.messages[max(0, at - CONTEXT_MSGS) : at])
        weight = absent * said_by(window.target.sender) * BACKGROUND_WEIGHT
        drawn.append(Example(window, np.zeros_like(absent), weight))
    return drawn


def by_fold(families: Sequence[str], folds: int, seed: int) -> Iterator[frozenset[str]]:
    """Families dealt into `folds` sets."""
    shuffled = sorted(set(families))
    random.Random(seed).shuffle(shuffled)
    for fold in range(folds):
        yield frozenset(shuffled[fold::folds])


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _conversation(raw: dict[str, Any]) -> Conversation:
    chat_id = str(raw["id"])
    messages = tuple(
        Message(f"{chat_id}-{i}", "me" if m["sender"] == "me" else "them", m["text"])
        for i, m in enumerate(raw["messages"])
        if m["text"].strip()
    )
    return Conversation(chat_id, messages)
