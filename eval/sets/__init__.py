"""Eval sets: each folder here is one, described by its `set.toml`. Any other is given by its path.

That is a file, folder or pattern of transcript JSONL or Parquet (with a card `NAME.toml` beside it, in the form of a
`set.toml`), a folder with a `set.toml` (of family files, as the corpus has them, with `reader = "families"`), or
`LAYOUT@PATH` for a published set in a layout of `eval/layouts/`.

A set whose texts may not be copied into the project keeps its labels only, and is named with the folder of its texts:
`real-tactics@FOLDER`.
"""

from __future__ import annotations

import hashlib
import json
import random
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from detector.bulk import inputs
from detector.training.corpus_text import CORPUS_DIR, Split, read_corpus, split_of
from eval.chats import Chat, from_corpus, raw_chats, read_chats
from eval.layouts import layouts

SETS_DIR = Path(__file__).parent
ROW_KEYS = ("origin", "source", "licence")


@dataclass(frozen=True, slots=True)
class EvalSet:
    """A set as it is evaluated.

    Attributes:
        name: folder name with dashes, or the stem of the file.
        sha256: of every id, label, turning point, mark and text in it, before sampling.
        total: conversations before sampling.
        own: written for this project, so that its texts may be shown.
        facts: what its data card says.
        written_by, licence: likewise; empty where nobody says so.
        file: what was read, where it is one file; `stated_sha256` is what the card says of it.
    """

    name: str
    chats: tuple[Chat, ...]
    sha256: str
    total: int
    own: bool = False
    title: str = ""
    facts: tuple[str, ...] = ()
    written_by: str = ""
    licence: str = ""
    file: Path | None = None
    stated_sha256: str = ""


def set_names() -> list[str]:
    """The sets that come with the project."""
    return sorted(path.parent.name.replace("_", "-") for path in SETS_DIR.glob("*/set.toml"))


def open_set(given: str, *, corpus: Path = CORPUS_DIR, limit: int | None = None, seed: int = 0) -> EvalSet:
    """A set by its name or its path.

    Args:
        given: name, path, or one of both with what belongs to it after an "@".
        corpus: folder of family files, for the sets that are parts of the corpus.
        limit: at most so many conversations of each label and kind, drawn by `seed`.

    Raises:
        ValueError: there is nothing of that name, or it cannot be read.
    """
    name, _, place = given.partition("@")
    folder = SETS_DIR / name.replace("-", "_")
    if (folder / "set.toml").is_file():
        found = _folder_set(name, folder, corpus, Path(place) if place else None)
    elif place and name in layouts():
        found = _layout_set(name, Path(place))
    elif (Path(given) / "set.toml").is_file():
        found = _folder_set(Path(given).resolve().name, Path(given), corpus, None)
    else:
        found = _files_set(given)
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


def _folder_set(name: str, folder: Path, corpus: Path, texts: Path | None) -> EvalSet:
    card = _card(folder / "set.toml")
    file = folder / card["file"] if "file" in card else None
    if card["reader"] == "corpus":
        chats = corpus_part(card["split"], corpus)
    elif card["reader"] == "families":
        chats = [from_corpus(chat) for chat in read_corpus(folder)]
    elif file is None:
        raise ValueError(f'{name}: its set.toml lacks a "file"')
    elif card["reader"] == "jsonl":
        chats = read_chats(file)
    elif texts is None:
        raise ValueError(f"{name} holds labels only: give the folder of its texts too, as {name}@FOLDER")
    else:
        chats = list(_labelled(file, texts))
    return _described(EvalSet(name, tuple(chats), fingerprint(chats), len(chats), file=file), card)


def _files_set(given: str) -> EvalSet:
    try:
        files = inputs.find([given])
    except FileNotFoundError:
        known = (*set_names(), *(f"{layout}@PATH" for layout in layouts()))
        raise ValueError(
            f"no set '{given}': give a file, folder or pattern of transcript JSONL or Parquet, or {', '.join(known)}"
        ) from None
    chats = tuple(read_chats(*files))
    place = Path(given).resolve()
    name = place.name if place.is_dir() else place.stem
    found = EvalSet(name, chats, fingerprint(chats), len(chats), file=files[0] if len(files) == 1 else None)
    beside = place.with_suffix(".toml")
    return _described(found, _card(beside) if beside.is_file() else _said_in_rows(name, files))


def _said_in_rows(name: str, files: Sequence[Path]) -> dict[str, Any]:
    """What the lines themselves say of their source and licence, for files without a card."""
    rows = [raw for file in files for _, raw in raw_chats(file)]
    said = {key: ", ".join(dict.fromkeys(str(row[key]) for row in rows if row.get(key))) for key in ROW_KEYS}
    by = "; ".join(one for one in (said["origin"], said["source"]) if one)
    return {"title": name, "written_by": by, "licence": said["licence"]}


def _layout_set(name: str, path: Path) -> EvalSet:
    layout = layouts()[name]
    read = layout.read(path)
    left_out = tuple(f"{count} left out: {why}." for why, count in read.left_out.items())
    found = EvalSet(f"{name}-{path.stem}", tuple(read.chats), fingerprint(read.chats), len(read.chats))
    card = {"title": f"{name}, {path.name}", "limits": (*layout.LIMITS, *left_out)}
    card |= {"written_by": layout.WRITTEN_BY, "licence": layout.LICENCE}
    return _described(replace(found, file=path if path.is_file() else None), card)


def _card(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{file.name} cannot be read: {error}") from None


def _described(found: EvalSet, card: Mapping[str, Any]) -> EvalSet:
    """The set with what its card says. Texts are shown only of a set whose card says that it is the project's own."""
    written_by, licence = str(card.get("written_by", "")), str(card.get("licence", ""))
    said = (("Written by", written_by), ("Licence", licence))
    facts = (*(f"{what}: {one}." for what, one in said if one), *card.get("limits", ()))
    own, title = bool(card.get("own", False)), str(card.get("title", found.name))
    return replace(
        found, own=own, title=title, facts=facts, written_by=written_by, licence=licence,
        stated_sha256=str(card.get("sha256", "")),
    )  # fmt: skip


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
        there[name] = {chat.id: chat for chat in read_chats(file)}
    for row in rows:
        chat = there[row["set"]].get(row["id"])
        if chat is None or len(chat.messages) < row["messages"]:
            raise ValueError(f"{row['set']}.jsonl is another version: it lacks messages of {row['id']}")
        marks = tuple(frozenset(row["tactics"].get(str(at), ())) for at in range(row["messages"]))
        begun = replace(chat.conversation, messages=chat.messages[: row["messages"]])
        yield replace(chat, conversation=begun, marks=marks, kind=row["set"])
