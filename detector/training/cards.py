"""`python -m detector.training.cards` writes the numbers of the corpus card."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from detector.training.agreement import SECOND_DIR, THIRD_DIR, kappa_table, read_labels
from detector.training.check import LETTER_PLATFORMS
from detector.training.corpus_text import CORPUS_DIR, LabelledChat, read_corpus, split_of
from detector.training.markdown import fill, table

CORPUS_CARD = CORPUS_DIR / "CARD.md"


def main() -> int:
    for name, text in corpus_tables(read_corpus()).items():
        fill(CORPUS_CARD, name, text)
    return 0


def corpus_tables(chats: Sequence[LabelledChat]) -> dict[str, str]:
    """The tables of the corpus card, by the name of their marks."""
    agreement = kappa_table(chats, read_labels(SECOND_DIR), read_labels(THIRD_DIR))
    return {"counts": _counts(chats), "kinds": _kinds(chats), "kappa": agreement}


def _counts(chats: Sequence[LabelledChat]) -> str:
    splits = Counter(split_of(chat.family) for chat in chats)
    labels = Counter(chat.label for chat in chats)
    letters = sum(chat.conversation.platform in LETTER_PLATFORMS for chat in chats)
    rows = {
        "chats / families / messages": f"{len(chats):,} / {len({chat.family for chat in chats})} / "
        f"{sum(len(chat.tactics) for chat in chats):,}",
        "scam / benign": f"{labels['scam']:,} / {labels['benign']:,}",
        "of them mails and single messages": f"{letters:,}",
        "marked messages": f"{sum(bool(marks) for chat in chats for marks in chat.tactics):,}",
        "scams cut before their pivot": f"{sum(chat.label == 'scam' and chat.pivot_at is None for chat in chats)}",
        "split": ", ".join(f"{splits[split]:,} {split}" for split in ("train", "validation", "test")),
        "labelled twice": _labelled(chats, SECOND_DIR),
        "labelled thrice": _labelled(chats, THIRD_DIR),
    }
    return table(("", ""), rows.items())


def _labelled(chats: Sequence[LabelledChat], folder: Path) -> str:
    read = read_labels(folder)
    messages = sum(len(chat.tactics) for chat in chats if chat.conversation.id in read)
    return f"{len(read)} chats, {messages:,} messages"


def _kinds(chats: Sequence[LabelledChat]) -> str:
    families = Counter((label, kind) for label, kind, _ in {(chat.label, chat.kind, chat.family) for chat in chats})
    counts = Counter((chat.label, chat.kind) for chat in chats)
    rows = [(label, kind, str(families[label, kind]), str(count)) for (label, kind), count in sorted(counts.items())]
    return table(("label", "kind", "families", "chats"), rows)


if __name__ == "__main__":
    sys.exit(main())
