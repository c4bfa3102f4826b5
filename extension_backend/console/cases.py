"""Cases as rows of the vault: made from a review, listed, changed, deleted."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from detector.review import Review
from detector.types import Alert, Level
from extension_backend.console import custody
from extension_backend.console.refused import Refused
from extension_backend.console.tables import add_traces
from extension_backend.console.vault import Vault
from extension_backend.reader import as_iso

STATUSES = ("open", "waiting", "reported", "closed")
SORTS = {"risk": "level DESC, risk DESC, last_at DESC", "last": "last_at DESC", "created": "created_at DESC"}
MAX_TITLE, MAX_TAGS, MAX_TAG, MAX_NOTES = 200, 20, 40, 100_000  # characters, but for the tags, which are counted


@dataclass(frozen=True, slots=True)
class Case:
    """A case without its messages. Times are ISO 8601 in UTC.

    Attributes:
        level, risk: the highest over the whole chat; `risk` is None where it cannot be judged.
        stage, script: as they stand at its end.
    """

    id: int
    file: int
    title: str
    created_at: str
    status: str
    notes: str
    me: str
    platform: str
    conversation: str
    problems: tuple[str, ...]
    n_messages: int
    first_at: str | None
    last_at: str | None
    level: Level
    risk: float | None
    stage: str | None
    script: str | None
    distress: bool
    assessable: bool
    why_not: str | None
    review_notes: tuple[str, ...]
    model_version: str
    file_name: str
    sha256: str
    n_bytes: int
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """What the list of cases is narrowed to; empty texts narrow nothing."""

    words: str = ""
    level: str = ""
    status: str = ""
    tag: str = ""
    sort: Literal["risk", "last", "created"] = "risk"


_SELECT = (
    "SELECT casefile.*, file.name AS file_name, file.sha256, length(file.bytes) AS n_bytes,"
    " (SELECT json_group_array(tag) FROM tag WHERE casefile = casefile.id) AS tags"
    " FROM casefile JOIN file ON file.id = casefile.file"
)
_FOUND_IN = (
    "(instr(folded(title), :words) OR instr(folded(notes), :words) OR instr(folded(file.name), :words)"
    " OR EXISTS (SELECT 1 FROM tag WHERE casefile = casefile.id AND instr(folded(tag), :words))"
    " OR EXISTS (SELECT 1 FROM message WHERE casefile = casefile.id AND instr(folded(text), :words)))"
)


class Cases:
    """All cases of an open vault."""

    def __init__(self, vault: Vault, now: Callable[[], float]) -> None:
        self.vault = vault
        self._now = now

    def now(self) -> datetime:
        return datetime.fromtimestamp(self._now(), UTC)

    def all(self, query: Query) -> list[Case]:
        """The cases that match, sorted."""
        terms: list[str] = ["1"]
        values: dict[str, Any] = {"words": query.words.strip().casefold(), "status": query.status, "tag": query.tag}
        if values["words"]:
            terms.append(_FOUND_IN)
        if query.status:
            terms.append("status = :status")
        if query.tag:
            terms.append("EXISTS (SELECT 1 FROM tag WHERE casefile = casefile.id AND tag = :tag)")
        if query.level == "unknown":
            terms.append("NOT assessable")
        elif query.level:
            terms.append("assessable AND level = :level")
            values["level"] = int(Level[query.level.upper()])
        sql = f"{_SELECT} WHERE {' AND '.join(terms)} ORDER BY {SORTS[query.sort]}, casefile.id DESC"
        return [_case(row) for row in self.vault.rows(sql, values)]

    def one(self, case: int) -> Case:
        """Raises `Refused` 404 where there is none of that number."""
        found = self.vault.rows(f"{_SELECT} WHERE casefile.id = ?", (case,))
        if not found:
            raise Refused(404, "no_case")
        return _case(found[0])

    def tags(self) -> list[str]:
        """All tags in use."""
        return [row["tag"] for row in self.vault.rows("SELECT DISTINCT tag FROM tag ORDER BY tag")]

    def add(
        self,
        name: str,
        data: bytes,
        me: str | None,
        reviews: Sequence[Review],
        problems: Sequence[str],
        by_hand: str = "",
    ) -> list[int]:
        """One case for each chat of a file, in one transaction: all of them, or none.

        Args:
            me: the name that was said to be the person's own, or None where the file says it.
            problems: lines of the file that could not be read.
            by_hand: what a person changed of what was read.
        """
        with self.vault.transaction() as tx:
            sha256 = reviews[0].evidence.sha256 if reviews[0].evidence else ""
            sql = "INSERT INTO file (name, sha256, bytes) VALUES (?, ?, ?)"
            file = tx.execute(sql, (name, sha256, data)).lastrowid
            numbers = []
            for review in reviews:
                numbers.append(case := _insert(tx, file, review, me, problems, self.now()))
                custody.note(tx, case, "imported", sha256, self.now(), name)
                if by_hand:
                    custody.note(tx, case, "corrected", sha256, self.now(), by_hand)
            return numbers

    def looked_at(self, case: Case, since: datetime) -> None:
        """Notes that a case was read, once since the cases were opened."""
        sql = "SELECT 1 FROM custody WHERE casefile = ? AND act = 'read' AND at >= ?"
        if not self.vault.rows(sql, (case.id, as_iso(since))):
            with self.vault.transaction() as tx:
                custody.note(tx, case.id, "read", case.sha256, self.now())

    def edit(self, case: Case, title: str, status: str, tags: Sequence[str], notes: str) -> None:
        """Changes what people write about a case.

        Raises:
            Refused: 422 for an unknown status, or too long a text.
        """
        clean = tuple(dict.fromkeys(tag.strip() for tag in tags if tag.strip()))
        if status not in STATUSES:
            raise Refused(422, "no_status")
        if (
            len(title) > MAX_TITLE
            or len(notes) > MAX_NOTES
            or len(clean) > MAX_TAGS
            or any(len(t) > MAX_TAG for t in clean)
        ):
            raise Refused(422, "too_long")
        with self.vault.transaction() as tx:
            values = (title.strip() or case.title, status, notes, case.id)
            tx.execute("UPDATE casefile SET title = ?, status = ?, notes = ? WHERE id = ?", values)
            tx.execute("DELETE FROM tag WHERE casefile = ?", (case.id,))
            tx.executemany("INSERT INTO tag VALUES (?, ?)", [(case.id, tag) for tag in clean])
            custody.note(tx, case.id, "noted", case.sha256, self.now())

    def delete(self, case: Case) -> None:
        """Removes a case with all that belongs to it, and its file where no other case is from it, for good."""
        with self.vault.transaction() as tx:
            tx.execute("DELETE FROM casefile WHERE id = ?", (case.id,))
            tx.execute("DELETE FROM file WHERE id NOT IN (SELECT file FROM casefile)")
        self.vault.wipe_traces()


def _case(row: sqlite3.Row) -> Case:
    fields: dict[str, Any] = {name: row[name] for name in row.keys()}  # noqa: SIM118 - a Row iterates its values
    for name in ("problems", "review_notes", "tags"):
        fields[name] = tuple(sorted(json.loads(fields[name])) if name == "tags" else json.loads(fields[name]))
    fields |= {"level": Level(fields["level"]), "distress": bool(fields["distress"])}
    return Case(**fields | {"assessable": bool(fields["assessable"])})


def _insert(
    tx: sqlite3.Connection, file: int | None, found: Review, me: str | None, problems: Sequence[str], now: datetime
) -> int:
    chat, verdict = found.conversation, found.assessment
    times = [message.sent_at for message in chat.messages if message.sent_at]
    # A chat that has calmed down since, or goes on in another language, is still a case of what it was at its worst.
    level = max((moment.level for moment in found.timeline), default=Level.NONE)
    why_not = "partly_assessable" if level and found.why_not == "not_assessable" else found.why_not
    assessable = why_not in (None, "partly_assessable")
    named = chat.id if chat.id not in (chat.platform, "") and not chat.id.isdigit() else ""
    fields = {
        "file": file,
        "title": named or (found.evidence.name if found.evidence else "") or "Chat",
        "created_at": as_iso(now.replace(microsecond=0)),
        "me": me or "",
        "platform": chat.platform,
        "conversation": chat.id,
        "problems": json.dumps(problems),
        "n_messages": verdict.n_messages,
        "first_at": as_iso(min(times, default=None)),
        "last_at": as_iso(max(times, default=None)),
        "level": int(level),
        "risk": max((moment.risk for moment in found.timeline if moment.judged), default=None) if assessable else None,
        "stage": verdict.stage,
        "script": verdict.script,
        "distress": verdict.distress,
        "assessable": assessable,
        "why_not": why_not,
        "review_notes": json.dumps(found.notes),
        "model_version": verdict.model_version,
    }
    places = ", ".join(f":{name}" for name in fields)
    sql = f"INSERT INTO casefile ({', '.join(fields)}) VALUES ({places})"  # noqa: S608 - names of ours, from above
    case = tx.execute(sql, fields).lastrowid or 0
    _insert_messages(tx, case, found)
    return case


def _insert_messages(tx: sqlite3.Connection, case: int, found: Review) -> None:
    place = {message.id: i for i, message in enumerate(found.conversation.messages)}
    moments = [(place[moment.message.id], moment) for moment in found.timeline]
    tx.executemany(
        "INSERT INTO message VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                case,
                i,
                m.message.sender,
                as_iso(m.message.sent_at),
                m.message.text,
                m.judged,
                m.risk,
                int(m.level),
                m.stage,
            )
            for i, m in moments
        ),
    )
    for _, moment in moments:
        if moment.message.sender == "them":
            add_traces(tx, case, moment.message.text)
    findings = ((case, i, one.tactic, one.probability) for i, m in moments for one in m.findings)
    tx.executemany("INSERT INTO finding VALUES (?, ?, ?, ?)", findings)
    seen = ((case, i, one.span.start, one.kind, one.value, one.valid) for i, m in moments for one in m.indicators)
    tx.executemany("INSERT INTO indicator VALUES (?, ?, ?, ?, ?, ?)", seen)
    alerts = ((case, place[one.raised_at], int(one.level), _reasons(one, place)) for one in found.alerts)
    tx.executemany("INSERT INTO alert VALUES (?, ?, ?, ?)", alerts)


def _reasons(alert: Alert, place: dict[str, int]) -> str:
    return json.dumps([[one.tactic, place[one.message_id], round(one.probability, 4)] for one in alert.reasons])
