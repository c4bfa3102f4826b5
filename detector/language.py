"""Whether a chat is in English, the one language that the detector can judge. Serves the server, the CLI and the eval.

Each message gives evidence in natural log-odds; the gate over a chat is a fading sum of it. The three weights come from
a logistic regression on English chats (SMS and Singlish included) against chats in eight other Latin-script languages.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from detector.text import normalise

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

Language = Literal["en", "other", "unclear"]

MARGIN_WEIGHT = 0.25  # for each nat by which English beats the best other language
WORD_WEIGHT = 1.0  # for each everyday English word
CLEAR = 1.0  # evidence from which one message counts as clear
FADING = 0.9  # of the sum, a message
NOT_ENGLISH = -3.0  # sum below which the recent chat cannot be assessed

# Languages that a chat in Latin letters is likely to be in. More would cost short English messages their verdict.
_LATIN_LANGUAGES = [
    "en", "es", "pt", "fr", "it", "ro", "ca", "de", "nl", "sv", "da", "no", "fi", "pl", "cs", "sk", "hu", "hr", "tr",
    "id", "ms", "tl", "vi", "sw", "sq", "lt", "lv", "et", "sl", "az",
]  # fmt: skip
# Frequent in English chats and rare elsewhere: words that another language has too ("die", "me", "no") are left out.
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_EVERYDAY = frozenset(
    _WORD.findall("""
    the you and your my are were have has had what when where how why who that this these those it's i'm i'll i've
    you're don't didn't can't won't isn't that's he's she's they're we're dont cant with from been will would could
    should just know think got going see want need good thanks thank please sorry hello here there now then time
    today tomorrow tonight morning home love yes yeah okay ur lol haha hahaha gonna wanna because about which their
    them they she his her him our out up too very really much many some any being before after again still only even
    also well right back make take give tell say said does did for be but not day night week year money bank pay
    friend work job happy nice great sure maybe later already always never than more most u r pls thx nite dun hey
    hope feel like new send help look wait let hi keep talk people thing something nothing anything
    """)
)
_NOT_LATIN_LETTERS = re.compile(r"[^\W\d_\0-\u024f\u1e00-\u1eff]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_ENOUGH_CHARACTERS = 1_000  # the beginning of a long letter tells its language


def english_evidence(text: str) -> float:
    """Log-odds that a message is English: 0 where it says nothing, at most 8 and at least -8.

    A message of one or two words cannot settle a chat alone: it may be a name or a place.
    """
    text = normalise(text[:_ENOUGH_CHARACTERS]).lower().replace("’", "'")
    words = _WORD.findall(text)
    if not words:
        return 0.0
    foreign_letters = sum(map(len, _NOT_LATIN_LETTERS.findall(text)))
    letters = sum(map(len, _LETTERS.findall(text)))
    # Chinese and Thai write no spaces: there, three letters are about a word.
    limit = min(8.0, 2.0 + 0.5 * max(len(words), foreign_letters / 3))
    if 2 * foreign_letters > letters:
        return -limit
    ranked = dict(_identifier().rank(" ".join(words)))
    margin = ranked.pop("en") - max(ranked.values())
    evidence = MARGIN_WEIGHT * margin + WORD_WEIGHT * sum(word in _EVERYDAY for word in words)
    return max(-limit, min(limit, float(evidence)))


def language(text: str) -> Language:
    """The language of one message; "unclear" for most short ones."""
    evidence = english_evidence(text)
    if abs(evidence) < CLEAR:
        return "unclear"
    return "en" if evidence > 0 else "other"


@dataclass(frozen=True, slots=True)
class LanguageGate:
    """Decides whether the recent part of a chat can be assessed. One number a chat; pure.

    A caller that must replay edited chats keeps `english_evidence` of each message, one number, and no text.
    """

    evidence: float = 0.0

    def step(self, message_evidence: float) -> LanguageGate:
        """The gate after one more message, given its `english_evidence`."""
        return LanguageGate(FADING * self.evidence + message_evidence)

    @property
    def assessable(self) -> bool:
        return self.evidence >= NOT_ENGLISH

    def to_bytes(self) -> bytes:
        return struct.pack("<d", self.evidence)

    @classmethod
    def from_bytes(cls, raw: bytes) -> LanguageGate:
        return cls(struct.unpack("<d", raw)[0])


def warm_up() -> None:
    """Loads the language model, about a second: for a server to call before it serves."""
    _identifier()


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(_LATIN_LANGUAGES)
    identifier._full_model = None  # of all 97 languages, for choosing others later: a tenth of the server's memory
    return identifier
