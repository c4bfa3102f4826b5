"""What the page of a case shows beside the picture: messages by the page, sums of money, things to look up."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from detector.money import Amount, Role, amounts, role
from detector.taxonomy import taxonomy
from detector.types import Level
from extension_backend.console.cases import Case, Cases
from extension_backend.console.corrections import Mark

PAGE_MSGS = 200

Marks = Mapping[int, Sequence[Mark]]


@dataclass(frozen=True, slots=True)
class Shown:
    """One message. `rise` is the level that it raised the chat to; `before` and `after` are the findings around it."""

    place: int
    sender: str
    sent_at: str | None
    text: str
    judged: bool
    marks: Sequence[Mark]
    rise: Level | None
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Page:
    """Messages of one page, counted from 1. `found` is None where the whole chat is shown."""

    number: int
    pages: int
    messages: tuple[Shown, ...]
    found: int | None
    earlier: int | None
    later: int | None


@dataclass(frozen=True, slots=True)
class Sums:
    """By currency and role: how often, all together, the largest. `each` has place and amount, in order."""

    totals: dict[str, dict[Role, list[Decimal]]]
    each: tuple[tuple[int, Role, Amount, str], ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """Something to look up, with the first message it stands in."""

    kind: str
    value: str
    valid: bool
    place: int


def standing(found: Marks) -> dict[int, set[str]]:
    """The tactics of each message that no one has called wrong."""
    kept = {place: {mark.tactic for mark in some if mark.stands} for place, some in found.items()}
    return {place: tactics for place, tactics in kept.items() if tactics}


def page(cases: Cases, case: Case, found: Marks, number: int, tactic: str = "", words: str = "") -> Page:
    """A page of the chat, or of the messages in it that have a tactic and hold some words."""
    places = sorted(found)
    if tactic:
        wanted = [place for place in places if tactic in {mark.tactic for mark in found[place]}]
    if words:
        sql = "SELECT place FROM message WHERE casefile = ? AND instr(folded(text), ?) ORDER BY place"
        hits = [row["place"] for row in cases.vault.rows(sql, (case.id, words.casefold()))]
        wanted = sorted(set(hits) & set(wanted)) if tactic else hits
    narrowed = bool(tactic or words)
    pages = max(1, -(-(len(wanted) if narrowed else case.n_messages) // PAGE_MSGS))
    number = min(max(1, number), pages)
    start = (number - 1) * PAGE_MSGS
    shown = wanted[start : start + PAGE_MSGS] if narrowed else range(start, min(start + PAGE_MSGS, case.n_messages))
    before, after = bisect_left(places, start), bisect_left(places, start + PAGE_MSGS)
    return Page(
        number,
        pages,
        tuple(_messages(cases, case, found, places, shown)),
        len(wanted) if narrowed else None,
        places[before - 1] if not narrowed and before else None,
        places[after] if not narrowed and after < len(places) else None,
    )


def _messages(cases: Cases, case: Case, found: Marks, places: Sequence[int], shown: Sequence[int]) -> list[Shown]:
    if not shown:
        return []
    span = (case.id, shown[0], shown[-1])
    wanted = set(shown)
    sql = "SELECT place, level FROM alert WHERE casefile = ? AND place BETWEEN ? AND ?"
    rises = {row["place"]: Level(row["level"]) for row in cases.vault.rows(sql, span)}
    # A search finds a few messages far apart: only those are fetched.
    sql = (
        "SELECT * FROM message WHERE casefile = ? AND place BETWEEN ? AND ? AND place IN"
        " (SELECT value FROM json_each(?)) ORDER BY place"
    )
    messages = []
    for row in cases.vault.rows(sql, (*span, str(sorted(wanted)))):
        place = row["place"]
        left, right = bisect_left(places, place), bisect_right(places, place)
        around = (places[left - 1] if left else None, places[right] if right < len(places) else None)
        some, judged = found.get(place, ()), bool(row["judged"])
        messages.append(
            Shown(place, row["sender"], row["sent_at"], row["text"], judged, some, rises.get(place), *around)
        )
    return messages


def sums(cases: Cases, case: Case, tactics: Mapping[int, set[str]]) -> Sums:
    """The sums in messages that ask, promise or report a payment."""
    roles = {place: does for place, some in tactics.items() if (does := role(some))}
    sql = (
        "SELECT place, text FROM message WHERE casefile = ? AND place IN (SELECT value FROM json_each(?))"
        " ORDER BY place"
    )
    each = [
        (row["place"], roles[row["place"]], amount, row["text"][amount.span.start : amount.span.end])
        for row in cases.vault.rows(sql, (case.id, str(sorted(roles))))
        for amount in amounts(row["text"])
    ]
    totals: dict[str, dict[Role, list[Decimal]]] = defaultdict(lambda: defaultdict(list))
    for _, does, amount, _ in each:
        totals[amount.currency][does].append(amount.value)
    return Sums(totals, tuple(each))


def seen(cases: Cases, case: Case) -> list[Seen]:
    """Each thing once, in the order in which they come up."""
    sql = (
        "SELECT kind, value, valid, min(place) AS place FROM indicator WHERE casefile = ? GROUP BY kind, value"
        " ORDER BY place, kind"
    )
    return [
        Seen(row["kind"], row["value"], bool(row["valid"]), row["place"]) for row in cases.vault.rows(sql, (case.id,))
    ]


def turning_points(tactics: Mapping[int, set[str]]) -> tuple[set[int], set[int]]:
    """Places of the messages that ask for money, access or help, and of those that report a payment."""
    asking = {tactic.id for tactic in taxonomy().tactics if tactic.stage == "extract"}
    asks = {place for place, some in tactics.items() if some & asking or role(some) == "asked"}
    return asks, {place for place, some in tactics.items() if role(some) == "paid"}


def last_reasons(cases: Cases, case: Case) -> list[str]:
    """The tactics that the last rise of the level rests on, the surest first."""
    sql = "SELECT tactics FROM alert WHERE casefile = ? ORDER BY place DESC LIMIT 1"
    return [tactic for row in cases.vault.rows(sql, (case.id,)) for tactic, _, _ in json.loads(row["tactics"])]


def choices() -> dict[str, list[str]]:
    """The tactics that each side can be marked with."""
    return {side: [tactic.id for tactic in taxonomy().tactics if tactic.said_by == side] for side in ("them", "me")}
