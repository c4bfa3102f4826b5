"""An external program: one JSON line in for every beginning of a chat, one JSON line out.

In: `{"id": ..., "messages": [{"sender": "them", "text": ..., "sent_at": ...}]}`, all messages so far. Out:
`{"risk": 0.7}`, from 0 to 1, and where the program has levels of its own `"level": "warning"`. It is started once, and
has to flush after each line. What it writes to standard error is shown.
"""

from __future__ import annotations

import contextlib
import json
import queue
import shlex
import subprocess
import threading
import weakref
from collections.abc import Sequence
from typing import Any

import numpy as np

from detector.types import Level, Message
from eval.chats import Chat
from eval.systems import Scored, Setting

TARGET = "COMMAND"
SILENCE_S = 120.0


class ProgramError(ValueError):
    """The program did not start, died, was silent, or answered something else. Holds no chat text."""


class Program:
    def __init__(self, command: str) -> None:
        self._command = command
        try:
            self._process = subprocess.Popen(  # noqa: S603 (the person who starts the run names the program)
                shlex.split(command),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                errors="replace",
            )
        except (OSError, ValueError, IndexError) as error:
            raise ProgramError(f"cannot start '{command}': {error}") from None
        self._answers: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        # A thread reads, since a read of a pipe cannot be given up after a time on every system.
        reader = threading.Thread(target=_pass_on, args=(self._process.stdout, self._answers), daemon=True)
        reader.start()
        weakref.finalize(self, _end, self._process, reader)

    def score(self, chat: Chat) -> Scored:
        found = [self._ask(chat.id, chat.messages[: k + 1]) for k in range(len(chat.messages))]
        levels = [level for _, level in found if level is not None]
        if levels and len(levels) < len(found):
            raise ProgramError(f"'{self._command}' gave a level for some messages of {chat.id} only")
        return Scored(np.array([risk for risk, _ in found]), tuple(levels))

    def _ask(self, chat_id: str, messages: Sequence[Message]) -> tuple[float, Level | None]:
        where = f"'{self._command}', chat {chat_id}, message {len(messages)}"
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps({"id": chat_id, "messages": [_row(one) for one in messages]}) + "\n")
            self._process.stdin.flush()
            line = self._answers.get(timeout=SILENCE_S)
        except BrokenPipeError:
            line = None
        except queue.Empty:
            raise ProgramError(f"{where}: no answer in {SILENCE_S:g} s; does it flush after each line?") from None
        if line is None:
            raise ProgramError(f"{where}: it ended with exit code {self._process.wait(timeout=SILENCE_S)}")
        try:
            return _answer(line)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise ProgramError(f'{where}: its answer is not {{"risk": 0 to 1, "level": a level or nothing}}') from None


def _row(message: Message) -> dict[str, Any]:
    sent_at = {} if message.sent_at is None else {"sent_at": message.sent_at.isoformat()}
    return {"sender": message.sender, "text": message.text, **sent_at}


def _answer(line: str) -> tuple[float, Level | None]:
    raw = json.loads(line)
    risk, level = raw["risk"], raw.get("level")
    if isinstance(risk, bool) or not 0 <= risk <= 1:
        raise ValueError
    return float(risk), None if level is None else Level[level.upper()]


def _pass_on(lines: Any, answers: queue.SimpleQueue[str | None]) -> None:
    """Puts each line into the queue, and None at the end."""
    for line in lines:
        answers.put(line)
    answers.put(None)


def _end(process: subprocess.Popen[str], reader: threading.Thread) -> None:
    process.kill()
    process.wait()
    reader.join()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(BrokenPipeError):  # a line that never reached it
                pipe.close()


def build(setting: Setting, target: str) -> Program:
    return Program(target)
