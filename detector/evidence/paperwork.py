"""The parts of the report that are about the file, the limits, and whom to turn to."""

from __future__ import annotations

from collections.abc import Sequence

from detector import about
from detector.evidence import facts
from detector.evidence.blocks import Block, Heading, Paragraph, Points, Table
from detector.evidence.custody import Custody, in_utc
from detector.evidence.facts import Seen
from detector.review import Review
from prompts import Help, HelpLine, load_wording, report_to

MOST_INDICATORS = 200  # that are listed; indicators.csv has them all
MOST_NUMBERS = 12  # of messages in one cell

_VERIFY = (
    "Unpack the zip into an empty folder and open a terminal there.",
    "Linux: sha256sum -c manifest.sha256. macOS: shasum -a 256 -c manifest.sha256. Each line must end in OK.",
    "Windows: certutil -hashfile NAME SHA256, and compare with the line of that name in manifest.sha256.",
    "The sum of the original is the one in the table above. Compare it with one that was written down elsewhere, for "
    "instance in an e-mail of the day: a manifest that travels with its files shows damage, not a deliberate change.",
)
_LIMITS = (
    "This is a judgement of a machine about how a chat reads. It is no proof that anybody did anything.",
    "Times are those of the file. Where it names no time zone they are written as UTC, and may be local times.",
    "The sums and indicators were read by a program: check each against the message before you act on it.",
)


def hidden() -> list[Block]:
    """What is to be known of a redacted copy."""
    return [
        Paragraph(
            "This is a redacted copy. Words like [PERSON 1] or [PHONE 1] stand for details of the person who was "
            "written to; the same word always stands for the same detail. Nothing in this zip tells which. The "
            "original file is not in it, but its sum is."
        )
    ]


def to_report(found: Review, help_: Help) -> list[Block]:
    """Indicators, where each kind can be reported, and the fraud lines."""
    seen = facts.indicators(found)
    blocks: list[Block] = [Heading("To look up and report")]
    if seen:
        head = ("Kind", "What", "Check", "Messages", "First said by")
        rows = [_row(one) for one in seen[:MOST_INDICATORS]]
        more = f"The first {MOST_INDICATORS} indicators; indicators.csv has all {len(seen):,}"
        blocks.append(Table(more if len(seen) > len(rows) else "Indicators", head, rows, (12, 44, 16, 16, 12)))
    kinds = dict.fromkeys(report_to(one.kind) for one in seen if one.by == "them")
    for kind in kinds:
        blocks += [Paragraph(f"{kind.name}:"), Points(kind.places)]
    return [*blocks, Paragraph("Fraud lines:"), Points([help_line(line) for line in help_["fraud"]])]


def _row(one: Seen) -> tuple[str, ...]:
    check = "form fits" if one.valid else "does not fit: a slip?"
    return one.kind, one.value, check, listed(one.messages), "they" if one.by == "them" else "me"


def listed(numbers: Sequence[int]) -> str:
    """Message numbers in words, the first of them where there are many."""
    more = f" and {len(numbers) - MOST_NUMBERS:,} more" if len(numbers) > MOST_NUMBERS else ""
    return ", ".join(map(str, numbers[:MOST_NUMBERS])) + more


def help_line(line: HelpLine) -> str:
    """A help line on one line."""
    return ", ".join(filter(None, (line["name"], line["phone"], line["url"], line["hours"])))


def notes(text: str) -> list[Block]:
    """What the person who packed it has to add."""
    return [Heading("Notes"), *map(Paragraph, filter(str.strip, text.splitlines()))] if text.strip() else []


def limits(found: Review) -> list[Block]:
    """What the report cannot tell."""
    words = load_wording()["notes"]["limits"]
    model = f"Model: {found.assessment.model_version}. Program: {about.program()}."
    return [Heading(words["title"]), Paragraph(words["body"]), Points([*_LIMITS, *about.LIMITS, model])]


def the_file(found: Review, custody: Sequence[Custody], hidden: bool) -> list[Block]:
    """Its sum, what happened to it, and how to check both."""
    evidence = found.evidence
    assert evidence is not None
    rows = [
        ("Name", evidence.name or "not known"),
        ("SHA-256", evidence.sha256),
        ("Size", f"{evidence.n_bytes:,} bytes"),
        ("In this zip", "no: this is the redacted copy" if hidden else "yes, byte for byte, in the folder original"),
        *((in_utc(step.at), f"{step.what}, {step.by}" if step.by else step.what) for step in custody),
    ]
    return [
        Heading("The file, and how to check it"),
        Table("The original, and what was done with it (custody.csv)", ("Detail", "Value"), rows, (28, 72)),
        Points(_VERIFY),
    ]
