"""Which cases are like one another: by what the other side wrote, word for word, and by accounts that stand in both."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from detector.shingles import runs
from detector.types import Span
from extension_backend.console.cases import Case, Cases

LEAST_RUNS = 5  # of five words: fewer are chance
MOST_PASSAGES = 200
# So many chats name these that to share one means nothing.
_EVERYWHERE = (
    "apple.com", "binance.com", "coinbase.com", "facebook.com", "gmail.com", "google.com", "instagram.com",
    "paypal.com", "t.me", "telegram.org", "tiktok.com", "trustwallet.com", "wa.me", "whatsapp.com", "youtu.be",
    "youtube.com", "zoom.us",
)  # fmt: skip

Thing = tuple[str, str]  # kind and value of an indicator


@dataclass(frozen=True, slots=True)
class Similar:
    """Another case.

    Attributes:
        share: of the runs of words of the shorter one, how many stand in both, 0 to 1; 0 where they are too few.
        things: what can be looked up and stands in both.
    """

    case: Case
    share: float
    things: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A message of each case, cut into parts that are or are not the same in both."""

    places: tuple[int, int]
    texts: tuple[tuple[tuple[str, bool], ...], tuple[tuple[str, bool], ...]]


def similar(cases: Cases, case: Case) -> list[Similar]:
    """The cases that share wording or accounts with one, the most alike first."""
    shared = cases.vault.rows(
        "SELECT casefile, count(*) AS n FROM trace WHERE casefile <> ? AND run IN"
        " (SELECT run FROM trace WHERE casefile = ?) GROUP BY casefile HAVING n >= ?",
        (case.id, case.id, LEAST_RUNS),
    )
    sizes = {row["casefile"]: row["n"] for row in cases.vault.rows(
        "SELECT casefile, count(*) AS n FROM trace GROUP BY casefile")}  # fmt: skip
    shares = {row["casefile"]: row["n"] / min(sizes[row["casefile"]], sizes[case.id]) for row in shared}
    things = _shared_things(cases, case)
    found = [
        Similar(cases.one(other), shares.get(other, 0.0), tuple(things.get(other, ())))
        for other in shares.keys() | things.keys()
    ]
    return sorted(found, key=lambda one: (-len(one.things), -one.share, one.case.id))


def _shared_things(cases: Cases, case: Case) -> dict[int, list[Thing]]:
    """By other case; only what the other side wrote, there and here."""
    rows = cases.vault.rows(
        "SELECT DISTINCT there.casefile, there.kind, there.value FROM indicator AS here"
        " JOIN message AS said ON said.casefile = here.casefile AND said.place = here.place AND said.sender = 'them'"
        " JOIN indicator AS there ON there.kind = here.kind AND there.value = here.value"
        " JOIN message AS written ON written.casefile = there.casefile AND written.place = there.place"
        " AND written.sender = 'them'"
        " WHERE here.casefile = ? AND there.casefile <> ? AND here.kind <> 'link' ORDER BY there.kind, there.value",
        (case.id, case.id),
    )
    found: dict[int, list[Thing]] = defaultdict(list)
    for row in rows:
        if not f".{row['value']}".endswith(tuple(f".{host}" for host in _EVERYWHERE)):
            found[row["casefile"]].append((row["kind"], row["value"]))
    return found


def passages(cases: Cases, one: Case, other: Case) -> list[Passage]:
    """What the other side wrote in both cases, in the order of the first: each message beside the one most like it."""
    theirs, ours = _texts(cases, other), _texts(cases, one)
    where: dict[int, list[int]] = defaultdict(list)
    for place, text in theirs.items():
        for run in runs(text):
            where[run].append(place)
    found = []
    for place, text in ours.items():
        spans = runs(text)
        common = Counter(there for run in spans for there in where.get(run, ()))
        if common:
            there = common.most_common(1)[0][0]
            same = runs(theirs[there])
            both = spans.keys() & same.keys()
            texts = _parts(text, (spans[run] for run in both)), _parts(theirs[there], (same[run] for run in both))
            found.append(Passage((place, there), texts))
    return found[:MOST_PASSAGES]


def _texts(cases: Cases, case: Case) -> dict[int, str]:
    sql = "SELECT place, text FROM message WHERE casefile = ? AND sender = 'them' ORDER BY place"
    return {row["place"]: row["text"] for row in cases.vault.rows(sql, (case.id,))}


def _parts(text: str, spans: Iterable[Span]) -> tuple[tuple[str, bool], ...]:
    """The text cut where what is covered by the spans begins and ends, and whether each part is."""
    covered = bytearray(len(text))
    for span in spans:
        covered[span.start : span.end] = b"\1" * (span.end - span.start)
    return tuple(
        ("".join(char for char, _ in part), bool(same))
        for same, part in groupby(zip(text, covered, strict=True), key=lambda pair: pair[1])
    )
