"""PAN12: real chats of strangers, some with adults who groom minors (answered by trained volunteers).

https://zenodo.org/records/3713280: XML, `conversation` with `message` of `author`, `time` and `text`; and beside it the
list of predators, `*predators*.txt` or `*groundtruth-problem1.txt`.
"""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

from eval.chats import BadSet, Label
from eval.layouts._parts import Reading, Turn, chat, files

WRITTEN_BY = "real people on public channels, and volunteers who posed as minors"
LICENCE = "for research, see https://zenodo.org/records/3713280"
LIMITS = (
    'Grooming is no scam: "other_scam" only says that such a chat is not ordinary.',
    "Times of the day without dates: they are left out.",
    "Predators' chats are cut out of long ones; groups and talks to nobody are left out.",
)
_FIELDS = frozenset({"author", "text"})


def read(path: Path) -> Reading:
    """Chats between two people. A predator is "them", else who opens; their author is the cluster.

    Raises:
        BadSet: no list of predators, no XML, or XML that declares a document type, which could hold entities.
    """
    found = Reading()
    for file in files(path, ".xml"):
        predators = _predators(file.parent)
        for conversation in _Parser(file).read():
            unescaped = [(author, html.unescape(text).strip()) for author, text in conversation.said]
            turns = [(author, said) for author, said in unescaped if author and said]
            authors = list(dict.fromkeys(author for author, _ in turns))
            if len(authors) != 2:
                found.left_out["not between two people"] += 1
                continue
            them = next((author for author in authors if author in predators), authors[0])
            label: Label = "other_scam" if them in predators else "benign"
            sides: list[Turn] = [("them" if author == them else "me", said) for author, said in turns]
            kind = "grooming" if them in predators else "strangers"
            found.chats.append(chat(conversation.id, sides, label, kind, cluster=them, origin="human", platform="web"))
    return found


def _predators(folder: Path) -> frozenset[str]:
    lists = [*folder.glob("*predators*.txt"), *folder.glob("*groundtruth-problem1.txt")]
    if not lists:
        raise BadSet(f"{folder} has no list of predators: *predators*.txt or *groundtruth-problem1.txt")
    return frozenset(author for file in lists for author in file.read_text(encoding="utf-8").split())


@dataclass(slots=True)
class _Conversation:
    id: str
    said: list[tuple[str, str]] = field(default_factory=list)


class _Parser:
    """Reads conversations with expat itself, since it alone tells of a document type before anything is expanded."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._found: list[_Conversation] = []
        self._message: dict[str, str] = {}
        self._field = ""

    def read(self) -> list[_Conversation]:
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            with self._file.open("rb") as content:
                parser.ParseFile(content)
        except expat.ExpatError as error:
            raise BadSet(f"{self._file.name}:{error.lineno}: not XML") from None
        if not self._found:
            raise BadSet(f"{self._file.name} holds no conversation")
        return self._found

    def _refuse(self, *_: Any) -> None:
        raise BadSet(f"{self._file.name} declares a document type: the set has none, and it could hold entities")

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "conversation":
            self._found.append(_Conversation(attributes.get("id") or f"conversation-{len(self._found) + 1}"))
        elif tag == "message":
            self._message = dict.fromkeys(_FIELDS, "")
        elif tag in _FIELDS:
            self._field = tag

    def _text(self, text: str) -> None:
        if self._field and self._message:
            self._message[self._field] += text

    def _end(self, tag: str) -> None:
        if tag in _FIELDS:
            self._field = ""
        elif tag == "message" and self._found:
            self._found[-1].said.append((self._message["author"].strip(), self._message["text"]))
            self._message = {}
