"""SMS Backup & Restore's XML (Android), also the old "plaintext backup" of Signal: all contacts in one file.

The fields are those of https://synctech.com.au/sms-backup-restore/fields-in-xml-backup-files/. A document type is
refused before anything is parsed, since entities, which it could declare, are no part of a backup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from detector.errors import UnreadableChat
from detector.formats._entries import oldest_first
from detector.formats._exports import ME, NO_TIME, moment, placeholder
from detector.formats._source import Chat, Import, Line, Problem, Source

NAME = "SMS Backup & Restore XML"
_ENTRY = re.compile(r"<(?:sms|mms)(?=[\s/>])")
_AFTER_LAST = re.compile(r"</smses\s*>.*", re.DOTALL)
_BACKUP = re.compile(r"<smses[\s>]")
_REFUSED = "the XML has a document type or entities (<!DOCTYPE, <!ENTITY); a backup of messages has none"
_DECLARED = re.compile(r"<!(?:doctype|entity)", re.IGNORECASE)
_REFERENCE = re.compile(r"(?:&#(?:\d{1,7}|[xX][0-9a-fA-F]{1,6});)+")
_NUMBER = re.compile(r"&#(?:(\d+)|[xX]([0-9a-fA-F]+));")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_RECEIVED, _DRAFT = "1", "3"
_KINDS = frozenset("123456")  # received, sent, draft, outbox, failed, queued
_FROM = "137"  # PduHeaders.FROM in Android
_SAME_NUMBER = 9  # last digits; what stands before them is a country's or a trunk prefix


@dataclass(slots=True)
class _Contact:
    name: str
    lines: list[Line] = field(default_factory=list)


def sniff(source: Source) -> float:
    return 0.96 if source.text[:200].lstrip().startswith("<") and _BACKUP.search(source.text) else 0.0


def read(source: Source) -> Import:
    """One chat for each contact, or group of them; drafts, which nobody got, are left out.

    Raises:
        UnreadableChat: the file declares a document type or entities.
    """
    if _DECLARED.search(source.text):
        raise UnreadableChat(_REFUSED)
    contacts: dict[str, _Contact] = {}
    problems: list[Problem] = []
    for place, text in _entries(source.text):
        try:
            head, *parts = _tags(text)
            line = _take(head, parts, contacts)
        except UnreadableChat as error:
            problems.append(Problem(place, str(error)))
            continue
        if line and line.sent_at is None:
            problems.append(Problem(place, NO_TIME))
    chats = (Chat(one.name, "sms", oldest_first(one.lines), ME, one.name) for one in contacts.values() if one.lines)
    return Import(tuple(chats), tuple(problems))


def _entries(text: str) -> Iterator[tuple[int, str]]:
    """Line and XML of each message. "<" cannot stand in a value, so one broken message spoils no other."""
    starts = [found.start() for found in _ENTRY.finditer(text)]
    line, counted = 1, 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        line, counted = line + text.count("\n", counted, start), start
        yield line, _AFTER_LAST.sub("", text[start:end])


def _tags(text: str) -> list[tuple[str, dict[str, str]]]:
    """The tags of one message with their attributes; the message itself comes first."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = lambda tag, values: found.append((tag, values))
    parser.StartDoctypeDeclHandler = _refuse  # a second lock on a door that `read` has shut
    text = _REFERENCE.sub(_characters, _NOT_XML.sub(" ", text))
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError:
        raise UnreadableChat("a message whose XML is damaged") from None
    return found


def _refuse(*_: object) -> None:
    raise UnreadableChat(_REFUSED)


def _characters(found: re.Match[str]) -> str:
    """References made good: the app writes an emoji as two halves, each of which is no character in XML."""
    codes = [int(decimal) if decimal else int(other, 16) for decimal, other in _NUMBER.findall(found[0])]
    text = "".join(chr(code) if code <= 0x10FFFF else "\ufffd" for code in codes)
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return "".join(f"&#{ord(char)};" for char in _NOT_XML.sub(" ", text))


def _words(head: tuple[str, dict[str, str]], parts: list[tuple[str, dict[str, str]]]) -> str:
    """What was sent. The app writes "null" for what is not there."""
    tag, values = head
    if tag == "sms":
        return "" if values.get("body", "null") == "null" else values["body"].strip()
    said = []
    for name, part in parts:
        kind = part.get("ct", "")
        if name != "part" or kind == "application/smil":  # the layout of the others
            continue
        text = part.get("text", "null")
        said.append(text if kind.startswith("text/plain") and text != "null" else placeholder(kind))
    return "\n".join(said).strip()


def _take(
    head: tuple[str, dict[str, str]], parts: list[tuple[str, dict[str, str]]], contacts: dict[str, _Contact]
) -> Line | None:
    """Files a message under its contact; None where nothing was sent.

    Raises:
        UnreadableChat: it does not say whose it is.
    """
    tag, values = head
    kind = values.get("type" if tag == "sms" else "msg_box", "")
    if kind not in _KINDS:
        raise UnreadableChat("a message with no 'type' (sms) or 'msg_box' (mms) that tells who sent it")
    address = values.get("address", "")
    if address in ("", "null"):
        raise UnreadableChat("a message without an 'address'")
    text = _words(head, parts)
    if kind == _DRAFT or not text:
        return None
    name = values.get("contact_name", "null")
    contact = contacts.setdefault(_same(address), _Contact(address if name in ("", "null", "(Unknown)") else name))
    sender = contact.name
    if "~" in address:  # a group
        sender = next((one.get("address", "") for _, one in parts if one.get("type") == _FROM), "") or sender
    line = Line(sender if kind == _RECEIVED else ME, text, moment(values.get("date", "")))
    contact.lines.append(line)
    return line


def _same(address: str) -> str:
    """What the spellings of one number, or of the numbers of one group, have in common."""
    keys = []
    for one in address.split("~"):
        digits = re.sub(r"\D", "", one)
        keys.append(digits[-_SAME_NUMBER:] if len(digits) >= _SAME_NUMBER else one.strip().casefold())
    return "~".join(sorted(keys))
