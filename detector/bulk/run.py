"""A bulk run: what is left to score, who scores it, and where its lines go."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from detector.bulk import inputs, local, on_ray
from detector.bulk.cluster import Ray
from detector.bulk.lines import Scored
from detector.engine import BATCH_MSGS
from detector.errors import OtherRun
from detector.formats import Problem
from detector.judge import Judge
from detector.types import Conversation


@dataclass(slots=True)
class Tally:
    """What a run did."""

    scored: int = 0
    already_there: int = 0
    messages: int = 0
    bad_lines: int = 0
    not_judged: int = 0
    read_bytes: int = 0


def score(
    files: Sequence[Path],
    out: Path,
    judge: Judge,
    policy: str,
    on_problem: Callable[[Problem], None] = lambda problem: None,
    on_progress: Callable[[Tally], None] = lambda tally: None,
    ray: Ray | None = None,
) -> Tally:
    """Writes one line a conversation, in order, the same lines on Ray as without.

    Args:
        files: transcript JSONL or Parquet.
        out: where the lines go. A sum of what made them stands beside it, in `OUT.run.json`.
        policy: name of the judge's policy, for that sum and for the actors of Ray, which load their own judge.
        on_problem: told of every line that cannot be read; the run goes on.
        on_progress: told every few hundred messages.

    Raises:
        OtherRun: `out` holds something that this run would not have written.
        Unavailable: Ray, its cluster or pyarrow is asked for and not there.
    """
    _check_run(out, {"policy": policy, "model_version": judge.detector.version})
    tally = Tally()
    parts = _left(files, out, tally, on_problem)
    engine = partial(on_ray.score_parts, policy=policy, ray=ray) if ray else partial(local.score_parts, judge=judge)
    with out.open("ab") as target, closing(engine(parts)) as scored:
        told = 0
        for one in scored:
            _count(one, tally, target.write, on_problem)
            if tally.messages - told >= BATCH_MSGS:
                target.flush()
                on_progress(tally)
                told = tally.messages
    on_progress(tally)
    return tally


def _count(one: Scored, tally: Tally, write: Callable[[bytes], object], on_problem: Callable[[Problem], None]) -> None:
    tally.read_bytes += one.size
    if isinstance(one.outcome, Problem):
        tally.bad_lines += 1
        on_problem(one.outcome)
        return
    write(one.outcome)
    tally.scored += 1
    tally.messages += one.n_messages
    tally.not_judged += not one.judged


def _check_run(out: Path, run: dict[str, str]) -> None:
    note = out.with_name(out.name + ".run.json")
    if out.exists() and out.stat().st_size and note.exists():
        before = json.loads(note.read_text(encoding="utf-8"))
        if before != run:
            raise OtherRun(f"{out.name} was made with another model or policy; remove it or give another output file")
    note.write_text(json.dumps(run) + "\n", encoding="utf-8")


def _left(files: Sequence[Path], out: Path, tally: Tally, on_problem: Callable[[Problem], None]) -> list[inputs.Part]:
    """What comes after the lines that are there; each of these is held against the input."""
    done = _lines_done(out)
    line = next(done, None)
    parts = [inputs.Part(file) for file in files]
    for place, part in enumerate(parts):
        if line is None:
            return parts[place:]
        for row in inputs.rows(part):
            tally.read_bytes += row.size
            found = inputs.conversation(row, part.file)
            if isinstance(found, Problem):
                tally.bad_lines += 1
                on_problem(found)
                continue
            _check_same(line, found, out)
            tally.already_there += 1
            line = next(done, None)
            if line is None:
                return [inputs.Part(part.file, row.number), *parts[place + 1 :]]
    if line is not None:
        raise OtherRun(f"{out.name} has more lines than the input; give another output file")
    return []


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
