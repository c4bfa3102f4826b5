"""The parts of the report that are about the file, the limits, and whom to turn to."""

from __future__ import annotations

from collections.abc import Sequence

from detector import about
from detector.evidence import facts
from detector.evidence.blocks import Block, Heading, Paragraph, Points, Table
from detector.evidence.custody import Custody, in_utc
from detector.evidence.facts import Seen
from detector.evidence.words import Words
from detector.review import Review
from prompts import Help, HelpLine, report_to

MOST_INDICATORS = 200  # that are listed; indicators.csv has them all


class Paperwork:
    """`help_` is whom a person can turn to."""

    def __init__(self, found: Review, help_: Help, words: Words) -> None:
        self._found, self._help, self._words = found, help_, words
        self._say, self._own = words.say, words.own

    def hidden(self) -> list[Block]:
        """What is to be known of a redacted copy."""
        return [Paragraph(self._say("redacted", "what"))]

    def distress(self) -> list[Block]:
        """Where the sender may be held: advice of its own, and who helps."""
        if not self._found.assessment.distress:
            return []
        words, numbers = self._words.verdict["notes"]["distress"], facts.distress(self._found)
        rests = [Paragraph(self._say("distress", "rests", list=self._words.listed(numbers)))] if numbers else []
        lines = [*words["advice"], *map(help_line, self._help["trafficking"])]
        return [Heading(words["title"]), Paragraph(words["body"]), *rests, Points(lines)]

    def to_report(self) -> list[Block]:
        """Indicators, where each kind can be reported, and the fraud lines."""
        seen, most = facts.indicators(self._found), str(MOST_INDICATORS)
        blocks: list[Block] = [Heading(self._say("look_up", "title"))]
        if seen:
            rows = [self._row(one) for one in seen[:MOST_INDICATORS]]
            all_of_them = len(seen) == len(rows)
            first = self._say("look_up", "first", most=most, n=self._words.number(len(seen)))
            caption = self._say("look_up", "caption") if all_of_them else first
            blocks.append(Table(caption, self._own["look_up"]["head"], rows, (14, 42, 16, 16, 12)))
        kinds = dict.fromkeys(report_to(one.kind, self._words.lang) for one in seen if one.by == "them")
        for kind in kinds:
            blocks += [Paragraph(self._say("look_up", "where", kind=kind.name)), Points(kind.places)]
        lines = [help_line(line) for line in self._help["fraud"]]
        return [*blocks, Paragraph(self._say("look_up", "fraud")), Points(lines)]

    def _row(self, one: Seen) -> tuple[str, ...]:
        check = self._say("look_up", "fits" if one.valid else "slip")
        kind = str(self._words.console["kinds"][one.kind])
        return kind, one.value, check, self._words.listed(one.messages), self._words.who(one.by)

    def notes(self, text: str) -> list[Block]:
        """What the person who packed it has to add."""
        if not text.strip():
            return []
        return [Heading(self._say("notes", "title")), *map(Paragraph, filter(str.strip, text.splitlines()))]

    def limits(self) -> list[Block]:
        """What the report cannot tell."""
        words = self._words.verdict["notes"]["limits"]
        version = self._found.assessment.model_version
        made_by = self._say("limits", "made_by", model=version, program=about.program())
        lines = [*self._own["limits"]["report"], *self._own["limits"]["program"], made_by]
        return [Heading(words["title"]), Paragraph(words["body"]), Points(lines)]

    def the_file(self, custody: Sequence[Custody], hidden: bool) -> list[Block]:
        """Its sum, what happened to it, and how to check both."""
        evidence = self._found.evidence
        assert evidence is not None
        rows = [
            (self._say("file", "name"), evidence.name or self._say("file", "not_known")),
            ("SHA-256", evidence.sha256),
            (self._say("file", "size"), self._say("file", "bytes", n=self._words.number(evidence.n_bytes))),
            (self._say("file", "in_zip"), self._say("file", "no" if hidden else "yes")),
            *((in_utc(step.at), ", ".join(filter(None, (self._words.done(step.what), step.by)))) for step in custody),
        ]
        table = Table(self._say("file", "caption"), self._own["file"]["head"], rows, (28, 72))
        return [Heading(self._say("file", "title")), table, Points(self._own["file"]["verify"])]


def help_line(line: HelpLine) -> str:
    """A help line on one line."""
    return ", ".join(filter(None, (line["name"], line["phone"], line["url"], line["hours"])))
