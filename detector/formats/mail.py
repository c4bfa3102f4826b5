"""E-mail: one mail (`.eml`) or a mailbox of them (`.mbox`, as Thunderbird, Apple Mail and Google Takeout write it).

Mails between the same people are one chat, whatever their subjects. A mailbox is cut up here, in memory: the standard
library's `mailbox` opens a path only, and a copy of somebody's mails must not be left in a folder for temporary files.
"""

from __future__ import annotations

import email
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.utils import getaddresses

from detector.errors import UnreadableChat
from detector.formats._entries import oldest_first
from detector.formats._exports import NO_TIME, moment
from detector.formats._mail_words import decoded, words
from detector.formats._people import key
from detector.formats._source import Chat, Import, Line, Problem, Source, decode

NAME = "e-mail (.eml, .mbox)"
_FIELD = re.compile(r"([!-9;-~]+):")
_TELLING = frozenset({"from", "to", "date", "subject", "message-id", "received", "mime-version", "delivered-to"})
_HEAD_LINES = 400
_POSTMARK = re.compile(rb"^From [^\r\n]*\r?\n(?=[!-9;-~]+:)", re.MULTILINE)
_ESCAPED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_MAX_HEADER = 4000  # characters; the parser of addresses calls itself at every bracket
_REPLY = re.compile(  # also German, Scandinavian, Dutch, French, Spanish, Portuguese, Polish, Turkish and Chinese ones
    r"\s*(?:(?:re|aw|sv|antw|fwd?|wg|vs|vb|tr|rv|res|enc|odp|pd|ynt|ilt|回复|答复|转发)(?:\[\d+\])?\s*[:：]\s*)+",
    re.IGNORECASE,
)
_ODD = (MessageError, LookupError, ValueError, TypeError, AttributeError, AssertionError, RecursionError)


@dataclass(frozen=True, slots=True)
class _Mail:
    """Addresses are in small letters; `names` are those that the mail gives to addresses."""

    writer: str
    people: frozenset[str]
    owners: frozenset[str]
    names: dict[str, str]
    line: Line


def sniff(source: Source) -> float:
    """A head of fields, three of them typical of mails, up to the first empty line."""
    lines = source.lines[:_HEAD_LINES]
    start = next((at for at, line in enumerate(lines) if line.strip()), 0)
    fields: set[str] = set()
    for line in lines[start + lines[start].startswith("From ") :]:
        if not line.strip():
            break
        found = _FIELD.match(line)
        if found:
            fields.add(found[1].lower())
        elif not (fields and line[0] in " \t"):
            return 0.0
    return 0.92 if len(fields & _TELLING) >= 3 else 0.0


def read(source: Source) -> Import:
    """One chat for each set of people who write to each other, in the order of the dates."""
    mails: list[_Mail] = []
    problems: list[Problem] = []
    for place, data in _mails(source.data):
        try:
            mails.append(_mail(data))
        except UnreadableChat as error:
            problems.append(Problem(place, str(error)))
            continue
        except _ODD:  # the standard library's parser raises many things on hostile mails
            problems.append(Problem(place, "a mail that is damaged"))
            continue
        if mails[-1].line.sent_at is None:
            problems.append(Problem(place, NO_TIME))
    return Import(tuple(_chats(mails)), tuple(problems))


def _mails(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Line and bytes of each mail. A postmark stands at the top or below an empty line, and above a field."""
    whole, data = data, data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    line, counted = 1 + whole[: len(whole) - len(data)].count(b"\n"), 0
    marks = [mark for mark in _POSTMARK.finditer(data) if _below_nothing(data, mark.start())]
    if not marks or marks[0].start():
        yield line, data
        return
    for mark, end in zip(marks, [*(after.start() for after in marks[1:]), len(data)], strict=True):
        line, counted = line + data.count(b"\n", counted, mark.start()), mark.start()
        yield line, _ESCAPED_FROM.sub(rb"\1", data[mark.end() : end])


def _below_nothing(data: bytes, at: int) -> bool:
    return at == 0 or data[max(0, at - 4) : at].replace(b"\r", b"").endswith(b"\n\n")


def _mail(data: bytes) -> _Mail:
    """Reads one mail. Raises `UnreadableChat` where nobody wrote it, and any of `_ODD`."""
    message = email.message_from_bytes(data)
    fields: dict[str, list[str]] = defaultdict(list)
    for name, value in message.raw_items():
        raw = str(value)[:_MAX_HEADER].encode("ascii", "surrogateescape")
        fields[name.lower()].append(re.sub(r"\r?\n[ \t]*", " ", decode(raw)))
    writers, readers = _addresses(fields["from"]), _addresses(fields["to"])
    if not writers:
        raise UnreadableChat("a mail without a sender")
    writer = next(iter(writers))
    subject = _decoded_words(fields["subject"][0]).strip() if fields["subject"] else ""
    text = words(message)
    if subject and not _REPLY.match(subject):
        text = f"{subject}\n{text}".strip()
    owners = _addresses(fields["delivered-to"])
    names = {address: name for address, name in (readers | writers).items() if name}
    sent = moment(fields["date"][0]) if fields["date"] else None
    return _Mail(writer, frozenset({writer, *readers}), frozenset(owners), names, Line("", text, sent))


def _addresses(values: Sequence[str]) -> dict[str, str]:
    """Names by address."""
    found = getaddresses(list(values))
    return {address.casefold(): _decoded_words(name).strip(" '\"") for name, address in found if address}


def _decoded_words(value: str) -> str:
    """A header with its "=?utf-8?q?...?=" decoded."""
    try:
        parts = decode_header(value)
    except HeaderParseError:
        return value
    return "".join(
        part if isinstance(part, str) else decoded(part, charset) if charset else part.decode("latin-1")
        for part, charset in parts
    )


def _chats(mails: Sequence[_Mail]) -> Iterator[Chat]:
    owner = _owner(mails)
    labels = _labels(mails, owner)
    groups: dict[frozenset[str], list[_Mail]] = defaultdict(list)
    for mail in mails:
        groups[mail.people].append(mail)
    for people, group in groups.items():
        lines = [Line(labels[mail.writer], mail.line.text, mail.line.sent_at) for mail in group if mail.line.text]
        name = " and ".join(sorted(labels[one] for one in people))
        yield Chat(name, "mail", oldest_first(lines), labels[owner] if owner in people else None)


def _labels(mails: Sequence[_Mail], owner: str) -> dict[str, str]:
    """Name of each address. Whoever takes a name that another has is told by the address: it may be an impostor."""
    names: dict[str, str] = {}
    for mail in mails:
        for address, name in mail.names.items():
            names.setdefault(address, name)
    seen = [address for mail in mails for address in (mail.writer, *sorted(mail.people))]
    holders: dict[str, str] = {}
    labels: dict[str, str] = {}
    for address in dict.fromkeys([owner, *seen] if owner else seen):
        name = names.get(address) or address
        first = holders.setdefault(key(name), address)
        labels[address] = name if first == address else f"{name} ({address})"
    return labels


def _owner(mails: Sequence[_Mail]) -> str:
    """Whose mailbox it is, where all mails that say so agree; "" where that is open."""
    owners = {owner for mail in mails for owner in mail.owners}
    return owners.pop() if len(owners) == 1 else ""
