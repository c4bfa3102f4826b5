"""Checks corpus files: `python -m detector.training.check [FILE ...]`; without files, the corpus and what is next."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from detector.errors import CorpusError
from detector.taxonomy import taxonomy
from detector.training.corpus_text import CORPUS_DIR, LabelledChat, read_family

CELLS = frozenset(
    {
        "dating_moves_on",
        "long_distance_couple",
        "friend_on_crypto",
        "genuine_recruiter",
        "genuine_business",
        "family_emergency",
        "misdirected_text",
        "far_worker",
        "scam_quoted",
        "second_hand_sale",
        "intense_flirting",
        "charity",
        "ordinary",
    }
)
MIN_MESSAGES, MAX_MESSAGES = 12, 120
LETTER_PLATFORMS = frozenset({"email", "sms"})  # a letter may stand alone
LONG_SENTENCE_WORDS = 6
OPENER_WORDS = 3


def main(argv: Sequence[str]) -> int:
    """Prints one line a complaint; 0 when there is none."""
    chosen = {Path(name).resolve() for name in argv}
    complaints: list[str] = []
    chats: list[tuple[Path, LabelledChat]] = []
    for path in sorted(CORPUS_DIR.glob("*.txt")):
        try:
            chats += [(path, chat) for chat in read_family(path)]
        except CorpusError as error:
            if not chosen or path.resolve() in chosen:
                complaints.append(str(error))
    of_interest = [(path, chat) for path, chat in chats if not chosen or path.resolve() in chosen]
    for path, chat in of_interest:
        complaints += [f"{path.name}: {chat.conversation.id}: {what}" for what in check_chat(chat)]
    written_now = {path for path, _ in of_interest}
    complaints += repeated_sentences(chats, written_now) + repeated_openers(chats, written_now)
    print("\n".join(complaints) or f"{len(of_interest)} chats, no complaint")
    return 1 if complaints else 0


def check_chat(chat: LabelledChat) -> Iterable[str]:
    """What is wrong with one chat on its own."""
    messages = chat.conversation.messages
    letters = chat.conversation.platform in LETTER_PLATFORMS
    if not (1 if letters else MIN_MESSAGES) <= len(messages) <= MAX_MESSAGES:
        yield f"{len(messages)} messages, wanted {MIN_MESSAGES} to {MAX_MESSAGES}"
    scripts = {script.id for script in taxonomy().scripts}
    if chat.kind not in (scripts if chat.label == "scam" else CELLS):
        yield f"kind '{chat.kind}' does not go with label '{chat.label}'"
    if chat.label == "benign" and (chat.pivot_at is not None or chat.ask_at is not None):
        yield "a benign chat has no pivot and no ask"
    if chat.ask_at is not None and (chat.pivot_at is None or chat.ask_at < chat.pivot_at):
        yield "the ask stands before the pivot"
    if not letters and len({message.sender for message in messages}) < 2:
        yield "only one side speaks"


def repeated_sentences(chats: Iterable[tuple[Path, LabelledChat]], of_interest: set[Path]) -> list[str]:
    """Sentences of six or more words that stand in more than one place, where one of the places is of interest."""
    places: dict[str, list[tuple[Path, str]]] = defaultdict(list)
    for path, chat in chats:
        for message in chat.conversation.messages:
            for sentence in re.split(r"[.!?\n]+", message.text.lower()):
                words = re.findall(r"[\w']+", sentence)
                if len(words) >= LONG_SENTENCE_WORDS:
                    places[" ".join(words)].append((path, message.id))
    return _repeated("sentence", places, of_interest)


def repeated_openers(chats: Iterable[tuple[Path, LabelledChat]], of_interest: set[Path]) -> list[str]:
    """First messages of three or more words that open more than one chat, where one of the chats is of interest."""
    places: dict[str, list[tuple[Path, str]]] = defaultdict(list)
    for path, chat in chats:
        words = re.findall(r"[\w']+", chat.conversation.messages[0].text.lower())
        if len(words) >= OPENER_WORDS:
            places[" ".join(words)].append((path, chat.conversation.id))
    return _repeated("opener", places, of_interest)


def _repeated(what: str, places: dict[str, list[tuple[Path, str]]], of_interest: set[Path]) -> list[str]:
    """Complaints about words that stand in several places, one of them of interest."""
    return [
        f"the same {what} in {', '.join(where for _, where in found)}: '{words}'"
        for words, found in places.items()
        if len(found) > 1 and any(path in of_interest for path, _ in found)
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
