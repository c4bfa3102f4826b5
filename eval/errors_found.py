"""The worst errors of a system on a set: chat, message, tactic. Texts only for the project's own sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detector.types import Level
from eval.chats import Chat
from eval.outcomes import evidence
from eval.predictions import Prediction

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Error:
    """One error, with the message that explains it best.

    Attributes:
        what: "false alarm", "missed", "late" (alerted at or after the ask).
        risk: highest risk of the chat.
        alarm, ask: message indices or None.
        place, tactic: the most telling message and tactic of an alert, or the strongest in a chat without one.
        text: of that message, or None where it may not be shown.
    """

    what: str
    chat_id: str
    kind: str
    risk: float
    alarm: int | None
    pivot: int | None
    ask: int | None
    place: int | None
    tactic: str | None
    probability: float | None
    text: str | None


def worst_errors(
    predictions: Sequence[Prediction], texts: Mapping[str, Chat] | None = None, shown: int | None = SHOWN
) -> list[Error]:
    """False alarms first (highest risk first), then missed scams (lowest first), then late ones; `shown` of each."""
    false = [one for one in predictions if not one.scam and one.first(Level.WARNING)]
    turned = [one for one in predictions if one.scam and (one.marks is None or one.pivot_at is not None)]
    missed = [one for one in turned if not one.first(Level.WARNING)]
    late = [one for one in turned if one.ask_at is not None and one.first(Level.WARNING) > one.ask_at]
    groups = (
        ("false alarm", sorted(false, key=lambda one: -max(one.risk))),
        ("missed", sorted(missed, key=lambda one: max(one.risk))),
        ("late", sorted(late, key=lambda one: max(one.risk[: (one.ask_at or 0) + 1]))),
    )
    return [_error(what, one, texts) for what, found in groups for one in found[:shown]]


def _error(what: str, one: Prediction, texts: Mapping[str, Chat] | None) -> Error:
    alarm = one.first(Level.WARNING)
    found = evidence(one)
    place = found[0] if found else (alarm - 1 if alarm else None)
    probability = (one.tactics or {}).get(str(place), {}).get(found[1], 0.0) if found else None
    chat = texts.get(one.id) if texts else None
    return Error(
        what, one.id, one.kind, max(one.risk), alarm - 1 if alarm else None, one.pivot_at, one.ask_at,
        place, found[1] if found else None, probability,
        chat.messages[place].text if chat and place is not None and place < len(chat.messages) else None,
    )  # fmt: skip
