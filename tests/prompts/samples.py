"""Inputs that fit any prompt, by the kind that it asks for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from detector.taxonomy import taxonomy
from detector.types import Message
from prompts import Prompt

CHAT = (
    Message("1", "them", "hi, is this Anna from the yoga class?", datetime(2026, 3, 2, 19, 4, tzinfo=UTC)),
    Message("2", "me", "no, wrong number"),
    Message("3", "them", "sorry! you seem kind, maybe it is fate?"),
)
_BY_KIND: dict[str, Any] = {
    "chat": CHAT,
    "text": "two who met at a class",
    "glossary": {tactic.id: tactic.definition for tactic in taxonomy().tactics},
    "name": "romance_investment",
    "count": 40,
}


def some_inputs(prompt: Prompt, **chosen: object) -> dict[str, Any]:
    """An input of every kind that the prompt asks for, or the chosen one."""
    fitting = {name: kind[0] if isinstance(kind, list) else _BY_KIND[kind] for name, kind in prompt.inputs.items()}
    return {**fitting, **chosen}
