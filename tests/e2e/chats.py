"""Which chats of the corpus are typed. Only its test part, which no training has seen, and by rules, not by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from detector.engine import Detector
from detector.judge import Judge
from detector.policy import Policy
from detector.training.corpus_text import LabelledChat, read_corpus, split_of
from detector.types import Level, Message

TYPED_MSGS = 40


@cache
def unseen() -> tuple[LabelledChat, ...]:
    """The chats of the test part, by id."""
    chats = [chat for chat in read_corpus() if split_of(chat.family) == "test"]
    return tuple(sorted(chats, key=lambda chat: chat.conversation.id))


@cache
def scam() -> LabelledChat:
    """The first scam by id in which the detector, without the pauses that no test waits for, raises a caution, then a
    warning before the ask, then a danger. How often it does, `make figures` tells; the tests hold the page to it.
    """
    scams = (chat for chat in unseen() if chat.label == "scam")
    return next(chat for chat in scams if _is_soon_typed(chat) and _is_warned_in_time(chat))


def _is_soon_typed(chat: LabelledChat) -> bool:
    """A message is a line at some of the chat apps."""
    messages = chat.conversation.messages
    return len(messages) <= TYPED_MSGS and all("\n" not in message.text for message in messages)


def _without_times(chat: LabelledChat) -> list[Message]:
    return [replace(message, sent_at=None) for message in chat.conversation.messages]


def _is_warned_in_time(chat: LabelledChat) -> bool:
    levels = levels_at_once(_without_times(chat))
    if levels[-1] != str(Level.DANGER) or chat.ask_at is None:
        return False
    caution, warning, danger = (first(levels, str(level)) for level in (Level.CAUTION, Level.WARNING, Level.DANGER))
    return caution < warning < min(danger, chat.ask_at)


def ask(chat: LabelledChat) -> int:
    """Index of the message that first asks for the harmful act."""
    assert chat.ask_at is not None
    return chat.ask_at


def honest(kind: str) -> LabelledChat:
    """The first hard negative of a kind, by id."""
    return next(chat for chat in unseen() if chat.label == "benign" and chat.kind == kind)


def pivot(chat: LabelledChat) -> int:
    """Index of the message that brings the scam's theme in."""
    assert chat.pivot_at is not None
    return chat.pivot_at


def first(levels: Sequence[str], wanted: str) -> int:
    """Index of the first message after which the level was at least this one."""
    order = [str(level) for level in Level]
    return next(index for index, level in enumerate(levels) if order.index(level) >= order.index(wanted))


def judged_at_once(chat: LabelledChat, timeline: Sequence[dict[str, Any]]) -> list[str]:
    """The levels that the detector gives when it reads the whole chat in one go, with the times of `timeline`."""
    times = [point["sent_at"] and datetime.fromisoformat(point["sent_at"]) for point in timeline]
    messages = [
        Message(said.id, said.sender, said.text, sent_at)
        for said, sent_at in zip(chat.conversation.messages, times, strict=True)
    ]
    return levels_at_once(messages)


def levels_at_once(messages: Sequence[Message]) -> list[str]:
    """The level after each message."""
    return [str(standing.level) for standing in _judge().whole(messages)]


@cache
def _judge() -> Judge:
    return Judge(Detector.load(), Policy.named("default"))


def as_export(chat: LabelledChat) -> str:
    """A chat as WhatsApp exports it, between Ana and Daniel. It does not say who of the two has exported it."""
    lines = [
        f"{message.sent_at:%d/%m/%Y, %H:%M} - {'Ana' if message.sender == 'me' else 'Daniel'}: {message.text}"
        for message in chat.conversation.messages
        if message.sent_at
    ]
    return "\n".join(lines) + "\n"
