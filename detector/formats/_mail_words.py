"""What a mail's writer says in it: one body of several, files as placeholders, without what is quoted from others."""

from __future__ import annotations

import codecs
import re
from email.message import Message

from detector.formats import _html
from detector.formats._exports import placeholder
from detector.formats._source import decode

_MAX_HTML = 2**20  # characters; newsletters have a tenth of it
_NO_CHARSETS = frozenset({"idna", "punycode", "raw_unicode_escape", "unicode_escape", "utf_7"})  # slow, or no letters
_SEALS = frozenset({"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"})
_FORWARDED = "[forwarded message]"
# How a mail program announces what it quotes: "... <anna@example.com> ...:", or a date and a word for writing.
_VERB = re.compile(
    r"wrote|schrieb|a écrit|escribió|ha scritto|escreveu|schreef|skrev|napisał|написал|пишет|kirjoitti|yazdı"
    r"|写道|のメール",
    re.IGNORECASE,
)
_STARTS = re.compile(r"(?:On|Am|Le|El|Il|Em|Op|Den|Dne|W dniu|Dnia)\b|\d")
_ADDRESS = re.compile(r"<[^<>\s]+@[^<>\s]+>")
_LONGEST_ATTRIBUTION = 400
# Heads of old mails: two or more lines of "Word: value", below a rule with words in it, or beginning with the sender.
_FIELDS = r"(?:\*?[^\W\d_][\w .'-]{0,24}\*? ?[:：][^\n]*(?:\n|\Z))"
_RULE = re.compile(rf"^[-_]{{2,}} ?([^\n_-]{{3,40}}?) ?-{{2,}}[ \t]*\n\s*{_FIELDS}{{2,}}", re.MULTILINE)
_BEGIN_FORWARD = re.compile(rf"^[^\n]{{4,60}}[:：][ \t]*\n\s*{_FIELDS}{{3,}}", re.MULTILINE)
_OUTLOOK = re.compile(
    r"^(?:_{10,}[ \t]*\n\s*)?\*?(?:From|Von|De|Da|Van|Fra|Från|Od|От|发件人|差出人|보낸 사람|Gönderen|Kimden)\*? ?[:：]"
    rf"[^\n]+\n{_FIELDS}{{2,}}",
    re.MULTILINE,
)
_FORWARD_WORDS = re.compile(
    r"forward|weitergeleitet|reenviad|transf[ée]r|inoltrat|encaminhad|doorgestuurd", re.IGNORECASE
)


def words(message: Message) -> str:
    """Text and placeholders of a mail, in the order of its parts."""
    said, files = _said(message)
    return "\n".join([part for part in (own_words(said), *files) if part])


def _said(part: Message) -> tuple[str, list[str]]:
    """Text of a part, quotes included, and what stands for the files in it."""
    kind = part.get_content_type()
    payload = part.get_payload()
    if kind == "message/rfc822":
        return "", [_FORWARDED]
    if isinstance(payload, list):
        found = [_said(child) for child in payload if isinstance(child, Message)]
        if kind == "multipart/alternative":  # the same in several kinds, the plainest first
            return next((one for one in found if one[0].strip()), found[-1] if found else ("", []))
        return "\n".join(text for text, _ in found if text), [file for _, files in found for file in files]
    if part.get_content_maintype() != "text" or part.get_content_disposition() == "attachment":
        return "", [] if kind in _SEALS or kind.startswith("message/") else [placeholder(kind)]
    data = part.get_payload(decode=True)
    text = decoded(data, part.get_content_charset() or "") if isinstance(data, bytes) else ""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if kind == "text/html":
        return _html.to_text(text[:_MAX_HTML]), []
    return (text, []) if kind in ("text/plain", "text/enriched") else ("", [placeholder(kind)])


def decoded(data: bytes, charset: str) -> str:
    """Text of bytes in a charset that a mail names; as any other file's where there is no such charset."""
    try:
        if codecs.lookup(charset).name.replace("-", "_") not in _NO_CHARSETS:
            return data.decode(charset).removeprefix("\ufeff")
    except (LookupError, ValueError):
        pass
    return decode(data)


def own_words(text: str) -> str:
    """Without what earlier mails said: lines after ">", who wrote them, and all below an old mail's head."""
    kept: list[str] = []
    quoted = False
    for line in text.split("\n"):
        if line.startswith(">"):
            if not quoted:
                _drop_attribution(kept)
            quoted = True
        else:
            quoted = quoted and not line.strip()
            kept.append(line.rstrip())
    text = "\n".join(_before_attribution(kept))
    cuts = [found for pattern in (_RULE, _OUTLOOK) if (found := pattern.search(text))]
    cuts += [found for found in _BEGIN_FORWARD.finditer(text) if _FORWARD_WORDS.search(found[0].partition("\n")[0])][:1]
    if cuts:
        first = min(cuts, key=re.Match.start)
        forwards = first.re is _BEGIN_FORWARD or (first.re is _RULE and _FORWARD_WORDS.search(first[1]))
        text = f"{text[: first.start()].rstrip()}\n{_FORWARDED if forwards else ''}"
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _announces(lines: list[str]) -> bool:
    """Whether these lines, together, say who wrote what comes below."""
    line = " ".join(lines)
    if not all(lines) or not line.endswith((":", "：")) or len(line) > _LONGEST_ATTRIBUTION:
        return False
    return bool(_ADDRESS.search(line) or (_VERB.search(line) and re.search(r"\d", line)))


def _drop_attribution(kept: list[str]) -> None:
    """Takes "On Monday Anna <anna@example.com> wrote:" off the end; a mail program may have broken it into lines."""
    while kept and not kept[-1]:
        kept.pop()
    for number in (1, 2, 3):
        if len(kept) >= number and _STARTS.match(kept[-number]) and _announces(kept[-number:]):
            del kept[-number:]
            return
    if kept and _announces(kept[-1:]):
        kept.pop()


def _before_attribution(lines: list[str]) -> list[str]:
    """What stands above an old mail that is announced, and not quoted with ">"."""
    for at, line in enumerate(lines):
        if line.endswith((":", "：")) and _VERB.search(line[-40:]):
            for start in (at, at - 1):
                whole = lines[max(start, 0) : at + 1]
                if _STARTS.match(whole[0]) and _announces(whole) and _ADDRESS.search(" ".join(whole)):
                    return lines[: max(start, 0)]
    return lines
