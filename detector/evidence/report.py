"""What the report says of a chat, in plain words of one language, as blocks that any paper can take."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import get_args

from detector.evidence import facts
from detector.evidence.blocks import Block, Box, Heading, Paragraph, Picture, Points, Quote, Report, Table
from detector.evidence.custody import Custody
from detector.evidence.facts import Money, Payments
from detector.evidence.paperwork import Paperwork
from detector.evidence.words import Words
from detector.money import Role
from detector.review import Moment, Part, Review, parts, reads_like
from detector.types import Alert, Level
from prompts import Help

MOST_MESSAGES = 200  # that are quoted; the transcript has them all
MOST_CHARACTERS = 1_000  # of one of them
MOST_SUMS = 30  # of one currency that are listed; all are added up
ROWS = 24  # of the timeline's table
POINTS = 360  # of its line


def report(
    found: Review, at: datetime, notes: str, custody: Sequence[Custody], help_: Help, hidden: bool, words: Words
) -> Report:
    """All of it.

    Args:
        help_: whom a person can turn to.
        hidden: whether this is the redacted copy.
    """
    evidence, verdict = found.evidence, found.assessment
    assert evidence is not None
    told, paper = _Told(found, words), Paperwork(found, help_, words)
    blocks: list[Block] = [told.verdict(), *(paper.hidden() if hidden else ())]
    if verdict.assessable:
        blocks += [*told.turns(), *told.payments()]
    blocks += [*paper.distress(), *told.advice()]
    if verdict.assessable:
        blocks += [*told.timeline(), *told.marked()]
    blocks += [*paper.to_report(), *paper.notes(notes), *paper.limits(), *paper.the_file(custody, hidden)]
    name = evidence.name or words.say("head", "a_chat")
    subtitle = words.say("head", "packed", chat=name, at=words.when(at))
    lang, page = words.lang.replace("_", "-"), str(words.own["head"]["page"])
    return Report(words.say("head", "title"), subtitle, blocks, lang, words.from_the_right, page)


class _Told:
    """The parts that tell what was found."""

    def __init__(self, found: Review, words: Words) -> None:
        self._found, self._words = found, words
        self._say, self._own = words.say, words.own
        self._number = {moment.message.id: number for number, moment in enumerate(found.timeline, start=1)}

    def verdict(self) -> Box:
        found, verdict, notes = self._found, self._found.assessment, self._words.verdict["notes"]
        if found.why_not and not verdict.assessable:
            return Box(notes[found.why_not]["title"], [notes[found.why_not]["body"], self._extent()], None)
        words = self._words.verdict["levels"][str(verdict.level)] if verdict.level else notes["none"]
        told = [notes[key] for key in (found.why_not, *found.notes) if key]
        stop = str(self._words.console["language"]["stop"])
        more = [f"{note['title'].rstrip('.。')}{stop}{note['body']}" for note in told]
        like = reads_like(found, self._words.lang, self._words.share) if verdict.level else []
        return Box(words["title"], [words["body"], *like, *more, self._extent()], verdict.level)

    def _extent(self) -> str:
        times = [moment.message.sent_at for moment in self._found.timeline if moment.message.sent_at]
        first, last = (self._words.day(at) for at in (min(times), max(times))) if times else ("", "")
        days = self._say("head", "days", first=first, last=last) if times else ""
        return self._say("head", "extent", n=self._words.number(self._found.assessment.n_messages), days=days)

    def turns(self) -> list[Block]:
        """Each alert with its reasons."""
        if not self._found.alerts:
            return []
        rows = [self._turn(alert) for alert in self._found.alerts]
        table = Table(self._say("turns", "caption"), self._own["turns"]["head"], rows, (10, 23, 11, 56))
        return [Heading(self._say("turns", "title")), table]

    def _turn(self, alert: Alert) -> tuple[str, ...]:
        number = self._number[alert.raised_at]
        when = self._words.when(self._found.timeline[number - 1].message.sent_at)
        reasons = [self._words.reason(reason, self._number[reason.message_id]) for reason in alert.reasons]
        return str(number), when, self._words.level(alert.level), "\n".join(reasons)

    def payments(self) -> list[Block]:
        """What was asked for, promised and paid, by currency."""
        tables = [
            self._sums(self._say("money", role), made)
            for role in get_args(Role)
            if (made := facts.payments(self._found, role))
        ]
        if not tables:
            return [Heading(self._say("money", "none_title")), Paragraph(self._say("money", "none"))]
        return [Heading(self._say("money", "title")), *tables, Paragraph(self._say("money", "note"))]

    def _sums(self, title: str, payments: Payments) -> Table:
        rows = [(money.currency, self._each(money), self._words.number(money.total)) for money in payments.money]
        if payments.without_sum:
            where = self._say("words", "message", list=self._words.listed(payments.without_sum))
            rows.append((self._say("money", "none_named"), where, ""))
        return Table(title, self._own["money"]["head"], rows, (20, 60, 20))

    def _each(self, money: Money) -> str:
        left = len(money.sums) - MOST_SUMS
        more = self._say("money", "more", n=self._words.number(left)) if left > 0 else ""
        return "; ".join(f"{self._words.number(sum_)} ({number})" for sum_, number in money.sums[:MOST_SUMS]) + more

    def advice(self) -> list[Block]:
        """What can be done, at this level and about the last alert's reasons."""
        level, alerts = self._found.assessment.level, self._found.alerts
        if not level:
            return []
        lines = list(self._words.verdict["levels"][str(level)]["advice"])
        lines += self._words.advice([reason.tactic for reason in alerts[-1].reasons]) if alerts else []
        return [Heading(self._say("advice", "title")), Points(list(dict.fromkeys(lines)))]

    def timeline(self) -> list[Block]:
        """A picture, and the same as a table."""
        rows = [self._stretch(part) for part in parts(self._found.timeline, ROWS)]
        table = Table(self._say("timeline", "caption"), self._own["timeline"]["head"], rows, (16, 24, 14, 14, 32))
        return [Heading(self._say("timeline", "title")), self._picture(), table]

    def _stretch(self, part: Part) -> tuple[str, ...]:
        first, last = str(part.first), str(part.last)
        return (
            first if first == last else self._say("timeline", "range", first=first, last=last),
            self._words.when(part.since),
            self._say("timeline", "not_judged") if part.risk is None else self._words.share(part.risk),
            self._words.level(part.level),
            str(self._words.verdict["stages"].get(part.stage, "")),
        )

    def _picture(self) -> Picture:
        moments = self._found.timeline
        spans, count, title = parts(moments, POINTS), len(moments), self._say("timeline", "picture")
        return Picture(
            title,
            self._say("timeline", "taller", title=title),
            self._say("timeline", "below", title=title),
            [((part.first - 1 + part.last) / 2 / count, part.risk) for part in spans if part.risk is not None],
            _levels(spans, count),
            {level: self._words.level(level) for level in Level},
            {share: self._words.axis(share) for share in (0.0, 0.5, 1.0)},
            count,
        )

    def marked(self) -> list[Block]:
        """The messages that the verdict rests on, then the surest; in the order of the chat."""
        alerts, title = self._found.alerts, Heading(self._say("marked", "title"))
        raised = {alert.raised_at for alert in alerts}
        reasons = {reason.message_id for alert in alerts for reason in alert.reasons}
        marked = [moment for moment in self._found.timeline if moment.findings or moment.message.id in raised]
        if not marked:
            return [title, Paragraph(self._say("marked", "none"))]
        by_weight = sorted(marked, key=lambda moment: (moment.message.id not in raised | reasons, -_surest(moment)))
        chosen = sorted(by_weight[:MOST_MESSAGES], key=lambda moment: self._number[moment.message.id])
        left = len(marked) - len(chosen)
        more = [Paragraph(self._say("marked", "more", n=self._words.number(left)))] if left else []
        return [title, *more, *map(self._quote, chosen)]

    def _quote(self, moment: Moment) -> Quote:
        message, number = moment.message, self._number[moment.message.id]
        text = message.text
        if len(text) > MOST_CHARACTERS:
            text = self._say("marked", "rest", text=text[:MOST_CHARACTERS])
        words = self._words
        who, when, level = words.who(message.sender), words.when(message.sent_at), words.level(moment.level)
        head = self._say("marked", "message", n=str(number), who=who, when=when, level=level)
        return Quote(number, head, text, [words.reason(finding) for finding in moment.findings], moment.level)


def _levels(spans: Sequence[Part], count: int) -> list[tuple[float, float, Level]]:
    bands: list[tuple[float, float, Level]] = []
    for part in spans:
        since = bands.pop()[0] if bands and bands[-1][2] is part.level else (part.first - 1) / count
        bands.append((since, part.last / count, part.level))
    return bands


def _surest(moment: Moment) -> float:
    return max((finding.probability for finding in moment.findings), default=0.0)
