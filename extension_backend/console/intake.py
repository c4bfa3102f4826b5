"""Takes a file in: reads it, judges it behind the page's back, and makes its cases in one transaction. Until then it is
in memory alone, so that whatever ends the process leaves no half case.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from detector import formats
from detector.errors import DetectorError, UnknownSpeaker
from detector.judge import Judge
from detector.review import Evidence, review
from extension_backend.console.cases import Cases
from extension_backend.console.refused import Refused
from extension_backend.console.vault import VaultError
from extension_backend.errors import log_unforeseen

QUICK_S = 1.5  # a short chat is judged while the browser waits


class Dropped(Exception):
    """The console was locked while the file was read."""


@dataclass(slots=True)
class Job:
    """One file on its way in.

    Attributes:
        names: those to choose from where the file does not say who is "me".
        why: what is wrong with the file, or a key of `[errors]` in `prompts/console`.
    """

    name: str
    data: bytes
    me: str | None = None
    state: Literal["reading", "asking", "failed", "done"] = "reading"
    names: tuple[str, ...] = ()
    read_msgs: int = 0
    of_msgs: int = 0
    why: str = ""
    cases: list[int] = field(default_factory=list)


class Intake:
    """At most one file at a time."""

    def __init__(self, cases: Cases, judge: Callable[[], Judge]) -> None:
        self.job: Job | None = None
        self._cases = cases
        self._judge = judge

    @property
    def busy(self) -> bool:
        return self.job is not None and self.job.state == "reading"

    def begin(self, name: str, data: bytes) -> None:
        """Starts on a file.

        Raises:
            Refused: 409 while another one is read. ApiError: 503 while there is no model.
        """
        if self.busy:
            raise Refused(409, "reading")
        self.job = Job(name, data)
        self._run(self.job, self._judge())

    def answer(self, me: str) -> None:
        """Goes on with the file whose names were asked about.

        Raises:
            Refused: 409 where nothing was asked, 422 for a name that is none of those.
        """
        job = self.job
        if job is None or job.state != "asking":
            raise Refused(409, "nothing_asked")
        if me not in job.names:
            raise Refused(422, "no_name")
        job.me, job.state = me, "reading"
        self._run(job, self._judge())

    def drop(self) -> None:
        """Forgets the file, and ends the reading of it."""
        self.job = None

    def _run(self, job: Job, judge: Judge) -> None:
        thread = threading.Thread(target=self._work, args=(job, judge), daemon=True)
        thread.start()
        thread.join(QUICK_S)

    def _work(self, job: Job, judge: Judge) -> None:
        def on_read(done: int, of: int) -> None:
            job.read_msgs, job.of_msgs = done, of
            if self.job is not job:
                raise Dropped

        try:
            job.cases = take_in(self._cases, judge, job.name, job.data, job.me, on_read)
            job.state, job.data = "done", b""
        except UnknownSpeaker as error:
            job.names, job.state = error.names, "asking"
        except DetectorError as error:
            said = str(error)
            _fail(job, said[:1].upper() + said[1:])
        except VaultError as error:
            _fail(job, error.code)
        except Dropped:
            _fail(job, "")
        except Exception as error:
            log_unforeseen(error)
            _fail(job, "internal")


def take_in(
    cases: Cases, judge: Judge, name: str, data: bytes, me: str | None, on_read: Callable[[int, int], None]
) -> list[int]:
    """The numbers of the cases made from a file, one a chat.

    Args:
        on_read: told how many messages have been read, and of how many; what it raises ends all of it.

    Raises:
        DetectorError: the file cannot be read, or does not say who the person is. VaultError: the cases are locked.
    """
    chats, found = formats.load(data, me, name)
    chats = [chat for chat in chats if chat.messages]
    evidence = Evidence.of(data, name)
    total, before, reviews = sum(len(chat.messages) for chat in chats), 0, []
    on_read(0, total)
    for chat in chats:
        start = before
        reviews.append(review(chat, judge, evidence, lambda n, start=start: on_read(start + n, total)))  # type: ignore[misc]
        before += len(chat.messages)
    return cases.add(name, data, me, reviews, [f"{one.place}: {one.why}" for one in found.problems])


def _fail(job: Job, why: str) -> None:
    job.why, job.state, job.data = why, "failed", b""
