"""What a reviewer says of the marks: one is wrong, or was missed. Kept beside what the model found, and given out as
labelled transcripts, from which a later model can learn.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

from detector.taxonomy import taxonomy
from extension_backend.console import custody
from extension_backend.console.cases import Case, Cases
from extension_backend.console.refused import Refused
from extension_backend.reader import as_iso

Kind = Literal["wrong", "missed"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A tactic in a message. `probability` is None where a person added it; `wrong` where a person took it away."""

    tactic: str
    probability: float | None
    wrong: bool = False

    @property
    def stands(self) -> bool:
        return not self.wrong


def marks(cases: Cases, case: int, first: int = 0, end: int | None = None) -> dict[int, list[Mark]]:
    """The marks of messages `first` up to `end`, by place."""
    span = (case, first, 2**62 if end is None else end)
    sql = "SELECT place, tactic, kind FROM correction WHERE casefile = ? AND place >= ? AND place < ?"
    said = cases.vault.rows(sql, span)
    wrong = {(row["place"], row["tactic"]) for row in said if row["kind"] == "wrong"}
    found: dict[int, list[Mark]] = defaultdict(list)
    sql = "SELECT * FROM finding WHERE casefile = ? AND place >= ? AND place < ? ORDER BY probability DESC"
    for row in cases.vault.rows(sql, span):
        found[row["place"]].append(Mark(row["tactic"], row["probability"], (row["place"], row["tactic"]) in wrong))
    for row in said:
        if row["kind"] == "missed":
            found[row["place"]].append(Mark(row["tactic"], None))
    return found


def correct(cases: Cases, case: Case, place: int, tactic: str, kind: Kind) -> None:
    """Calls a mark wrong, or adds one that was missed.

    Raises:
        Refused: 422 where there is no such mark to be wrong, or no such message, or it is marked so already.
    """
    sender = cases.vault.rows("SELECT sender FROM message WHERE casefile = ? AND place = ?", (case.id, place))
    if not sender or tactic not in taxonomy().ids or kind not in ("wrong", "missed"):
        raise Refused(422, "no_mark")
    found = {mark.tactic: mark for mark in marks(cases, case.id, place, place + 1).get(place, [])}
    if (kind == "wrong") != (tactic in found and found[tactic].probability is not None):
        raise Refused(422, "not_this_mark")
    if kind == "missed" and taxonomy()[tactic].said_by != sender[0]["sender"]:
        raise Refused(422, "other_side")
    with cases.vault.transaction() as tx:
        row = (case.id, place, tactic, kind, as_iso(cases.now()))
        tx.execute("INSERT OR REPLACE INTO correction VALUES (?, ?, ?, ?, ?)", row)
        custody.note(tx, case.id, "corrected", case.sha256, cases.now(), f"message {place + 1}, {kind}: {tactic}")


def take_back(cases: Cases, case: Case, place: int, tactic: str) -> None:
    """Takes a correction back; one that is not there is no error."""
    with cases.vault.transaction() as tx:
        gone = tx.execute(
            "DELETE FROM correction WHERE casefile = ? AND place = ? AND tactic = ?", (case.id, place, tactic)
        )
        if gone.rowcount:
            said = f"message {place + 1}, taken back: {tactic}"
            custody.note(tx, case.id, "corrected", case.sha256, cases.now(), said)


def labelled(cases: Cases, case: Case) -> str:
    """The chat as one line of transcript JSONL, with the tactics that stand, and what people said, apart."""
    found = marks(cases, case.id)
    rows = cases.vault.rows("SELECT * FROM message WHERE casefile = ? ORDER BY place", (case.id,))
    messages = [
        {"sender": row["sender"], "text": row["text"]}
        | ({"sent_at": row["sent_at"]} if row["sent_at"] else {})
        | {"tactics": [mark.tactic for mark in found.get(row["place"], []) if mark.stands]}
        for row in rows
    ]
    sql = "SELECT place, tactic, kind, made_at FROM correction WHERE casefile = ? ORDER BY place, tactic"
    corrections = [
        {"message": row["place"], "tactic": row["tactic"], "kind": row["kind"], "made_at": row["made_at"]}
        for row in cases.vault.rows(sql, (case.id,))
    ]
    whole = {"id": f"case-{case.id}", "platform": case.platform, "messages": messages, "corrections": corrections}
    return json.dumps(whole | {"model_version": case.model_version}, ensure_ascii=False) + "\n"
