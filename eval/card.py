"""`python -m eval card SET`: looks a set over before anything is measured on it, and says what is wrong with it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from detector.training.corpus_text import CORPUS_DIR
from detector.training.markdown import table
from eval.chats import Chat
from eval.copies import NEAR, Copy, copies
from eval.figure_tables import leaks_table
from eval.intervals import RESAMPLES
from eval.leaks import LIMIT, Leak, leaks
from eval.sets import EvalSet, corpus_part, open_set

SHOWN = 5  # copies that are named
UNSTATED = ("none", "not stated", "unknown", "?")


@dataclass(frozen=True, slots=True)
class SetCard:
    """The card as Markdown, and why the set should not be used as it is; no reason means that it can be."""

    text: str
    reasons: tuple[str, ...]


def check_set(
    given: str, corpus: Path = CORPUS_DIR, against: Sequence[str] = (), resamples: int = RESAMPLES, seed: int = 0
) -> SetCard:
    """Looks over a set: card, licence, hash, copies, leaks across splits, and what tells the classes apart too easily.

    Args:
        given: name or path of the set, as for `open_set`.
        corpus: whose train and validation parts the set must not overlap, since systems are fitted on them.
        against: further sets that it must not overlap, such as background chats of a training.

    Raises:
        ValueError: a set is not there or cannot be read.
        DetectorError: the corpus cannot be read.
    """
    found = open_set(given, corpus=corpus)
    if not found.chats:
        raise ValueError(f"{given} holds no conversation")
    fitted_on = [*corpus_part("train", corpus), *corpus_part("validation", corpus)]
    for other in against:
        fitted_on += open_set(other, corpus=corpus).chats
    ids = {chat.id for chat in found.chats}
    others = [chat for chat in fitted_on if chat.id not in ids]  # the validation part is not its own leak
    within, across = copies(found.chats), copies(found.chats, others)
    shared = sorted({str(chat.cluster) for chat in found.chats} & {str(chat.cluster) for chat in others})
    checks, why_none = _leaks(found.chats, resamples, seed)
    reasons = (*_papers(found), *_copies(within, across, shared), *_given_away(checks))
    parts = [
        _head(found, reasons),
        _copies_section(within, across, shared, len(others)),
        _leaks_section(checks, why_none),
    ]
    return SetCard("\n".join(parts), reasons)


def file_sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _papers(found: EvalSet) -> Iterable[str]:
    if not found.written_by:
        beside = f"{found.file.stem}.toml" if found.file else "a .toml with its name"
        yield f"no card says who wrote it: put written_by, licence and limits into {beside} beside it"
    if not found.licence or found.licence.lower().startswith(UNSTATED):
        yield f"no licence is stated ({found.licence or 'nothing at all'})"
    if found.file and found.stated_sha256 and file_sha256(found.file) != found.stated_sha256:
        yield f"{found.file.name} is not the file of the card: its SHA-256 is another"


def _copies(within: Sequence[Copy], across: Sequence[Copy], shared: Sequence[str]) -> Iterable[str]:
    """Near copies inside one cluster are meant to be: a cluster counts as one when figures are resampled."""
    if exact := [one for one in within if one.exact]:
        yield f"{len(exact)} conversations are copies of others in it"
    if near := [one for one in within if not one.exact and one.chat.cluster != one.of.cluster]:
        yield f"{len(near)} conversations are near copies of others in another cluster"
    if across:
        yield f"{len(across)} conversations are copies or near copies of what systems are fitted on"
    if shared:
        yield f"{len(shared)} clusters are also in what systems are fitted on"


def _given_away(checks: Sequence[Leak]) -> Iterable[str]:
    for leak in checks:
        if leak.auroc > LIMIT:
            yield f'"{leak.name}" alone tells the classes apart: AUROC {leak.auroc:.2f}, more than {LIMIT}'


def _leaks(chats: Sequence[Chat], resamples: int, seed: int) -> tuple[list[Leak], str]:
    """The leak checks, or why there are none."""
    try:
        return leaks(chats, resamples, seed), ""
    except ValueError as error:
        return [], str(error)


def _head(found: EvalSet, reasons: Sequence[str]) -> str:
    chats = found.chats
    verdict = "\n".join(f"- {reason}" for reason in reasons) if reasons else "Nothing wrong was found."
    rows = {
        "written by": found.written_by or "–",
        "licence": found.licence or "–",
        "conversations": f"{len(chats):,} in {len({chat.cluster for chat in chats}):,} clusters",
        "messages": f"{sum(len(chat.messages) for chat in chats):,}",
        "labels": _counts(chat.label for chat in chats),
        "kinds": _counts(chat.kind for chat in chats),
        "languages": _counts(chat.lang for chat in chats),
        "with pivot / ask / marks": " / ".join(
            str(sum(getattr(chat, name) is not None for chat in chats)) for name in ("pivot_at", "ask_at", "marks")
        ),
        "SHA-256 of the conversations": f"`{found.sha256}`",
    }
    if found.file:
        rows["SHA-256 of the file"] = f"`{file_sha256(found.file)}`"
    limits = "".join(f"- {fact}\n" for fact in found.facts if not fact.startswith(("Written by:", "Licence:")))
    said = table(("what", "value"), rows.items())
    return f"# {found.title}\n\n{verdict}\n\n{said}" + (f"\n{limits}" if limits else "")


def _copies_section(within: Sequence[Copy], across: Sequence[Copy], shared: Sequence[str], others: int) -> str:
    family = [one for one in within if not one.exact and one.chat.cluster == one.of.cluster]
    rows = [
        ("exact copies in it", *_named([one for one in within if one.exact])),
        ("near copies in another cluster", *_named([one for one in within if not one.exact and one not in family])),
        ("near copies in the same cluster", *_named(family)),
        (f"copies and near copies of {others:,} chats that systems are fitted on", *_named(across)),
        ("clusters shared with those", str(len(shared)), ", ".join(shared[:SHOWN])),
    ]
    what = f"Near: {NEAR:.0%} of the runs of three words in common."
    return f"## Copies and splits\n\n{what}\n\n{table(('what', 'how many', 'the first'), rows)}"


def _leaks_section(checks: Sequence[Leak], why_none: str) -> str:
    title = "## What gives the class away"
    if not checks:
        return f"{title}\n\nNot checked: {why_none}.\n"
    return f"{title}\n\n{leaks_table(checks)}"


def _named(found: Sequence[Copy]) -> tuple[str, str]:
    return str(len(found)), ", ".join(f"{one.chat.id} of {one.of.id}" for one in found[:SHOWN])


def _counts(values: Iterable[str]) -> str:
    return ", ".join(f"{value or 'unnamed'} {count:,}" for value, count in sorted(Counter(values).items()))
