"""Keyword rules: a fair, strong list of our own, by tactic, as a careful person would write it from the literature.

Each tactic counts once a chat, with a weight for how telling its words are. Only "them" is read.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import numpy as np

from detector.text import normalise
from eval.chats import Chat
from eval.systems import Scored, Setting

VARIANTS = ("",)
RULES_FILE = Path(__file__).with_suffix(".toml")
STEEPNESS = 0.5


class KeywordRules:
    def __init__(self) -> None:
        rules = tomllib.loads(RULES_FILE.read_text(encoding="utf-8")).values()
        self._weights = [float(rule["weight"]) for rule in rules]
        self._patterns = [re.compile("|".join(rule["patterns"]), re.IGNORECASE) for rule in rules]

    def score(self, chat: Chat) -> Scored:
        seen: set[int] = set()
        risk = []
        for message in chat.messages:
            if message.sender == "them":
                text = normalise(message.text).replace("’", "'")
                seen |= {i for i, pattern in enumerate(self._patterns) if i not in seen and pattern.search(text)}
            risk.append(1 - np.exp(-STEEPNESS * sum(self._weights[i] for i in seen)))
        return Scored(np.array(risk))


def build(setting: Setting, variant: str) -> KeywordRules:
    return KeywordRules()
