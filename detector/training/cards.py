"""`python -m detector.training.cards` writes the numbers of the corpus card."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence

from detector.training.agreement import kappa_table, read_second_labels
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
    return table(("", ""), rows.items())


def _kinds(chats: Sequence[LabelledChat]) -> str:
    families = Counter((label, kind) for label, kind, _ in {(chat.label, chat.kind, chat.family) for chat in chats})
    counts = Counter((chat.label, chat.kind) for chat in chats)
    rows = [(label, kind, str(families[label, kind]), str(count)) for (label, kind), count in sorted(counts.items())]
    return table(("label", "kind", "families", "chats"), rows)


if __name__ == "__main__":
    sys.exit(main())
