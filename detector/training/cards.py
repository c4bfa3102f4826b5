"""`python -m detector.training.cards` writes the numbers of the corpus card; `fill` puts tables into any card."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from detector.training.agreement import kappa_table, read_second_labels
from detector.training.check import LETTER_PLATFORMS
from detector.training.corpus_text import CORPUS_DIR, LabelledChat, read_corpus, split_of

CORPUS_CARD = CORPUS_DIR / "CARD.md"


def main() -> int:
    for name, text in corpus_tables(read_corpus()).items():
        fill(CORPUS_CARD, name, text)
    return 0


def corpus_tables(chats: Sequence[LabelledChat]) -> dict[str, str]:
    """The tables of the corpus card, by the name of their marks."""
    return {"counts": _counts(chats), "kinds": _kinds(chats), "kappa": kappa_table(chats, read_second_labels())}


def _counts(chats: Sequence[LabelledChat]) -> str:
    splits = Counter(split_of(chat.family) for chat in chats)
    labels = Counter(chat.label for chat in chats)
    second = read_second_labels()
    twice = sum(len(chat.tactics) for chat in chats if chat.conversation.id in second)
    letters = sum(chat.conversation.platform in LETTER_PLATFORMS for chat in chats)
    rows = {
        "chats / families / messages": f"{len(chats):,} / {len({chat.family for chat in chats})} / "
        f"{sum(len(chat.tactics) for chat in chats):,}",
        "scam / benign": f"{labels['scam']:,} / {labels['benign']:,}",
        "of them mails and single messages": f"{letters:,}",
        "marked messages": f"{sum(bool(marks) for chat in chats for marks in chat.tactics):,}",
        "scams cut before their pivot": f"{sum(chat.label == 'scam' and chat.pivot_at is None for chat in chats)}",
        "split": ", ".join(f"{splits[split]:,} {split}" for split in ("train", "validation", "test")),
        "labelled twice": f"{len(second)} chats, {twice:,} messages",
    }
    return "\n".join(["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows.items())])


def _kinds(chats: Sequence[LabelledChat]) -> str:
    families = Counter((label, kind) for label, kind, _ in {(chat.label, chat.kind, chat.family) for chat in chats})
    counts = Counter((chat.label, chat.kind) for chat in chats)
    rows = [
        f"| {label} | {kind} | {families[label, kind]} | {count} |" for (label, kind), count in sorted(counts.items())
    ]
    return "\n".join(["| label | kind | families | chats |", "|---|---|---|---|", *rows])


def fill(file: Path, name: str, text: str) -> None:
    """Replaces what stands between the marks of that name in a Markdown file.

    Raises:
        ValueError: the file is not there, or the marks are not in it exactly once.
    """
    begin, end = marks(name)
    whole = file.read_text(encoding="utf-8") if file.is_file() else ""
    if whole.count(begin) != 1 or whole.count(end) != 1:
        raise ValueError(f"{file} needs one line '{begin}' and one line '{end}' for the tables to stand between")
    pattern = re.compile(f"{re.escape(begin)}.*{re.escape(end)}", re.DOTALL)
    file.write_text(pattern.sub(lambda _: f"{begin}\n{text}\n{end}", whole), encoding="utf-8")


def marks(name: str) -> tuple[str, str]:
    """The lines between which a table stands."""
    return f"<!-- {name}: begin -->", f"<!-- {name}: end -->"


if __name__ == "__main__":
    sys.exit(main())
