"""Hostile text made harmless, for each place it goes to: a page, a table, JSON, a file name. Nothing is hidden by it:
a character that would act instead of being seen is shown by its number."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

# Controls, marks that turn the direction or have no width, tags, half characters and non-characters. Joiners and
# variation selectors stay: emoji and several scripts are not readable without them.
_ACTING = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_FORMULA = re.compile(r"\s*[=+\-@\t\r]")
_UNSAFE_IN_NAME = re.compile(r"[^\w .()+@-]")
_LONGEST_NAME = 100


def shown(text: str) -> str:
    """A text for a person to read: what would act is there as "[U+202E]"."""
    return _ACTING.sub(lambda found: f"[U+{ord(found[0]):04X}]", text.replace("\r\n", "\n"))


def cell(text: str) -> str:
    """A cell of a table: shown as text by programs that would take it for a formula, on one line."""
    text = " ".join(shown(text).split())
    return f"'{text}" if _FORMULA.match(text) else text


def json_line(value: Mapping[str, Any] | Sequence[Any]) -> str:
    """JSON on one line. Every character comes back as it was; what would act on a screen is written by its number."""
    text = json.dumps(value, ensure_ascii=False)
    return _ACTING.sub(lambda found: json.dumps(found[0])[1:-1], text)


def file_name(name: str) -> str:
    """A name for an archive that means one file in one folder on every system."""
    last = re.split(r"[/\\]", name)[-1]
    safe = _UNSAFE_IN_NAME.sub("_", last).strip(". ")
    stem, dot, ending = safe.rpartition(".")
    short = f"{stem[: _LONGEST_NAME - len(ending) - 1]}{dot}{ending}" if stem and len(ending) < 10 else safe
    return short[:_LONGEST_NAME].strip(". ") or "chat"
