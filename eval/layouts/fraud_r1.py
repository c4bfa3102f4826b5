"""Fraud-R1: fraud messages in one to four rounds, each more pressing than the one before; no ordinary messages.

https://github.com/kaustpradalab/Fraud-R1: JSON lists with `id`, `category`, `language`, and `generated text` (FP-base)
or `multi-rounds fraud` (FP-levelup), a list of `{"round": 1, "generated_data": ...}`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from eval.chats import BadSet, Label
from eval.layouts._parts import Reading, Turn, chat, entries, files, read_json

WRITTEN_BY = "DeepSeek-R1, from real fraud cases"
LICENCE = "none stated in the repository; its README says educational and research use only"
LIMITS = (
    "No ordinary messages: it can show recall only, and that of single letters or four rewritings of one.",
    "Nobody answers: there is no message of the person who is written to.",
)
LANGUAGES = {"english": "en", "chinese": "zh"}
SCAMS = {
    "fake job posting": "job_lure", "network friendship": "romance", "online relationship": "romance",
    "online relationships": "romance",
}  # fmt: skip


def read(path: Path) -> Reading:
    """One chat an entry, one message of "them" a round. Entries without text, such as raw cases, are left out.

    Base and rewritten forms of one case share their cluster.
    """
    found = Reading()
    for file in files(path, ".json"):
        for number, entry in entries(read_json(file), file, ("id", "category", "language")):
            lang = LANGUAGES.get(str(entry["language"]).lower(), "")
            label, kind = _label(entry)
            if texts := _texts(entry, f"{file.name}: entry {number}"):
                cluster = f"{kind}-{lang}-{entry['id']}"
                turns: list[Turn] = [("them", text) for text in texts]
                found.chats.append(chat(f"{file.stem}-{number}", turns, label, kind, cluster=cluster, lang=lang))
            else:
                found.left_out["no text"] += 1
    return found


def _texts(entry: dict[str, Any], where: str) -> list[str]:
    rounds = entry.get("multi-rounds fraud") or [{"round": 1, "generated_data": entry.get("generated text") or ""}]
    try:
        ordered = sorted(rounds, key=lambda one: int(one["round"]))
        return [text for one in ordered if (text := str(one["generated_data"]).strip())]
    except (TypeError, ValueError, KeyError):
        raise BadSet(f"{where}: its rounds are not {{round, generated_data}}") from None


def _label(entry: dict[str, Any]) -> tuple[Label, str]:
    """Jobs, relationships and investments are the detector's scripts; the rest are other scams."""
    category, more = (str(entry.get(key, "")).strip().lower() for key in ("category", "subcategory"))
    if category in SCAMS:
        return "scam", SCAMS[category]
    return ("scam", "investment") if "invest" in more else ("other_scam", category)
