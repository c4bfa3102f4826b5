"""The nouns of the project: frozen, standard library only, shared by every layer above."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Literal

Sender = Literal["them", "me"]


class Level(IntEnum):
    """How loudly a person is told. Ordered: `Level.CAUTION < Level.WARNING`."""

    NONE = 0
    CAUTION = 1  # a quiet tip
    WARNING = 2  # the script has turned to money, an investment, a job abroad
    DANGER = 3  # they ask for the harmful act

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `sent_at` is aware UTC, or None where the source does not say."""

    id: str
    sender: Sender
    text: str
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """Messages in order, as one person ("me") sees them with one other ("them")."""

    id: str
    messages: tuple[Message, ...]
    platform: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a message text, in code points, end excluded."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Indicator:
    """Something in a text that can be looked up or reported: a wallet, a domain, a phone number."""

    kind: str
    value: str
    span: Span
    valid: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One tactic seen in one message, with how sure and why. What a person marked is sure."""

    tactic: str
    message_id: str
    probability: float
    source: Literal["model", "person"] = "model"
    span: Span | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the detector thinks after `n_messages` messages of one conversation.

    `level` is what the policy says now; `risk` is the calibrated probability that the chat follows a scam script.
    `assessable` is False where the language or the content cannot be judged: that is never the same as safe.
    """

    n_messages: int
    risk: float
    level: Level
    stage: str | None
    script: str | None
    findings: tuple[Finding, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    distress: bool = False
    assessable: bool = True
    model_version: str = ""


@dataclass(frozen=True, slots=True)
class Alert:
    """The moment a level was raised, with the findings it rests on."""

    level: Level
    raised_at: str  # id of the message
    reasons: tuple[Finding, ...] = field(default=())
    advice: tuple[str, ...] = ()
