"""What is written down in English, by the detector or in a custody log, in the languages of the console.

`translations/` has a file a language. The English one holds the sentences as they are written, by which all are found:
so the detector has no languages, and what was written long ago can be read in any of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from prompts.wording import FALLBACK, all_in

TRANSLATIONS_DIR = Path(__file__).with_name("translations")
_GAPS = {"n": r"\d[\d,]*", "of": r"\d+", "tactic": r"\w+", "whys": r"\w+ \d+: .+"}
_LISTS = {"whys": re.compile(r"; (?=\w+ \d+: )"), "names": re.compile(r", (?![^(]*\))")}  # a name may be "mail (a, b)"
_PARTS = ("why", "name", *_LISTS)  # gaps that are filled by further sentences


def translated(said: str, lang: str, tactics: Mapping[str, str] | None = None) -> str:
    """A sentence in a language that has a file, or as it is where there is no such sentence in the English one.

    Args:
        tactics: what a person reads for the id of a tactic.
    """
    texts = all_in(TRANSLATIONS_DIR)[lang]
    for key, pattern in _patterns().items():
        if found := pattern.fullmatch(said):
            return str(texts[key]).format(
                **{gap: _filled(gap, text, lang, tactics or {}) for gap, text in found.groupdict().items()}
            )
    return said


def _filled(gap: str, text: str, lang: str, tactics: Mapping[str, str]) -> str:
    if gap == "tactic":
        return tactics.get(text, text)
    if gap not in _PARTS:
        return text
    parts = _LISTS[gap].split(text) if gap in _LISTS else [text]
    return str(all_in(TRANSLATIONS_DIR)[lang].get(f"between_{gap}", "")).join(translated(one, lang) for one in parts)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    english = {key: text for key, text in all_in(TRANSLATIONS_DIR)[FALLBACK].items() if key != "lang"}
    return {key: re.compile(re.sub(r"\\{(\w+)\\}", _gap, re.escape(text)), re.DOTALL) for key, text in english.items()}


def _gap(found: re.Match[str]) -> str:
    return f"(?P<{found[1]}>{_GAPS.get(found[1], '.+?')})"
