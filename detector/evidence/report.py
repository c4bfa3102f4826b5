"""What the report says of a chat, in plain words, as blocks that any paper can take."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from detector.evidence import facts, paperwork
from detector.evidence.blocks import Block, Box, Heading, Paragraph, Picture, Points, Quote, Report, Table
from detector.evidence.custody import Custody
from detector.evidence.facts import Money, Payments
from detector.review import Moment, Part, Review, parts, percent, reads_like
from detector.taxonomy import taxonomy
from detector.types import Alert, Level
from prompts import Help, load_wording

MOST_MESSAGES = 200  # that are quoted; the transcript has them all
MOST_CHARACTERS = 1_000  # of one of them
MOST_SUMS = 30  # of one currency that are listed; all are added up
ROWS = 24  # of the timeline's table
POINTS = 360  # of its line


def report(found: Review, at: datetime, notes: str, custody: Sequence[Custody], help_: Help, hidden: bool) -> Report:
    """All of it.

    Args:
        help_: whom a person can turn to.
        hidden: whether this is the redacted copy.
    """
    evidence = found.evidence
    assert evidence is not None
    blocks: list[Block] = [_verdict(found), *(paperwork.hidden() if hidden else ())]
    if found.assessment.assessable:
        blocks += [*_turns(found), *_payments(found)]
    blocks += [*_distress(found, help_), *_advice(found)]
    if found.assessment.assessable:
        blocks += [*_timeline(found.timeline), *_marked(found)]
    blocks += [*paperwork.to_report(found, help_), *paperwork.notes(notes), *paperwork.limits(found)]
    blocks += paperwork.the_file(found, custody, hidden)
    return Report("Report on a suspicious chat", f"{evidence.name or 'A chat'}, packed {_when(at)}", blocks)


def _verdict(found: Review) -> Box:
    wording, verdict = load_wording(), found.assessment
    if found.why_not and not verdict.assessable:
        words, level = wording["notes"][found.why_not], None
    elif verdict.level is Level.NONE:
        words, level = wording["notes"]["none"], Level.NONE
    else:
        words, level = wording["levels"][str(verdict.level)], verdict.level
    lines = [words["body"], *(reads_like(found) if level else ())]
    for key in (found.why_not, *found.notes):
        if key and level is not None:
            lines.append(f"{wording['notes'][key]['title']}. {wording['notes'][key]['body']}")
    return Box(words["title"], [*lines, _extent(found)], level)


def _extent(found: Review) -> str:
    times = [moment.message.sent_at for moment in found.timeline if moment.message.sent_at]
    days = f", from {min(times):%d %b %Y} to {max(times):%d %b %Y}" if times else ""
    return (
        f"The chat has {found.assessment.n_messages:,} messages{days}. They are numbered from 1. "
        "“Me” and “you” mean the person who was written to, “they” the other one."
    )


def _turns(found: Review) -> list[Block]:
    if not found.alerts:
        return []
    number = _numbers(found)
    rows = [_turn(alert, number, found.timeline[number[alert.raised_at] - 1]) for alert in found.alerts]
    return [
        Heading("Where it turned"),
        Table("Each time it became more serious", ("Message", "When", "From here", "Because"), rows, (10, 23, 11, 56)),
    ]


def _turn(alert: Alert, number: dict[str, int], moment: Moment) -> tuple[str, ...]:
    reasons = [
        f"{reason.why.rstrip('.')} (message {number[reason.message_id]}, {percent(reason.probability)} sure)"
        for reason in alert.reasons
    ]
    return str(number[alert.raised_at]), _when(moment.message.sent_at), str(alert.level), "\n".join(reasons)


def _payments(found: Review) -> list[Block]:
    kinds = (
        ("What they asked for", facts.payments(found, "asked")),
        ("What was agreed to", facts.payments(found, "promised")),
        ("What was paid, by the messages of the person who was written to", facts.payments(found, "paid")),
    )
    tables = [_sums(title, payments) for title, payments in kinds if payments]
    if not tables:
        return [Heading("Money"), Paragraph("No sum that was asked for or paid was found. Some may have been missed.")]
    note = (
        "Added up as written, so a sum that is named twice counts twice. Only messages that read as a request, a "
        "promise or a report of a payment are counted. Compare with the bank's and the exchange's own statements."
    )
    return [Heading("Money: asked for and paid"), *tables, Paragraph(note)]


def _sums(title: str, payments: Payments) -> Table:
    rows = [(money.currency, _each(money), f"{money.total:,f}") for money in payments.money]
    if payments.without_sum:
        rows.append(("none named", f"message {paperwork.listed(payments.without_sum)}", ""))
    return Table(title, ("Currency", "Sums, with the message", "Added up"), rows, (20, 60, 20))


def _each(money: Money) -> str:
    more = f"; and {len(money.sums) - MOST_SUMS:,} more" if len(money.sums) > MOST_SUMS else ""
    return "; ".join(f"{amount:,f} ({number})" for amount, number in money.sums[:MOST_SUMS]) + more


def _distress(found: Review, help_: Help) -> list[Block]:
    if not found.assessment.distress:
        return []
    words, numbers = load_wording()["notes"]["distress"], facts.distress(found)
    lines = [*words["advice"], *map(paperwork.help_line, help_["trafficking"])]
    where = [Paragraph(f"It rests on message {paperwork.listed(numbers)}.")] if numbers else []
    return [Heading(words["title"]), Paragraph(words["body"]), *where, Points(lines)]


def _advice(found: Review) -> list[Block]:
    level = found.assessment.level
    if not level:
        return []
    lines = [*load_wording()["levels"][str(level)]["advice"], *(found.alerts[-1].advice if found.alerts else ())]
    return [Heading("What can be done now"), Points(list(dict.fromkeys(lines)))]


def _timeline(moments: Sequence[Moment]) -> list[Block]:
    stages = {stage.id: stage.plain for stage in taxonomy().stages}
    rows = [
        (
            str(part.first) if part.first == part.last else f"{part.first} to {part.last}",
            _when(part.since),
            "not judged" if part.risk is None else percent(part.risk),
            str(part.level),
            stages.get(part.stage or "", ""),
        )
        for part in parts(moments, ROWS)
    ]
    head = ("Messages", "Since", "Highest risk", "Highest level", "How far it is")
    return [
        Heading("How it developed"),
        _picture(moments),
        Table("The same in numbers", head, rows, (16, 24, 14, 14, 32)),
    ]


def _picture(moments: Sequence[Moment]) -> Picture:
    spans = parts(moments, POINTS)
    count = len(moments)
    points = [((part.first - 1 + part.last) / 2 / count, part.risk) for part in spans if part.risk is not None]
    return Picture("Risk after each message, and its level", points, _levels(spans, count), count)


def _levels(spans: Sequence[Part], count: int) -> list[tuple[float, float, Level]]:
    bands: list[tuple[float, float, Level]] = []
    for part in spans:
        since = bands.pop()[0] if bands and bands[-1][2] is part.level else (part.first - 1) / count
        bands.append((since, part.last / count, part.level))
    return bands


def _marked(found: Review) -> list[Block]:
    """The messages that the verdict rests on, then the surest; in the order of the chat."""
    raised = {alert.raised_at for alert in found.alerts}
    reasons = {reason.message_id for alert in found.alerts for reason in alert.reasons}
    marked = [
        (number, moment)
        for number, moment in enumerate(found.timeline, start=1)
        if moment.findings or moment.message.id in raised
    ]
    if not marked:
        return [Heading("Marked messages"), Paragraph("No single message stands out.")]
    by_weight = sorted(marked, key=lambda one: (one[1].message.id not in raised | reasons, -_surest(one[1])))
    chosen = sorted(by_weight[:MOST_MESSAGES], key=lambda one: one[0])
    left = len(marked) - len(chosen)
    more = [Paragraph(f"{left:,} more are marked in transcript.jsonl; these weigh most.")] if left else []
    return [Heading("Marked messages"), *more, *(_quote(number, moment) for number, moment in chosen)]


def _surest(moment: Moment) -> float:
    return max((finding.probability for finding in moment.findings), default=0.0)


def _quote(number: int, moment: Moment) -> Quote:
    who = "they" if moment.message.sender == "them" else "me"
    text = moment.message.text
    if len(text) > MOST_CHARACTERS:
        text = f"{text[:MOST_CHARACTERS]} … (the rest stands in transcript.jsonl)"
    reasons = [f"{finding.why.rstrip('.')} ({percent(finding.probability)} sure)" for finding in moment.findings]
    return Quote(number, f"{who}, {_when(moment.message.sent_at)}", text, reasons, moment.level)


def _numbers(found: Review) -> dict[str, int]:
    return {moment.message.id: number for number, moment in enumerate(found.timeline, start=1)}


def _when(at: datetime | None) -> str:
    return f"{at:%d %b %Y, %H:%M} UTC" if at else "time not known"
