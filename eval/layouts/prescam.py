"""PreScam: what scammers and victims did, step by step, told after reports to BBB Scam Tracker; no ordinary chats.

https://github.com/KiteFlyKid/PreScam, `data/demo.json` or the splits that are given on request: a JSON list with
`scam_id`, `scam_type`, `initial_contact`, `engagement` (rounds of `scammer_action` and `victim_action`) and `scammed`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from eval.chats import BadSet, Label
from eval.layouts._parts import Reading, Turn, chat, entries, files, read_json

WRITTEN_BY = "a language model, from the reports of real victims"
LICENCE = "on request, for non-commercial research or defence only, not to be passed on; 100 examples are public"
LIMITS = (
    'Not chats: each "message" tells in the third person what somebody did.',
    "No ordinary conversations: it can show recall and warning time only.",
    "The ask is taken to be the last thing the scammer did before the end, if money was lost: the paper's own target.",
)
_SCRIPTS = re.compile(r"romance|dating|invest|crypto|employment|job|task|sextortion|recovery", re.IGNORECASE)


def read(path: Path) -> Reading:
    """One chat a report: the first contact, then each round. Reports without a round are left out."""
    found = Reading()
    for file in files(path, ".json"):
        for number, entry in entries(read_json(file), file, ("scam_id", "scam_type", "engagement")):
            turns = _turns(entry, f"{file.name}: entry {number}")
            theirs = [place for place, (sender, _) in enumerate(turns) if sender == "them"]
            if not theirs:
                found.left_out["no round"] += 1
                continue
            kind = str(entry["scam_type"])
            ask_at = theirs[-1] if entry.get("scammed") == 1 else None
            label: Label = "scam" if _SCRIPTS.search(kind) else "other_scam"
            found.chats.append(
                chat(
                    f"{file.stem}-{number}",
                    turns,
                    label,
                    kind,
                    cluster=str(entry["scam_id"]),
                    ask_at=ask_at,
                    origin="human",
                )
            )
    return found


def _turns(entry: dict[str, Any], where: str) -> list[Turn]:
    try:
        rounds = [(one["scammer_action"], one["victim_action"]) for one in entry["engagement"]]
    except (TypeError, KeyError):
        raise BadSet(f"{where}: its rounds are not {{scammer_action, victim_action}}") from None
    said: list[tuple[Any, Any]] = [(entry.get("initial_contact") if rounds else None, None), *rounds]
    turns: list[Turn] = []
    for theirs, mine in said:
        turns += [("them", str(theirs))] if theirs else []
        turns += [("me", str(mine))] if mine else []
    return turns
