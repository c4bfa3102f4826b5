"""A language model behind an OpenAI-compatible address, asked by the prompt `judge_conversation` whenever "them" wrote.

The chats leave this machine if the address is elsewhere, so anything but loopback has to be https. A key, where one is
needed, is read from the environment variable SECOND_LOOK_LLM_KEY. Temperature 0. After a message of "me", and where the
model refuses or its answer cannot be read, the answer before stands; how often is counted.
"""

from __future__ import annotations

import ipaddress
import random
from dataclasses import dataclass
from urllib.parse import urlsplit

import numpy as np

from detector.taxonomy import taxonomy
from detector.types import Level
from eval.chats import Chat
from eval.openai_client import Answer, Client
from eval.systems import Scored, Setting
from prompts import load_prompt

TARGET = "URL#MODEL"
PROMPT = "judge_conversation"
COSTS = ("calls", "prompt_tokens", "completion_tokens", "seconds", "refused", "unreadable")
LEVELS = {str(level): level for level in Level}


@dataclass(frozen=True, slots=True)
class Verdict:
    risk: float = 0.0
    level: Level = Level.NONE


class LanguageModel:
    def __init__(self, client: Client, seed: int) -> None:
        self._client = client
        self._seed = seed
        self._glossaries = {
            "stages": {stage.id: stage.plain for stage in taxonomy().stages},
            "scripts": {script.id: script.plain for script in taxonomy().scripts},
        }

    def score(self, chat: Chat) -> Scored:
        """Risk and level after each message, and the cost: calls, tokens, seconds, refusals, unreadable answers.

        Raises:
            Unreachable: there is no answer from the address, or one that says no.
        """
        verdict, found, cost = Verdict(), [], dict.fromkeys(COSTS, 0.0)
        for k, message in enumerate(chat.messages):
            if message.sender == "them":
                answer = self._client.ask(self._prompt(chat, k + 1))
                read = None if answer.refused else verdict_in(answer)
                unreadable = read is None and not answer.refused
                spent = (1, answer.prompt_tokens, answer.completion_tokens, answer.seconds, answer.refused, unreadable)
                cost = {name: cost[name] + one for name, one in zip(COSTS, spent, strict=True)}
                verdict = read or verdict
            found.append(verdict)
        lost = cost["refused"] + cost["unreadable"]
        return Scored(
            risk=np.array([one.risk for one in found]),
            levels=tuple(one.level for one in found),
            judged=1 - lost / max(1, cost["calls"]),
            cost=cost,
        )

    def _prompt(self, chat: Chat, count: int) -> str:
        # Seeded codes for the fences: the same run asks the same.
        codes = random.Random(f"{self._seed} {chat.id} {count}")
        prompt = load_prompt(PROMPT, draw=lambda: f"{codes.getrandbits(64):016x}")
        return prompt.render(messages=chat.messages[:count], **self._glossaries)


def verdict_in(answer: Answer) -> Verdict | None:
    """Risk and level of an answer, or None where they cannot be read."""
    raw = answer.json_object()
    risk, level = raw.get("risk"), LEVELS.get(str(raw.get("level")))
    if isinstance(risk, bool) or not isinstance(risk, int | float) or not 0 <= risk <= 1:
        return None
    return None if level is None else Verdict(float(risk), level)


def identity(target: str) -> str:
    """The prompt and its version; what stands behind an address cannot be told."""
    split(target)
    return f"{PROMPT} version {load_prompt(PROMPT).version}"


def split(target: str) -> tuple[str, str]:
    """Address and name of the model.

    Raises:
        ValueError: one is missing, or the address is neither https nor on this machine.
    """
    url, _, model = target.rpartition("#")
    parts = urlsplit(url)
    if not model or parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"'{target}' is no URL#MODEL, such as http://127.0.0.1:8000/v1#some-model")
    if parts.scheme == "http" and not _loopback(parts.hostname):
        raise ValueError(f"chats are sent to another machine by https only, not to {url}")
    return url, model


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def build(setting: Setting, target: str) -> LanguageModel:
    return LanguageModel(Client(*split(target), setting.seed), setting.seed)
