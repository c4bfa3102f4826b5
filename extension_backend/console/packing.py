"""A case as an evidence pack: the review as it was kept, with what people corrected of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from detector.review import Evidence, Moment, Review
from detector.taxonomy import taxonomy
from detector.types import Alert, Assessment, Conversation, Finding, Indicator, Level, Message, Span
from extension_backend.console import custody
from extension_backend.console.cases import Case, Cases
from extension_backend.console.corrections import Mark, marks

if TYPE_CHECKING:
    from detector.evidence import Packed


def pack(cases: Cases, case: Case, words: Sequence[str] | None, country: str | None, lang: str) -> Packed:
    """The pack in memory: no text of a case ever stands unencrypted on the disk.

    Args:
        lang: of the report.
        words: what a redacted copy leaves out besides the person's name, numbers and accounts; None for the whole pack.
    """
    from detector.evidence import Custody, Redaction, packed  # only here: its libraries take their time to load

    (row,) = cases.vault.rows("SELECT bytes FROM file WHERE id = ?", (case.file,))
    log = [
        Custody(_time(entry.at) or cases.now(), f"{entry.act}, {entry.detail}".rstrip(", "))
        for entry in custody.log(cases.vault, case.id)
    ]
    redact = None if words is None else Redaction(case.me, tuple(words))
    return packed(
        kept_review(cases, case),
        bytes(row["bytes"]),
        at=cases.now(),
        notes=case.notes,
        custody=log,
        redact=redact,
        country=country,
        lang=lang,
    )


def kept_review(cases: Cases, case: Case) -> Review:
    """The review of a case, without the marks that were called wrong and with those that were added."""
    found = marks(cases, case.id)
    seen = _indicators(cases, case)
    moments = tuple(
        Moment(
            Message(str(row["place"]), row["sender"], row["text"], _time(row["sent_at"])),
            row["risk"],
            Level(row["level"]),
            row["stage"],
            bool(row["judged"]),
            tuple(_finding(row["place"], mark) for mark in found.get(row["place"], ()) if mark.stands),
            tuple(seen.get(row["place"], ())),
        )
        for row in cases.vault.rows("SELECT * FROM message WHERE casefile = ? ORDER BY place", (case.id,))
    )
    verdict = Assessment(
        n_messages=case.n_messages,
        risk=case.risk or 0.0,
        level=case.level,
        stage=case.stage,
        script=case.script,
        findings=tuple(finding for moment in moments for finding in moment.findings),
        indicators=tuple(dict.fromkeys(one for moment in moments for one in moment.indicators)),
        distress=case.distress,
        assessable=case.assessable,
        model_version=case.model_version,
    )
    return Review(
        Conversation(case.conversation, tuple(moment.message for moment in moments), case.platform),
        verdict,
        moments,
        _alerts(cases, case, found),
        case.why_not,  # type: ignore[arg-type]
        case.review_notes,  # type: ignore[arg-type]
        Evidence(case.file_name, case.sha256, case.n_bytes),
    )


def _finding(place: int, mark: Mark) -> Finding:
    plain = taxonomy()[mark.tactic].plain
    if mark.probability is None:
        return Finding(mark.tactic, str(place), 1.0, "person", why=plain)
    return Finding(mark.tactic, str(place), mark.probability, why=plain)


def _indicators(cases: Cases, case: Case) -> dict[int, list[Indicator]]:
    found: dict[int, list[Indicator]] = {}
    for row in cases.vault.rows("SELECT * FROM indicator WHERE casefile = ? ORDER BY place, at", (case.id,)):
        span = Span(row["at"], row["at"] + len(row["value"]))
        found.setdefault(row["place"], []).append(Indicator(row["kind"], row["value"], span, bool(row["valid"])))
    return found


def _alerts(cases: Cases, case: Case, found: Mapping[int, Sequence[Mark]]) -> tuple[Alert, ...]:
    wrong = {(place, mark.tactic) for place, some in found.items() for mark in some if mark.wrong}
    alerts = []
    for row in cases.vault.rows("SELECT * FROM alert WHERE casefile = ? ORDER BY place", (case.id,)):
        reasons = tuple(
            Finding(tactic, str(place), probability, why=taxonomy()[tactic].plain)
            for tactic, place, probability in json.loads(row["tactics"])
            if (place, tactic) not in wrong
        )
        advice = tuple(dict.fromkeys(taxonomy()[reason.tactic].advice for reason in reasons))
        alerts.append(Alert(Level(row["level"]), str(row["place"]), reasons, advice))
    return tuple(alerts)


def _time(iso: str | None) -> datetime | None:
    return datetime.fromisoformat(iso) if iso else None
