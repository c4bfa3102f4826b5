"""Tells what a person sent from what WhatsApp wrote in their name: notices, media, deleted and edited messages."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

MARKS = "\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"  # that WhatsApp puts around what it writes; inside [ ]
_MARKS = re.compile(f"[{MARKS}]")
_LANGUAGES: dict[str, dict[str, list[str]]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)


def _any(key: str) -> str:
    """One pattern for what all languages write there, longest first."""
    words = {word for language in _LANGUAGES.values() for word in language.get(key, ())}
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_KINDS = ("photo", "video", "voice_message", "sticker", "gif", "document", "contact")
_NOTICE = re.compile(
    rf"{_any('secure')}|^Your security code with |^You (?:un)?blocked this contact|^Waiting for this message"
    r"|^(?:\S+ ){1,4}(?:is a contact|changed their phone number|turned o(?:n|ff) disappearing)",
    re.IGNORECASE,
)
_NOTICE_CHARACTERS = 300  # somebody may write about encryption at length
_DELETED = re.compile(rf"(?:{_any('deleted')})\.?", re.IGNORECASE)
_EDITED = re.compile(rf"[\s{MARKS}]*<(?:{_any('edited')})\.?>[\s{MARKS}]*$", re.IGNORECASE)
_MEDIA = re.compile(rf"<(?:{_any('media')})>", re.IGNORECASE)
_OMITTED = {kind: re.compile(rf"(?:{_any(kind)}) (?:{_any('omitted')})", re.IGNORECASE) for kind in _KINDS}
_NAMED_DOCUMENT = re.compile(rf"[^\n]{{1,120}} (?:{_any('document')}) (?:{_any('omitted')})", re.IGNORECASE)
_FILE = r"[^\n<>:/\\]{1,120}\.(\w{2,5})"
_ATTACHED = re.compile(rf"<(?:{_any('attached')}): {_FILE}>", re.IGNORECASE)
_FILE_ATTACHED = re.compile(rf"{_FILE} \((?:{_any('file_attached')})\)", re.IGNORECASE)
_MISSED_CALL = re.compile(rf"(?:{_any('missed_call')})[^\n]{{0,40}}", re.IGNORECASE)
_KIND_OF_ENDING = {
    "jpg": "photo", "jpeg": "photo", "png": "photo", "heic": "photo", "webp": "sticker", "gif": "gif", "mp4": "video",
    "mov": "video", "3gp": "video", "opus": "voice message", "ogg": "voice message", "m4a": "voice message",
    "mp3": "voice message", "aac": "voice message", "amr": "voice message", "vcf": "contact",
}  # fmt: skip


def is_notice(text: str) -> bool:
    """Whether WhatsApp wrote this line in somebody's name."""
    return len(text) <= _NOTICE_CHARACTERS and bool(_NOTICE.search(_MARKS.sub("", text)))


def spoken(text: str) -> str | None:
    """What a person sent: the text, with media as "[photo]" and the like; None for a deleted message."""
    said = _EDITED.sub("", text).strip()
    text = _MARKS.sub("", said)
    if _DELETED.fullmatch(text):
        return None
    if found := _ATTACHED.search(text) or _FILE_ATTACHED.match(text):
        kind = _KIND_OF_ENDING.get(found[1].lower(), "document")
        return _with_caption(kind, text[: found.start()] + text[found.end() :])
    if found := _MEDIA.match(text):
        return _with_caption("media", text[found.end() :])
    first, _, rest = text.partition("\n")
    for kind, pattern in _OMITTED.items():
        if pattern.fullmatch(first):
            return _with_caption(kind.replace("_", " "), rest)
    if _NAMED_DOCUMENT.fullmatch(first):
        return _with_caption("document", rest)
    return "[missed call]" if _MISSED_CALL.fullmatch(text) else said


def _with_caption(kind: str, caption: str) -> str:
    return f"[{kind}] {caption.strip()}".strip()
