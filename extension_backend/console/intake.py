"""Takes files in: reads each, judges it behind the page's back, and makes its cases in one transaction. Until then it
is in memory alone, so that whatever ends the process leaves no half case.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from detector import formats
from detector.errors import DetectorError, UnknownSpeaker
from detector.judge import Judge
from detector.review import Evidence, review
from detector.types import Conversation
from extension_backend.console.cases import Cases
from extension_backend.console.checking import Draft, by_chat, pictures_in
from extension_backend.console.refused import Refused
from extension_backend.console.vault_errors import VaultError
from extension_backend.errors import log_unforeseen

QUICK_S = 1.5  # short chats are judged while the browser waits
MOST_JOBS = 500

State = Literal["waiting", "reading", "asking", "checking", "failed", "done"]


class Dropped(Exception):
    """The console was locked while the file was read."""


@dataclass(slots=True)
class Job:
    """One file on its way in.

    Attributes:
        names: those to choose from where the file does not say who is "me".
        why: what is wrong with the file, in the detector's words, or a key of `[errors]` in `prompts/console`.
        draft: what was read of screenshots, which a person puts right before it is judged.
    """

    name: str
    data: bytes
    me: str | None = None
    state: State = "waiting"
    names: tuple[str, ...] = ()
    read_msgs: int = 0
    of_msgs: int = 0
    why: str = ""
    cases: list[int] = field(default_factory=list)
    draft: Draft | None = None

    @property
    def open(self) -> bool:
        """Whether it goes on by itself."""
        return self.state in ("waiting", "reading")


class Intake:
    """The files on their way in, read one after another."""

    def __init__(self, cases: Cases, judge: Callable[[], Judge]) -> None:
        self.jobs: list[Job] = []
        self._cases = cases
        self._judge = judge
        self._worker: threading.Thread | None = None
        self._taking = threading.Lock()

    @property
    def busy(self) -> bool:
        return any(job.open for job in self.jobs)

    @property
    def going(self) -> list[Job]:
        """What has not come to its end."""
        return [job for job in self.jobs if job.open or job.state in ("asking", "checking")]

    def begin(self, files: Sequence[tuple[str, bytes]]) -> None:
        """Takes files, by name and content, to those that are on their way. What had come to its end before is let go.

        Raises:
            Refused: 409 where that would be too many. ApiError: 503 while there is no model.
        """
        judge = self._judge()
        if len(self.going) + len(files) > MOST_JOBS:
            raise Refused(409, "too_many")
        self.jobs = [*self.going, *(Job(name, data) for name, data in by_chat(files))]
        self._run(judge)

    def answer(self, number: int, me: str, everywhere: bool = False) -> None:
        """Goes on with a file whose names were asked about, and with all others that have this name if `everywhere`.

        Args:
            number: of the file, counted from 0.

        Raises:
            Refused: 409 where nothing was asked, 422 for a name that is none of those.
        """
        asking = [job for job in self.jobs if job.state == "asking"]
        if not 0 <= number < len(self.jobs) or self.jobs[number] not in asking:
            raise Refused(409, "nothing_asked")
        if me not in self.jobs[number].names:
            raise Refused(422, "no_name")
        judge = self._judge()
        for job in asking if everywhere else [self.jobs[number]]:
            if me in job.names:
                job.me, job.state = me, "waiting"
        self._run(judge)

    def draft(self, key: str) -> Draft:
        """The draft of this key. Raises `Refused` 409 where none waits to be checked."""
        return self._checking(key)[1]

    def checked(self, key: str) -> None:
        """Goes on with screenshots that somebody has put right. Raises `Refused` 409 where none wait for it."""
        job, _ = self._checking(key)
        judge = self._judge()
        job.state, job.read_msgs, job.of_msgs = "waiting", 0, 0
        self._run(judge)

    def forget(self, key: str) -> None:
        """Lets go of screenshots without making a case of them. Raises `Refused` 409 where none wait to be checked."""
        job, _ = self._checking(key)
        self.jobs = [other for other in self.jobs if other is not job]
        job.data, job.draft = b"", None

    def _checking(self, key: str) -> tuple[Job, Draft]:
        for job in self.jobs:
            if job.state == "checking" and job.draft and job.draft.key == key:
                return job, job.draft
        raise Refused(409, "nothing_asked")

    def drop(self) -> None:
        """Forgets the files, and ends the reading of one."""
        gone, self.jobs = self.jobs, []
        for job in gone:
            job.data, job.draft = b"", None

    def _run(self, judge: Judge) -> None:
        with self._taking:
            if self._worker is None or not self._worker.is_alive():
                self._worker = threading.Thread(target=self._work, args=(judge,), daemon=True)
                self._worker.start()
            worker = self._worker
        worker.join(QUICK_S)

    def _next(self) -> Job | None:
        """The next file; without one the worker ends, and whoever brings another starts a new one."""
        with self._taking:
            job = next((job for job in self.jobs if job.state == "waiting"), None)
            if job is None:
                self._worker = None
            else:
                job.state = "reading"
            return job

    def _work(self, judge: Judge) -> None:
        while job := self._next():
            self._read(job, judge)

    def _read(self, job: Job, judge: Judge) -> None:
        def on_read(done: int, of: int) -> None:
            job.read_msgs, job.of_msgs = done, of
            if not any(job is other for other in self.jobs):
                raise Dropped

        try:
            if job.draft is None and (source := pictures_in(job.name, job.data)):
                job.draft = Draft()
                job.draft.read(source, on_read)
                job.state = "checking"
                return
            job.cases = take_in(self._cases, judge, job.name, job.data, job.me, on_read, job.draft)
            job.state, job.data, job.draft = "done", b"", None
        except UnknownSpeaker as error:
            job.names, job.state = error.names, "asking"
        except DetectorError as error:
            _fail(job, str(error))
        except VaultError as error:
            _fail(job, error.code)
        except Dropped:
            _fail(job, "")
        except Exception as error:
            log_unforeseen(error)
            _fail(job, "internal")


def take_in(
    cases: Cases,
    judge: Judge,
    name: str,
    data: bytes,
    me: str | None,
    on_read: Callable[[int, int], None],
    draft: Draft | None = None,
) -> list[int]:
    """The numbers of the cases made from a file, one a chat.

    Args:
        draft: what the file says, where it is made of screenshots and somebody has put it right.
        on_read: told how many messages have been read, and of how many; what it raises ends all of it.

    Raises:
        DetectorError: the file cannot be read, or does not say who the person is. VaultError: the cases are locked.
    """
    chats, problems = _read(data, me, name, draft)
    evidence = Evidence.of(data, name)
    total, before, reviews = sum(len(chat.messages) for chat in chats), 0, []
    on_read(0, total)
    for chat in chats:
        start = before
        reviews.append(review(chat, judge, evidence, lambda n, start=start: on_read(start + n, total)))  # type: ignore[misc]
        before += len(chat.messages)
    return cases.add(name, data, me, reviews, problems, draft.changes() if draft else "")


def _read(data: bytes, me: str | None, name: str, draft: Draft | None) -> tuple[list[Conversation], list[str]]:
    """The chats that hold a message, and what could not be read. What else the reader holds is let go here."""
    chats, found = draft.chats() if draft else formats.load(data, me, name)
    return [chat for chat in chats if chat.messages], [problem.said for problem in found.problems]


def _fail(job: Job, why: str) -> None:
    job.why, job.state, job.data, job.draft = why, "failed", b"", None
