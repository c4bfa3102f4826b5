"""What the pack tells of a chat, worked out once for all its files. Messages are counted from 1, as people count."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from detector.money import Role, amounts, role
from detector.review import Moment, Review
from detector.types import Sender

_DISTRESS = "coerced_sender_distress"


@dataclass(frozen=True, slots=True)
class Seen:
    """An indicator with every message that it stands in. `by` said it first: what is "me"'s own is not reported."""

    kind: str
    value: str
    valid: bool
    by: Sender
    messages: tuple[int, ...]
    times: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class Money:
    """The sums of one currency, each with its message, as they stand in the chat."""

    currency: str
    sums: tuple[tuple[Decimal, int], ...]

    @property
    def total(self) -> Decimal:
        return sum((amount for amount, _ in self.sums), Decimal())


@dataclass(frozen=True, slots=True)
class Payments:
    """Sums of some messages by currency, and those of the messages that name none."""

    money: tuple[Money, ...]
    without_sum: tuple[int, ...]

    def __bool__(self) -> bool:
        return bool(self.money or self.without_sum)


def indicators(found: Review) -> tuple[Seen, ...]:
    """Each once, in the order of the chat."""
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    valid: dict[tuple[str, str], bool] = {}
    for number, moment in enumerate(found.timeline, start=1):
        for one in dict.fromkeys((one.kind, one.value, one.valid) for one in moment.indicators):
            places[one[:2]].append(number)
            valid[one[:2]] = one[2]
    said = [moment.message for moment in found.timeline]
    return tuple(
        Seen(
            kind,
            value,
            valid[kind, value],
            said[numbers[0] - 1].sender,
            tuple(numbers),
            tuple(at for number in numbers if (at := said[number - 1].sent_at)),
        )
        for (kind, value), numbers in places.items()
    )


def payments(found: Review, wanted: Role) -> Payments:
    """What they asked for, what "me" agreed to pay, or what "me" says was paid."""
    by_currency: dict[str, list[tuple[Decimal, int]]] = defaultdict(list)
    silent = []
    for number, moment in enumerate(found.timeline, start=1):
        if role(_tactics(moment)) != wanted:
            continue
        named = amounts(moment.message.text)
        for one in named:
            by_currency[one.currency].append((one.value, number))
        if not named:
            silent.append(number)
    return Payments(tuple(Money(code, tuple(by_currency[code])) for code in sorted(by_currency)), tuple(silent))


def distress(found: Review) -> tuple[int, ...]:
    """Messages that read as if their sender were not free."""
    return tuple(number for number, moment in enumerate(found.timeline, start=1) if _tactics(moment) & {_DISTRESS})


def _tactics(moment: Moment) -> set[str]:
    return {finding.tactic for finding in moment.findings}
