"""`predictions.jsonl`: what each system said after each message of each chat. All else is recomputed from it.

The first line is the header: hashes of sets, weights and code, seed, settings. No chat text is in the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from detector.errors import OtherRun
from detector.taxonomy import taxonomy
from detector.types import Level
from eval.chats import Chat
from eval.curves import FloatArray
from eval.systems import Scored

FILE_NAME = "predictions.jsonl"
KEPT_PROBABILITY = 0.001  # tactic probabilities below it are written as absent


@dataclass(frozen=True, slots=True)
class Prediction:
    """One line: a chat, what is known about it, and what a system said.

    Attributes:
        senders: "t" or "m" for each message.
        hours: hours since the first message with a time, or None where a time is missing.
        marks: tactic ids of the marked messages by index, or None where nobody marked the chat.
        risk: after each message; `levels` likewise, 0 to 3.
        tactics: probabilities of each message's tactics by message index, where the system knows tactics.
        judged: share of the messages at which the chat could be assessed at all.
        cost: sums such as calls, tokens and seconds, where scoring the chat has cost more than time on this machine.
    """

    set: str
    attack: str
    system: str
    id: str
    cluster: str | None
    label: str
    kind: str
    lang: str
    origin: str
    pivot_at: int | None
    ask_at: int | None
    senders: str
    hours: list[float] | None
    marks: dict[str, list[str]] | None
    risk: list[float]
    levels: list[int]
    tactics: dict[str, dict[str, float]] | None
    judged: float
    cost: dict[str, float] | None = None

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.set, self.attack, self.system, self.id

    @property
    def scam(self) -> bool:
        return self.label != "benign"

    def first(self, level: Level) -> int:
        """Message number, counted from 1, at which the level was first shown; 0 for never."""
        return next((k for k, shown in enumerate(self.levels, start=1) if shown >= level), 0)

    def vectors(self) -> FloatArray | None:
        """The tactic probabilities as float64 [M, K]."""
        if self.tactics is None:
            return None
        ids = {tactic: k for k, tactic in enumerate(taxonomy().ids)}
        found = np.zeros((len(self.risk), len(ids)))
        for place, probabilities in self.tactics.items():
            for tactic, probability in probabilities.items():
                found[int(place), ids[tactic]] = probability
        return found


def prediction(chat: Chat, scored: Scored, set_name: str, attack: str, system: str) -> Prediction:
    """The line for what a system said about a chat."""
    times = [message.sent_at for message in chat.messages]
    hours = None
    if all(times) and times[0]:
        hours = [round((time - times[0]).total_seconds() / 3600, 3) for time in times if time]
    marks = None
    if chat.marks is not None:
        marks = {str(place): sorted(found) for place, found in enumerate(chat.marks) if found}
    return Prediction(
        set=set_name, attack=attack, system=system, id=chat.id, cluster=chat.cluster, label=chat.label, kind=chat.kind,
        lang=chat.lang, origin=chat.origin, pivot_at=chat.pivot_at, ask_at=chat.ask_at,
        senders="".join(message.sender[0] for message in chat.messages), hours=hours, marks=marks,
        risk=[round(float(risk), 5) for risk in scored.risk], levels=[int(level) for level in scored.levels],
        tactics=None if scored.tactics is None else _sparse(scored.tactics), judged=round(scored.judged, 4),
        cost=None if scored.cost is None else {name: round(value, 4) for name, value in scored.cost.items()},
    )  # fmt: skip


def _sparse(vectors: FloatArray) -> dict[str, dict[str, float]]:
    ids = taxonomy().ids
    return {
        str(place): {ids[k]: round(float(vector[k]), 4) for k in np.nonzero(vector >= KEPT_PROBABILITY)[0]}
        for place, vector in enumerate(vectors)
        if (vector >= KEPT_PROBABILITY).any()
    }


class PredictionFile:
    """Appends to a run's predictions and knows which of them are there already."""

    def __init__(self, folder: Path, header: dict[str, Any]) -> None:
        """Opens the file, or starts it with the header. A line that a killed run left half written is dropped.

        Raises:
            OtherRun: the header there is another one.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self.file = folder / FILE_NAME
        if not self.file.exists():
            self.file.write_text(json.dumps({"header": header}) + "\n", encoding="utf-8")
        whole = self.file.read_bytes()
        if not whole.endswith(b"\n"):
            self.file.write_bytes(whole[: whole.rfind(b"\n") + 1])
        there = read_header(folder)
        if there != json.loads(json.dumps(header)):
            differing = sorted(key for key in there.keys() | header.keys() if there.get(key) != header.get(key))
            raise OtherRun(f"{self.file} was made from other {', '.join(differing)}: choose another folder with -o")
        self.done = {found.key for found in read_predictions(folder)}

    def append(self, found: Prediction) -> None:
        with self.file.open("a", encoding="utf-8") as out:
            out.write(json.dumps(asdict(found), separators=(",", ":")) + "\n")
        self.done.add(found.key)


def read_header(folder: Path) -> dict[str, Any]:
    """The header of a run.

    Raises:
        ValueError: the folder holds no run.
    """
    try:
        with (folder / FILE_NAME).open(encoding="utf-8") as lines:
            header: dict[str, Any] = json.loads(next(lines))["header"]
    except (OSError, StopIteration, KeyError, json.JSONDecodeError):
        raise ValueError(f"{folder} holds no {FILE_NAME}: make one with `python -m eval run -o {folder}`") from None
    return header


def read_predictions(folder: Path) -> Iterator[Prediction]:
    """The predictions of a run, in the order in which they were made."""
    names = {field.name for field in fields(Prediction)}
    with (folder / FILE_NAME).open(encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            raw = json.loads(line)
            yield Prediction(**{name: raw[name] for name in names & raw.keys()})
