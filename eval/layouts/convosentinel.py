"""SEConvo of ConvoSentinel: made-up talks of recruiters, journalists and colleagues who want to know too much, or not.

https://github.com/lynneeai/ConvoSentinel and https://zenodo.org/records/12170260: JSON with `Conversations`, each of
`Conversation` (a list of `{"Name", "Message"}`) and `GroundTruth` (`ConversationID`, `IsMalicious`, `Scenario`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from eval.chats import BadSet, Label
from eval.layouts._parts import Reading, Turn, chat, entries, files, read_json

WRITTEN_BY = "language models, both sides, by scenario; labelled by people"
LICENCE = "MIT for the code; for the texts see https://zenodo.org/records/12170260"
LIMITS = (
    "They fish for personal and research details, not for money: every scam is of another kind.",
    "Machine-written, and the one who opens is always the one who may be malicious.",
)


def read(path: Path) -> Reading:
    """Who opens is "them", as in the authors' code. Entries without a conversation or a label are left out."""
    found = Reading()
    for file in files(path, ".json"):
        raw = read_json(file)
        conversations = raw.get("Conversations") if isinstance(raw, dict) else raw
        for number, entry in entries(conversations, file, ()):
            truth = entry.get("GroundTruth")
            if not isinstance(truth, dict) or "IsMalicious" not in truth or not entry.get("Conversation"):
                found.left_out["no conversation or no label"] += 1
                continue
            turns = _turns(entry["Conversation"], f"{file.name}: entry {number}")
            label: Label = "other_scam" if truth["IsMalicious"] else "benign"
            found.chats.append(chat(f"{file.stem}-{number}", turns, label, str(truth.get("Scenario", ""))))
    return found


def _turns(said: Any, where: str) -> list[Turn]:
    try:
        opener = said[0]["Name"]
        # "Message" is missing where somebody says nothing.
        return [("them" if one["Name"] == opener else "me", str(one.get("Message", ""))) for one in said]
    except (TypeError, KeyError, AttributeError):
        raise BadSet(f"{where}: its messages are not {{Name, Message}}") from None
