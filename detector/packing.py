"""The command `pack`: its arguments, which chat of a file is meant, and what the evidence pack is given."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from detector.errors import OutputExists, UnreadableChat
from detector.formats import Source
from detector.judge import Judge
from detector.review import Evidence, review
from detector.types import Conversation
from prompts import FALLBACK, REPORT_LANGUAGES


def add_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("--me", metavar="NAME", help="your own name, as the chat writes it")
    command.add_argument("-o", "--out", type=Path, required=True, metavar="PACK.zip")
    command.add_argument("--chat", type=int, metavar="N", help="which chat of a file that holds several, from 1")
    command.add_argument("--notes", default="", metavar="TEXT", help="what you want to add to the report")
    command.add_argument("--country", type=str.upper, metavar="CC", help="whose help lines come first, as GB")
    command.add_argument("--lang", choices=sorted(REPORT_LANGUAGES), default=FALLBACK, help="language of the report")
    command.add_argument(
        "--redact", action="store_true", help="without your name, numbers and accounts, and without the original file"
    )
    command.add_argument(
        "--redact-word",
        action="append",
        default=[],
        metavar="WORD",
        help="take this out too, as an address or a nickname; may be repeated",
    )


def refuse_to_overwrite(options: argparse.Namespace) -> None:
    """Raises `OutputExists`: the file may be other evidence, its key, or the original itself."""
    for path in (options.out, options.out.with_suffix(".key.json")):
        if path.exists():
            raise OutputExists(f"{path} is there already: name another file, so that nothing is lost")


def pack(
    options: argparse.Namespace, source: Source, conversations: Sequence[Conversation], judge: Judge, read_at: datetime
) -> Path | None:
    """Judges and packs one chat; where the key of a redacted copy is.

    Raises:
        UnreadableChat: the file holds several chats, and none was named.
    """
    from detector.evidence import Custody, Redaction, write_pack  # only here: the other commands need none of it

    evidence = Evidence.of(source.data, source.name)
    verdict = review(_chosen(conversations, options.chat), judge, evidence)
    judged_at = datetime.now(UTC)
    wanted = options.redact or options.redact_word
    return write_pack(
        verdict,
        source.data,
        options.out,
        at=datetime.now(UTC),
        notes=options.notes,
        custody=(Custody(read_at, "read"), Custody(judged_at, "judged")),
        redact=Redaction(options.me or "", tuple(options.redact_word)) if wanted else None,
        country=options.country,
        lang=options.lang,
    )


def _chosen(conversations: Sequence[Conversation], number: int | None) -> Conversation:
    count = len(conversations)
    if number is None and count == 1:
        return conversations[0]
    if number is None or not 1 <= number <= count:
        raise UnreadableChat(f"the file holds {count} chats: say which with --chat N, counted from 1")
    return conversations[number - 1]
