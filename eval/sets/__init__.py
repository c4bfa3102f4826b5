"""Eval sets: each folder here is one, described by its `set.toml`; any other is a transcript JSONL file by path.

A set whose texts may not be copied into the project keeps its labels only, and is named with the folder of its texts:
`real-tactics@FOLDER`.
"""

from __future__ import annotations

import hashlib
import json
import random
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from detector.training.corpus_text import CORPUS_DIR, Split, read_corpus, split_of
from eval.chats import Chat, from_corpus, read_jsonl

SETS_DIR = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class EvalSet:
    """A set as it is evaluated.

    Attributes:
        name: folder name with dashes, or the stem of the file.
        sha256: of every id, label, turning point, mark and text in it, before sampling.
        total: conversations before sampling.
        own: written for this project, so that its texts may be shown.
        facts: what its data card says.
    """

    name: str
    chats: tuple[Chat, ...]
    sha256: str
    total: int
    own: bool = False
    title: str = ""
    facts: tuple[str, ...] = ()


def set_names() -> list[str]:
    """The sets that come with the project."""
    return sorted(path.parent.name.replace("_", "-") for path in SETS_DIR.glob("*/set.toml"))


def open_set(given: str, *, corpus: Path = CORPUS_DIR, limit: int | None = None, seed: int = 0) -> EvalSet:
    """A set by its name, or by the path of a transcript JSONL file.

    Args:
        corpus: folder of family files, for the sets that are parts of the corpus.
        limit: at most so many conversations of each label and kind, drawn by `seed`.

    Raises:
        ValueError: there is neither a set nor a file of that name, or it cannot be read.
    """
    name, _, texts = given.partition("@")
    folder = SETS_DIR / name.replace("-", "_")
    if (folder / "set.toml").is_file():
        found = _own_set(name, folder, corpus, Path(texts) if texts else None)
    elif Path(given).is_file():
        chats = tuple(read_jsonl(Path(given)))
        found = EvalSet(Path(given).stem, chats, fingerprint(chats), len(chats), title=Path(given).stem)
    else:
        raise ValueError(
            f"no set '{given}': give the path of a transcript JSONL file, or one of {', '.join(set_names())}"
        )
    return found if limit is None else replace(found, chats=sample(found.chats, limit, seed))


def corpus_part(split: Split, corpus: Path = CORPUS_DIR) -> list[Chat]:
    """The chats of the corpus's families in that split."""
    return [from_corpus(chat) for chat in read_corpus(corpus) if split_of(chat.family) == split]


def sample(chats: Sequence[Chat], limit: int, seed: int) -> tuple[Chat, ...]:
    """At most `limit` conversations of each label and kind, in their order: rare kinds are kept whole."""
    kinds: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, chat in enumerate(chats):
        kinds[chat.label, chat.kind].append(place)
    kept: set[int] = set()
    for kind, places in kinds.items():
        kept.update(random.Random(f"{seed} {kind}").sample(places, min(limit, len(places))))
    return tuple(chat for place, chat in enumerate(chats) if place in kept)


def fingerprint(chats: Iterable[Chat]) -> str:
    """SHA-256 over all that a result can depend on."""
    digest = hashlib.sha256()
    for chat in chats:
        marks = None if chat.marks is None else [sorted(mark) for mark in chat.marks]
        digest.update(repr((chat.conversation, chat.label, chat.kind, chat.cluster)).encode("utf-8", "surrogatepass"))
        digest.update(repr((chat.pivot_at, chat.ask_at, marks)).encode())
    return digest.hexdigest()


def _own_set(name: str, folder: Path, corpus: Path, texts: Path | None) -> EvalSet:
    card = tomllib.loads((folder / "set.toml").read_text(encoding="utf-8"))
    if card["reader"] == "corpus":
        chats = tuple(corpus_part(card["split"], corpus))
    elif texts is None:
        raise ValueError(f"{name} holds labels only: give the folder of its texts too, as {name}@FOLDER")
    else:
        chats = tuple(_labelled(folder / card["file"], texts))
    facts = (f"Written by: {card['written_by']}.", f"Licence: {card['licence']}.", *card["limits"])
    return EvalSet(name, chats, fingerprint(chats), len(chats), card["own"], card["title"], facts)


def _labelled(labels: Path, texts: Path) -> Iterable[Chat]:
    """The beginnings of conversations that were labelled: a line of `labels` names set, id, how many messages, marks.

    Raises:
        ValueError: a set or a conversation of it is not in `texts`.
    """
    rows = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()]
    there: dict[str, dict[str, Chat]] = {}
    for name in dict.fromkeys(row["set"] for row in rows):
        if not (file := texts / f"{name}.jsonl").is_file():
            raise ValueError(f"{labels.parent.name} needs {file.name}, which is not in {texts}")
        there[name] = {chat.id: chat for chat in read_jsonl(file)}
    for row in rows:
        chat = there[row["set"]].get(row["id"])
        if chat is None or len(chat.messages) < row["messages"]:
            raise ValueError(f"{row['set']}.jsonl is another version: it lacks messages of {row['id']}")
        marks = tuple(frozenset(row["tactics"].get(str(at), ())) for at in range(row["messages"]))
        begun = replace(chat.conversation, messages=chat.messages[: row["messages"]])
        yield replace(chat, conversation=begun, marks=marks, kind=row["set"])
