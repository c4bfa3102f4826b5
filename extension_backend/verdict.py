"""What the server thinks of a chat, as the JSON of the contract. One builder for watched chats and for whole files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from detector.judge import FINDING_PROBABILITY
from detector.review import LEAST_REASON
from detector.types import Level
from detector.wording import wording
from extension_backend.reader import as_iso, as_time, found_tactics
from extension_backend.rows import Row

WhyNot = Literal["no_text", "not_assessable", "partly_assessable"]  # each a note of the wording


@dataclass(frozen=True, slots=True)
class Facts:
    """A chat as it stands, from storage or from a file.

    Attributes:
        last: the newest row; None for a chat without messages.
        found: rows with a finding, in order.
        raised: the row at which the level last rose.
        why_not: the note on why the newest part of the chat cannot be judged, or None where it can.
        quiet: why the alert is not to be shown: "snoozed", "disputed", or None.
        disputed: findings that the person called wrong.
        name: the client's key of a row.
        timeline: every row, where the client asked for it.
    """

    last: Row | None
    found: Sequence[Row]
    raised: Row | None
    distress: bool
    why_not: WhyNot | None
    name: Callable[[Row], str]
    model_version: str
    trusted: bool = False
    quiet: str | None = None
    disputed: frozenset[tuple[bytes, str | None]] = frozenset()
    timeline: Sequence[Row] | None = None


def verdict(facts: Facts, lang: str) -> dict[str, Any]:
    """The answer of every route that judges. Without a judgement the risk is null, never a small number.

    Args:
        lang: what all of its words are in, as far as there are any; else English, all of them too.
    """
    words = wording(lang)
    # What was found before the part that cannot be judged still stands: changing the language clears nobody.
    assessable = facts.why_not is None or (facts.last is not None and facts.last.level > 0)
    row = facts.last if assessable and not facts.trusted else None
    level = Level(row.level) if row else Level.NONE
    answer = {
        "n_messages": facts.last.place + 1 if facts.last else 0,
        "level": str(level),
        "risk": round(row.risk, 4) if row else None,
        "stage": _named(row.stage, words["stages"]) if row else None,
        "script": _named(row.script, words["scripts"]) if row else None,
        "distress": facts.distress and row is not None,
        "assessable": assessable,
        "why_not": words["notes"][facts.why_not]["body"] if facts.why_not else None,
        "trusted": facts.trusted,
        "quiet": facts.quiet if level else None,
        "model_version": facts.model_version,
        "alert": _alert(level, facts, words) if level and facts.quiet is None else None,
        "findings": _findings(level, facts, words) if row else [],
    }
    if facts.timeline is not None:
        answer["timeline"] = [_moment(moment, facts) for moment in facts.timeline] if row else []
    return answer


def _named(found: str | None, plain: dict[str, str]) -> dict[str, str] | None:
    return None if found is None else {"id": found, "plain": plain[found]}


def _alert(level: Level, facts: Facts, words: dict[str, Any]) -> dict[str, Any]:
    raised_at = facts.name(facts.raised) if facts.raised else None
    return {"level": str(level), "raised_at": raised_at, **words["levels"][str(level)]}


def _findings(level: Level, facts: Facts, words: dict[str, Any]) -> list[dict[str, Any]]:
    """In a chat that is suspicious as a whole, what is likely enough to be a reason; else what stands by itself."""
    least = LEAST_REASON if level else FINDING_PROBABILITY
    return [
        {
            "key": facts.name(row),
            "tactic": tactic,
            **words["tactics"][tactic],
            "probability": probability,
            "spans": _spans(row),
        }
        for row in facts.found
        for tactic, probability in found_tactics(row, least).items()
        if not facts.disputed & {(row.key, tactic), (row.key, None)}
    ]


def _moment(row: Row, facts: Facts) -> dict[str, Any]:
    return {
        "key": facts.name(row),
        "sent_at": as_iso(as_time(row.sent_at)),
        "sender": row.sender,
        "risk": round(row.risk, 4),
        "level": str(Level(row.level)),
        "stage": row.stage,
        "spans": _spans(row),
    }


def _spans(row: Row) -> list[list[int]]:
    """Where something can be looked up, in UTF-16 units."""
    spans: list[list[int]] = np.frombuffer(row.spans, dtype="<u4").reshape(-1, 2).tolist()
    return spans
