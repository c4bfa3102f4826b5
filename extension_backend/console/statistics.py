"""What all cases have in common: how many of each script, stage, app, and the sums that are named in them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from detector.conversation import STAGE_ORDER
from detector.money import Role, amounts, role
from detector.types import Level
from extension_backend.console.cases import Case, Cases, Query


@dataclass(frozen=True, slots=True)
class Total:
    """Sums of one currency in one role, over all cases."""

    cases: int
    sum: Decimal
    largest: Decimal


@dataclass(frozen=True, slots=True)
class Statistics:
    """Numbers of cases by id, the most frequent first, but for stages, which stand in their order.

    Attributes:
        stages: the furthest that a suspicious case has reached.
        sums: by currency and role.
    """

    n: int
    levels: dict[str, int]
    scripts: dict[str, int]
    stages: dict[str, int]
    platforms: dict[str, int]
    sums: dict[str, dict[Role, Total]]


def statistics(cases: Cases) -> Statistics:
    """Over all cases that are kept."""
    found = cases.all(Query())
    suspicious = [case for case in found if case.assessable and case.level]
    levels = Counter(str(case.level) if case.assessable else "unknown" for case in found)
    reached = _furthest(cases, suspicious)
    return Statistics(
        len(found),
        {name: levels[name] for name in (*map(str, reversed(Level)), "unknown") if levels[name]},
        dict(Counter(case.script for case in suspicious if case.script).most_common()),
        {stage: reached[stage] for stage in STAGE_ORDER if reached[stage]},
        dict(Counter(case.platform for case in found).most_common()),
        _sums(cases),
    )


def _furthest(cases: Cases, some: Iterable[Case]) -> Counter[str]:
    stages: dict[int, set[str]] = defaultdict(set)
    for row in cases.vault.rows("SELECT DISTINCT casefile, stage FROM message WHERE stage IS NOT NULL"):
        stages[row["casefile"]].add(row["stage"])
    each = ([stage for stage in STAGE_ORDER if stage in stages[case.id]] for case in some)
    return Counter(reached[-1] for reached in each if reached)


def _sums(cases: Cases) -> dict[str, dict[Role, Total]]:
    """From the messages whose marks stand, as on the page of a case."""
    rows = cases.vault.rows(
        "SELECT casefile, text, group_concat(tactic) AS tactics FROM message JOIN ("
        " SELECT casefile, place, tactic FROM finding EXCEPT"
        " SELECT casefile, place, tactic FROM correction WHERE kind = 'wrong' UNION"
        " SELECT casefile, place, tactic FROM correction WHERE kind = 'missed') USING (casefile, place)"
        " GROUP BY casefile, place"
    )
    found: dict[str, dict[Role, list[tuple[int, Decimal]]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if does := role(row["tactics"].split(",")):
            for amount in amounts(row["text"]):
                found[amount.currency][does].append((row["casefile"], amount.value))
    return {currency: {does: _total(some) for does, some in roles.items()} for currency, roles in sorted(found.items())}


def _total(some: list[tuple[int, Decimal]]) -> Total:
    values = [value for _, value in some]
    return Total(len({case for case, _ in some}), sum(values, Decimal()), max(values))
