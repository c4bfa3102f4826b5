"""Blind labellings of the corpus: prints chats without their marks, reads the marks back, gives Cohen's kappa.

    python -m detector.training.agreement print FAMILY ...   chats without marks, for another labeller
    python -m detector.training.agreement kappa              agreement a tactic, as a Markdown table

The marks of a second labeller stand in `second_labels/FAMILY.txt`, those of a third in `third_labels/`: a line
`chat index tactic tactic ...` for each marked message, `chat -` for a chat without any.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import cohen_kappa_score

from detector.errors import CorpusError
from detector.taxonomy import taxonomy
from detector.training.corpus_text import CORPUS_DIR, LabelledChat, read_corpus, read_family
from detector.training.markdown import table

SECOND_DIR = Path(__file__).with_name("second_labels")
THIRD_DIR = Path(__file__).with_name("third_labels")

Marks = dict[str, dict[int, frozenset[str]]]  # chat -> message index -> tactics


def read_labels(folder: Path) -> Marks:
    """The marks of another labeller, of every chat that this one read.

    Raises:
        CorpusError: an unknown tactic or a broken line, with file and line number.
    """
    found: Marks = {}
    for file in sorted(folder.glob("*.txt")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            chat, *rest = line.split()
            marks = found.setdefault(chat, {})
            if rest == ["-"]:
                continue
            index, *tactics = rest
            if not index.isdigit() or not tactics or set(tactics) - set(taxonomy().ids):
                raise CorpusError(f"{file.name}:{number}: expected 'chat index tactic ...' or 'chat -'")
            marks[int(index)] = frozenset(tactics)
    return found


def blind(chat: LabelledChat) -> Iterable[str]:
    """The chat as a second labeller sees it: no marks, no label, no kind."""
    yield f"=== {chat.conversation.id}"
    for index, message in enumerate(chat.conversation.messages):
        text = message.text.replace("\n", " // ")
        yield f"{index} {message.sender}: {text}"


def written(chats: Sequence[LabelledChat]) -> Marks:
    """The marks that the writers made."""
    return {chat.conversation.id: dict(enumerate(chat.tactics)) for chat in chats}


def kappa(chats: Sequence[LabelledChat], one: Marks, two: Marks) -> dict[str, tuple[float, int, int]]:
    """Cohen's kappa a tactic over the messages that its sender wrote, with the counts of the marks of either.

    Only of chats that both have read.
    """
    both = [chat for chat in chats if chat.conversation.id in one.keys() & two.keys()]
    result = {}
    for tactic in taxonomy().tactics:
        pairs = [
            [tactic.id in marks[chat.conversation.id].get(index, ()) for marks in (one, two)]
            for chat in both
            for index, message in enumerate(chat.conversation.messages)
            if message.sender == tactic.said_by
        ]
        ones, twos = np.array(pairs, dtype=bool).reshape(-1, 2).T
        agreed = float(cohen_kappa_score(ones, twos)) if ones.any() and twos.any() else float("nan")
        result[tactic.id] = (agreed, int(ones.sum()), int(twos.sum()))
    return result


def kappa_table(chats: Sequence[LabelledChat], second: Marks, third: Marks) -> str:
    """The agreement as a Markdown table."""
    blind_ones, by_writer = kappa(chats, second, third), kappa(chats, written(chats), second)
    rows = [(tactic, *_cells(by_writer[tactic]), *_cells(blind_ones[tactic])) for tactic in taxonomy().ids]
    return table(("tactic", "writer, second", "marks of either", "second, third", "marks of either"), rows)


def _cells(found: tuple[float, int, int]) -> tuple[str, str]:
    agreed, one, two = found
    return f"{agreed:.2f}", f"{one}, {two}"


def main(argv: Sequence[str]) -> int:
    if argv[:1] == ["print"]:
        for family in argv[1:]:
            for chat in read_family(CORPUS_DIR / f"{family}.txt"):
                print("\n".join(blind(chat)), end="\n\n")
        return 0
    print(kappa_table(read_corpus(), read_labels(SECOND_DIR), read_labels(THIRD_DIR)), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
