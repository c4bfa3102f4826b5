"""JSON from strangers, read once for all formats. A file that breaks off is read up to the place where it breaks."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

_DECODER = json.JSONDecoder(strict=False)
_BEGINS = re.compile(r"\s*(?=[{\[])")
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\Z)|[{}\[\]]', re.DOTALL)
_CLOSED_BY = {"{": "}", "[": "]"}
_DEEPEST = 100  # chat exports nest 8 deep
# Telegram Desktop writes control characters as \x0B, which JSON does not know.
_HEX_ESCAPE = re.compile(r"(?<!\\)((?:\\\\)*)\\x([01][0-9A-F])")


@dataclass(frozen=True, slots=True)
class Parsed:
    """`content` is None where the text is not one JSON value; `broken_line`, counted from 1, is 0 where it is whole."""

    content: Any = None
    broken_line: int = 0


def parse(text: str) -> Parsed:
    """The one JSON object or list of a text, or as much of it as can be read."""
    begin = _BEGINS.match(text)
    if begin is None:
        return Parsed()
    start = begin.end()
    try:
        return _whole(text, start)
    except json.JSONDecodeError as error:
        broken = error
    except (ValueError, RecursionError):  # a number of thousands of digits; thousands of brackets
        return Parsed()
    mended = _HEX_ESCAPE.sub(r"\1\\u00\2", text) if text.startswith("\\x", broken.pos) else text
    if mended != text:
        return parse(mended)
    return _until(text, start, broken)


def _whole(text: str, start: int) -> Parsed:
    content, end = _DECODER.raw_decode(text, start)
    return Parsed() if text[end:].strip() else Parsed(content)


def _until(text: str, start: int, broken: json.JSONDecodeError) -> Parsed:
    """What stands before the break: every entry of a list that is closed there, and the brackets that are missing."""
    open_brackets: list[str] = []
    kept: tuple[int, str] | None = None
    for token in _TOKEN.finditer(text, start, broken.pos):
        if (mark := token[0]) in _CLOSED_BY:
            open_brackets.append(_CLOSED_BY[mark])
            if len(open_brackets) > _DEEPEST:
                break
        elif mark in ("}", "]") and open_brackets:
            open_brackets.pop()
            if open_brackets and open_brackets[-1] == "]":
                kept = token.end(), "".join(reversed(open_brackets))
    if kept is None:
        return Parsed()
    end, closing = kept
    try:
        return Parsed(_DECODER.decode(text[start:end] + closing), broken.lineno)
    except (ValueError, RecursionError):
        return Parsed()
