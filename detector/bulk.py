"""Scores files of conversations: streams in, streams out in order, goes on after the lines that are already there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from detector.conversation import FloatArray
from detector.errors import OtherRun, UnreadableChat
from detector.formats import Problem, transcript
from detector.judge import Judge, Standing
from detector.taxonomy import taxonomy
from detector.types import Conversation, Level
from detector.windows import windows

BATCH_MSGS = 256
MAX_LINE_BYTES = 64 * 2**20
TACTIC_PROBABILITY = 0.3


@dataclass(slots=True)
class Tally:
    """What a run did."""

    scored: int = 0
    already_there: int = 0
    messages: int = 0
    bad_lines: int = 0
    not_judged: int = 0


def score(
    source: Path,
    out: Path,
    judge: Judge,
    policy: str,
    on_problem: Callable[[Problem], None] = lambda problem: None,
    on_progress: Callable[[int, Tally], None] = lambda read_bytes, tally: None,
) -> Tally:
    """Writes one line a conversation, in order; memory is bounded by a batch or the longest conversation.

    Args:
        source: transcript JSONL.
        out: where the lines go. A sum of what made them stands beside it, in `OUT.run.json`.
        policy: name of the judge's policy, for that sum.
        on_problem: told of every line that cannot be read; the run goes on.
        on_progress: told after every batch: bytes read so far, and the tally.

    Raises:
        OtherRun: `out` holds something that this run would not have written.
    """
    _check_run(out, {"policy": policy, "model_version": judge.detector.version})
    tally = Tally()
    done = _lines_done(out)
    with out.open("ab") as target:
        batch: list[Conversation] = []
        for read_bytes, conversation in _conversations(source, tally, on_problem):
            if (line := next(done, None)) is not None:
                _check_same(line, conversation, out)
                tally.already_there += 1
                continue
            batch.append(conversation)
            if sum(len(chat.messages) for chat in batch) >= BATCH_MSGS:
                _write(target.write, batch, judge, tally)
                target.flush()
                on_progress(read_bytes, tally)
                batch.clear()
        if next(done, None) is not None:
            raise OtherRun(f"{out.name} has more lines than the input; give another output file")
        _write(target.write, batch, judge, tally)
    on_progress(source.stat().st_size, tally)
    return tally


def _check_run(out: Path, run: dict[str, str]) -> None:
    note = out.with_name(out.name + ".run.json")
    if out.exists() and out.stat().st_size and note.exists():
        before = json.loads(note.read_text(encoding="utf-8"))
        if before != run:
            raise OtherRun(f"{out.name} was made with another model or policy; remove it or give another output file")
    note.write_text(json.dumps(run) + "\n", encoding="utf-8")


def _lines_done(out: Path) -> Iterator[bytes]:
    """The whole lines of an earlier run; half a line at the end is cut off."""
    if not out.exists():
        return
    whole = 0
    with out.open("r+b") as earlier:
        for line in earlier:
            if not line.endswith(b"\n"):
                earlier.truncate(whole)
                return
            whole += len(line)
            yield line


def _check_same(line: bytes, conversation: Conversation, out: Path) -> None:
    try:
        before = json.loads(line)
        same = before["id"] == conversation.id and len(before["messages"]) == len(conversation.messages)
    except (ValueError, KeyError, TypeError):
        same = False
    if not same:
        raise OtherRun(f"{out.name} was made from another input; remove it or give another output file")


def _conversations(
    source: Path, tally: Tally, on_problem: Callable[[Problem], None]
) -> Iterator[tuple[int, Conversation]]:
    """Bytes read so far and the conversation, for every line that holds one."""
    read_bytes = 0
    with source.open("rb") as lines:
        number = 0
        while line := lines.readline(MAX_LINE_BYTES):
            number += 1
            read_bytes += len(line)
            if line.isspace():
                continue
            try:
                if len(line) == MAX_LINE_BYTES and not line.endswith(b"\n"):
                    read_bytes += _skip_line(lines)
                    raise UnreadableChat("longer than any conversation")
                yield read_bytes, transcript.conversation(_text(line), number)
            except UnreadableChat as error:
                tally.bad_lines += 1
                on_problem(Problem(number, str(error)))


def _skip_line(lines: BinaryIO) -> int:
    """Reads on to the end of a line; bytes read."""
    skipped = 0
    while part := lines.readline(MAX_LINE_BYTES):
        skipped += len(part)
        if part.endswith(b"\n"):
            break
    return skipped


def _text(line: bytes) -> str:
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableChat("not UTF-8") from None


def _write(write: Callable[[bytes], object], batch: Sequence[Conversation], judge: Judge, tally: Tally) -> None:
    messages = [windows(chat.messages) for chat in batch]
    flat = [window for chat in messages for window in chat]
    parts = [judge.detector.tactics(flat[i : i + BATCH_MSGS]) for i in range(0, len(flat), BATCH_MSGS)]
    vectors = np.concatenate(parts) if parts else np.zeros((0, len(taxonomy().ids)), np.float32)
    start = 0
    for chat in batch:
        tactics = vectors[start : start + len(chat.messages)]
        start += len(chat.messages)
        standings = judge.fold(chat.messages, tactics)
        write(json.dumps(score_line(chat, tactics, standings), ensure_ascii=False).encode() + b"\n")
        tally.scored += 1
        tally.messages += len(chat.messages)
        tally.not_judged += not any(standing.judged for standing in standings)


def score_line(chat: Conversation, tactics: FloatArray, standings: Sequence[Standing]) -> dict[str, Any]:
    """What a bulk run says of one conversation. Places are counted from 0; tactics are float32 [M, K]."""
    reading = standings[-1].reading if standings else None
    return {
        "id": chat.id,
        "risk": max((_rounded(standing.risk) for standing in standings), default=0.0),
        "level": str(max((standing.level for standing in standings), default=Level.NONE)),
        "alert_at": _first(standing.level >= Level.WARNING for standing in standings),
        "caution_at": _first(standing.level >= Level.CAUTION for standing in standings),
        "script": reading.script if reading else None,
        "stage": reading.stage if reading else None,
        "distress_at": _first(standing.distress for standing in standings),
        "messages": [_message(*each) for each in zip(tactics, standings, strict=True)],
    }


def _message(vector: FloatArray, standing: Standing) -> dict[str, Any]:
    likely = np.flatnonzero(vector >= TACTIC_PROBABILITY) if standing.judged else ()
    return {
        "risk": _rounded(standing.risk),
        "level": str(standing.level),
        "tactics": {taxonomy().tactics[k].id: _rounded(vector[k]) for k in likely},
    }


def _rounded(probability: float) -> float:
    return round(float(probability), 4)


def _first(flags: Iterator[bool]) -> int | None:
    return next((place for place, flag in enumerate(flags) if flag), None)
