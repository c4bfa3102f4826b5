"""A whole chat, judged: what the command line prints, what a bulk run writes, what a case can keep as evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, Literal

from detector.indicators import indicators
from detector.judge import Judge, Standing, likely_tactics
from detector.taxonomy import taxonomy
from detector.types import Alert, Assessment, Conversation, Finding, Indicator, Level, Message
from detector.wording import wording
from prompts import FALLBACK, report_words

# Why a chat, or its newest part, cannot be judged; and what else must be said of it. Keys of prompts/warnings "notes".
WhyNot = Literal["no_text", "not_assessable", "partly_assessable"]
Note = Literal["only_them", "only_me"]

REASONS = 4  # of an alert: more is not read
LEAST_REASON = 0.3  # an alert may rest on several tactics of which none is a finding by itself


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was read, so that anybody can check later that it is the same."""

    name: str
    sha256: str
    n_bytes: int

    @classmethod
    def of(cls, data: bytes, name: str = "") -> Evidence:
        return cls(name, hashlib.sha256(data).hexdigest(), len(data))


@dataclass(frozen=True, slots=True)
class Moment:
    """One message on the timeline. `risk` and `level` are those after it; `judged` is False where it is not English."""

    message: Message
    risk: float
    level: Level
    stage: str | None
    judged: bool
    findings: tuple[Finding, ...]
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Some messages of the timeline together. `risk` is their highest, None where none of them could be judged."""

    first: int
    last: int
    since: datetime | None
    risk: float | None
    level: Level
    stage: str | None


@dataclass(frozen=True, slots=True)
class Review:
    """The verdict on a chat with all that it rests on."""

    conversation: Conversation
    assessment: Assessment
    timeline: tuple[Moment, ...]
    alerts: tuple[Alert, ...]
    why_not: WhyNot | None = None
    notes: tuple[Note, ...] = ()
    evidence: Evidence | None = None


def review(
    conversation: Conversation,
    judge: Judge,
    evidence: Evidence | None = None,
    on_read: Callable[[int], None] = lambda n: None,
) -> Review:
    """Judges a chat message by message and gathers the reasons. `on_read` is told how many messages have been read."""
    messages = conversation.messages
    timeline, rises, distress, last = [], _Rises(), False, judge.begin()
    for message, last in zip(messages, judge.whole(messages, on_read), strict=True):
        timeline.append(_moment(message, last))
        rises.add(message, last)
        distress = distress or last.distress
    why_not = _why_not(messages, last)
    reading = last.reading
    assessment = Assessment(
        n_messages=len(messages),
        risk=last.risk,
        level=last.level,
        stage=reading.stage if reading else None,
        script=reading.script if reading else None,
        findings=tuple(finding for moment in timeline for finding in moment.findings),
        indicators=tuple(dict.fromkeys(found for moment in timeline for found in moment.indicators)),
        distress=distress,
        assessable=why_not in (None, "partly_assessable"),
        model_version=judge.detector.version,
    )
    alerts = tuple(rises.alerts)
    return Review(conversation, assessment, tuple(timeline), alerts, why_not, _notes(messages), evidence)


def _moment(message: Message, now: Standing) -> Moment:
    findings = [
        Finding(tactic.id, message.id, probability, why=tactic.plain)
        for tactic, probability in (_seen(message, now) if now.judged else ())
    ]
    stage = now.reading.stage if now.reading else None
    return Moment(message, now.risk, now.level, stage, now.judged, tuple(findings), indicators(message.text))


def _seen(message: Message, now: Standing, **how: float) -> list[tuple[Any, float]]:
    return likely_tactics(now.reading.tactics, message.sender, **how) if now.reading and now.judged else []


class _Rises:
    """An alert each time the level rises, with the surest tactics seen up to there."""

    def __init__(self) -> None:
        self.alerts: list[Alert] = []
        self._best: dict[str, Finding] = {}
        self._before = Level.NONE

    def add(self, message: Message, now: Standing) -> None:
        best = self._best
        for tactic, probability in _seen(message, now, least=LEAST_REASON):
            if tactic.id not in best or probability > best[tactic.id].probability:
                best[tactic.id] = Finding(tactic.id, message.id, probability, why=tactic.plain)
        if now.level > self._before:
            reasons = sorted(best.values(), key=lambda finding: -finding.probability)[:REASONS]
            advice = dict.fromkeys(taxonomy()[finding.tactic].advice for finding in reasons)
            self.alerts.append(Alert(now.level, message.id, tuple(reasons), tuple(advice)))
        self._before = now.level


def _why_not(messages: Sequence[Message], last: Standing) -> WhyNot | None:
    if not any(message.text.strip() for message in messages):
        return "no_text"
    if last.gate.assessable:
        return None
    return "partly_assessable" if last.level else "not_assessable"


def _notes(messages: Sequence[Message]) -> tuple[Note, ...]:
    senders = {message.sender for message in messages}
    if senders == {"them"}:
        return ("only_them",)
    return ("only_me",) if senders == {"me"} else ()


def parts(moments: Sequence[Moment], most: int) -> list[Part]:
    """The timeline in at most `most` parts of equal length."""
    count = min(len(moments), most)
    bounds = [i * len(moments) // count for i in range(count + 1)] if count else [0]
    return [_part(moments[low:high], low + 1) for low, high in pairwise(bounds)]


def _part(moments: Sequence[Moment], first: int) -> Part:
    judged = [moment.risk for moment in moments if moment.judged]
    return Part(
        first,
        first + len(moments) - 1,
        next((moment.message.sent_at for moment in moments if moment.message.sent_at), None),
        max(judged) if judged else None,
        max(moment.level for moment in moments),
        moments[-1].stage,
    )


def as_json(found: Review) -> dict[str, Any]:
    """The review without the texts: messages are named by their place, counted from 0."""
    verdict, evidence = found.assessment, found.evidence
    place = {message.id: i for i, message in enumerate(found.conversation.messages)}
    judged = verdict.assessable
    return {
        "id": found.conversation.id,
        "platform": found.conversation.platform,
        "evidence": evidence and {"name": evidence.name, "sha256": evidence.sha256, "n_bytes": evidence.n_bytes},
        "model_version": verdict.model_version,
        "n_messages": verdict.n_messages,
        "assessable": judged,
        "why_not": found.why_not,
        "notes": list(found.notes),
        "level": str(verdict.level) if judged else None,
        "risk": round(verdict.risk, 4) if judged else None,
        "stage": verdict.stage if judged else None,
        "script": verdict.script if judged else None,
        "distress": verdict.distress,
        "alerts": [
            {
                "level": str(alert.level),
                "message": place[alert.raised_at],
                "reasons": [_finding(finding, place) for finding in alert.reasons],
                "advice": list(alert.advice),
            }
            for alert in found.alerts
        ],
        "findings": [_finding(finding, place) for finding in verdict.findings],
        "indicators": [
            {"message": i, "kind": seen.kind, "value": seen.value, "valid": seen.valid}
            for i, moment in enumerate(found.timeline)
            for seen in moment.indicators
        ],
        "timeline": [_on_timeline(moment) for moment in found.timeline],
    }


def _finding(finding: Finding, place: dict[str, int]) -> dict[str, Any]:
    return {
        "message": place[finding.message_id],
        "tactic": finding.tactic,
        "plain": finding.why,
        "advice": taxonomy()[finding.tactic].advice,
        "probability": round(finding.probability, 4),
    }


def _on_timeline(moment: Moment) -> dict[str, Any]:
    sent_at = moment.message.sent_at
    return {
        "sender": moment.message.sender,
        "sent_at": sent_at.isoformat().replace("+00:00", "Z") if sent_at else None,
        "judged": moment.judged,
        "risk": round(moment.risk, 4) if moment.judged else None,
        "level": str(moment.level),
        "stage": moment.stage,
    }


def reads_like(found: Review, lang: str = FALLBACK, share: Callable[[float], str] | None = None) -> list[str]:
    """Script, stage and how sure, a sentence each.

    Args:
        share: how the language writes a probability; without it as `percent` does.
    """
    assessment, say, plain = found.assessment, report_words(lang)["verdict"], wording(lang)
    lines = [say["script"].format(script=plain["scripts"][assessment.script])] if assessment.script else []
    if assessment.stage:
        lines.append(say["stage"].format(stage=plain["stages"][assessment.stage]))
    return [*lines, say["sure"].format(percent=(share or percent)(assessment.risk))]


def percent(probability: float) -> str:
    """Nothing is certain, so nothing is shown as 0 % or 100 %."""
    return f"{min(max(probability, 0.01), 0.99):.0%}"
