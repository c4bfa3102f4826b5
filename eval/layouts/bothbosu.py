"""BothBosu's made-up phone calls: CSV, JSON lines or a JSON list with `dialogue`, `type` and `label` (or `labels`).

https://huggingface.co/datasets/BothBosu/scam-dialogue (`caller:` and `receiver:` inside one text),
multi-agent-scam-conversation and single-agent-scam-conversations (`Suspect:` and `Innocent:`).
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eval.chats import BadSet
from eval.layouts._parts import Reading, Turn, chat, entries, files, read_json

WRITTEN_BY = "Llama 3 70B, both sides, by type of call"
LICENCE = "Apache-2.0"
LIMITS = (
    "Phone calls, none of the scripts that the detector is for: every scam is of another kind.",
    "How many turns there are and how they are worded gives the class away: it proves nothing that a system sorts it.",
)
_SPEAKER = re.compile(r"(?:^|(?<=\s))(caller|receiver|suspect|innocent)\s*:\s*", re.IGNORECASE)
_THEM = frozenset({"caller", "suspect"})


def read(path: Path) -> Reading:
    """Calls as chats: the caller is "them". Texts without marks of speakers are left out and counted."""
    found = Reading()
    for file in files(path, ".csv", ".json", ".jsonl"):
        for number, row in _rows(file):
            label = str(row.get("label", row.get("labels")))
            if label not in ("0", "1"):
                raise BadSet(f"{file.name}: row {number} has no label of 0 or 1")
            if turns := split(str(row["dialogue"])):
                scam = label == "1"
                found.chats.append(
                    chat(
                        f"{file.stem}-{number}",
                        turns,
                        "other_scam" if scam else "benign",
                        str(row["type"]),
                        platform="call",
                    )
                )
            else:
                found.left_out["no marks of speakers"] += 1
    return found


def split(dialogue: str) -> list[Turn]:
    """The turns of a dialogue; what stands before the first mark of a speaker is nobody's."""
    _, *parts = _SPEAKER.split(dialogue)
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return [("them" if who.lower() in _THEM else "me", said.strip()) for who, said in pairs if said.strip()]


def _rows(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    if file.suffix == ".json":
        raw = read_json(file)
    else:
        try:
            with file.open(encoding="utf-8-sig", newline="") as lines:
                raw = (
                    list(csv.DictReader(lines))
                    if file.suffix == ".csv"
                    else [json.loads(line) for line in lines if line.strip()]
                )
        except (ValueError, csv.Error, RecursionError):
            raise BadSet(f"{file.name} is not {file.suffix[1:].upper()}") from None
    return entries(raw, file, ("dialogue", "type"))
