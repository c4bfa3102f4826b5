"""Asks one question of a server that speaks OpenAI's chat completions, with the standard library only."""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener, getproxies

KEY_VARIABLE = "SECOND_LOOK_LLM_KEY"
MAX_TOKENS = 1500  # of an answer
SILENCE_S = 300.0
PAUSES_S = (1.0, 4.0, 16.0)  # before asking a busy server again
BUSY = frozenset({408, 429, 500, 502, 503, 504})


class Unreachable(ValueError):
    """The server cannot be reached, or says no. Holds its address and status, never what was sent or answered."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for one question, and what it has cost.

    Attributes:
        refused: the server or the model says that it will not answer.
        prompt_tokens, completion_tokens: as the server counts them; 0 where it does not.
        seconds: from the question to the whole answer, of the last try.
    """

    text: str
    refused: bool
    prompt_tokens: int
    completion_tokens: int
    seconds: float

    def json_object(self) -> dict[str, Any]:
        """The JSON object in the text, whatever stands around it; empty where there is none."""
        try:
            found = json.loads(self.text[self.text.index("{") : self.text.rindex("}") + 1])
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}


class _NoRedirect(HTTPRedirectHandler):
    """The key and the chats go to the address that was given, and nowhere else."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Client:
    def __init__(self, url: str, model: str, seed: int = 0) -> None:
        self._url = url.rstrip("/") + "/chat/completions"
        self._settings = {"model": model, "temperature": 0, "seed": seed, "max_tokens": MAX_TOKENS}
        # Plain http is for loopback, and no proxy may stand between.
        proxies = {scheme: proxy for scheme, proxy in getproxies().items() if scheme == "https"}
        self._opener = build_opener(ProxyHandler(proxies), _NoRedirect())

    def ask(self, prompt: str) -> Answer:
        """The answer to one prompt. A server that is busy is asked again a few times.

        Raises:
            Unreachable: it stays busy, cannot be reached, says no, or does not speak the protocol.
        """
        for pause_s in (*PAUSES_S, None):
            try:
                return self._once(prompt)
            except HTTPError as error:
                error.close()
                if error.code not in BUSY or pause_s is None:
                    raise Unreachable(f"{self._url} answers with status {error.code}") from None
            except (OSError, HTTPException) as error:
                why = getattr(error, "reason", error)
                raise Unreachable(f"{self._url} cannot be reached: {why}") from None
            time.sleep(pause_s)
        raise AssertionError("the last try returns or raises")

    def _once(self, prompt: str) -> Answer:
        body = {**self._settings, "messages": [{"role": "user", "content": prompt}]}
        heads = {"Content-Type": "application/json"}
        if key := os.environ.get(KEY_VARIABLE):
            heads["Authorization"] = f"Bearer {key}"
        asked = Request(self._url, json.dumps(body).encode(), heads)  # noqa: S310 (llm.split allows http and https only)
        begin = time.perf_counter()
        with self._opener.open(asked, timeout=SILENCE_S) as reply:
            raw = reply.read()
        seconds = time.perf_counter() - begin
        try:
            return _answer(json.loads(raw), seconds)
        except (ValueError, KeyError, IndexError, TypeError, AttributeError):
            raise Unreachable(f"{self._url} does not answer as chat completions do") from None


def _answer(raw: Any, seconds: float) -> Answer:
    choice = raw["choices"][0]
    message, usage = choice["message"], raw.get("usage") or {}
    refused = bool(message.get("refusal")) or choice.get("finish_reason") == "content_filter"
    return Answer(
        text=str(message.get("content") or ""),
        refused=refused,
        prompt_tokens=int(usage.get("prompt_tokens") or 0),
        completion_tokens=int(usage.get("completion_tokens") or 0),
        seconds=seconds,
    )
