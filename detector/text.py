"""What the model reads: a text with its disguises taken off. Also the one place where code points become UTF-16 units.

`normalise` is for the model only: what a person is shown is the text as it was sent, made `printable`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import partial

from detector.placeholders import stand_ins
from detector.types import Span

# Marks without width, bidi controls, joiners, fillers, tags, variation selectors; and lone surrogates, which no
# tokenizer accepts. Tabs and line ends fall to the whitespace fold below.
_INVISIBLE = re.compile(
    "[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]+"
)
# Marks that composed with no letter: they are stacked on letters to hide a word.
_LOOSE_MARKS = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+")
# Escape sequences and everything else that moves a cursor or turns text around.
_UNPRINTABLE = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")

# Letters that pass for a Latin one in common fonts, as "latin:lookalikes". Source: Unicode TR39 confusables, the part
# in Cyrillic, Greek, Armenian, phonetic and small-capital letters; fullwidth and mathematical ones are NFKC's work.
_GROUPS = """
a:аαɑᴀ b:вьβʙ c:сϲᴄ d:ԁժᴅ e:еёєεᴇ f:ϝꜰ g:ɡցɢ h:һнհʜ i:іїιɩıɪ j:јϳᴊ k:кκᴋ l:ӏʟ m:мᴍ n:пηոɴ o:оοσօᴏ p:рρᴘ q:ԛզ r:гʀ
s:ѕꜱ t:тτᴛ u:υսᴜ v:ѵνᴠ w:ԝωᴡ x:хχ y:уγүʏ z:ᴢ A:АΑ B:ВΒ C:СϹ E:ЕЁΕ F:Ϝ G:Ԍ H:НΗ I:ІЇΙӀ J:ЈͿ K:КΚ L:Լ M:МΜ N:Ν O:ОΟՕ
P:РΡ Q:Ԛ S:ЅՏ T:ТΤ U:Ս V:Ѵ W:Ԝ X:ХΧ Y:УΥҮ Z:Ζ
"""
_LOOKALIKES = str.maketrans(
    {lookalike: latin for latin, lookalikes in re.findall(r"(\S):(\S+)", _GROUPS) for lookalike in lookalikes}
)
_LOOKALIKE = re.compile(f"[{''.join(map(chr, _LOOKALIKES))}]")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN_WORD = re.compile(r"(?<![^\W\d_])[A-Za-z]{2,}(?![^\W\d_])")

# "b i t c o i n", "b.i.t.c.o.i.n": four letters or more, each alone, with the same separator between all of them.
_SPACED = re.compile(r"(?<![^\W_])[^\W\d_]([ .\-_*·|])[^\W\d_](?:\1[^\W\d_](?![^\W_])){2,}")
# "m0ney", "c@sh": one kind of disguise digit between letters. Words with other digits ("h2o4u") are left alone.
_DIGIT_IN_WORD = re.compile(r"(?<![\w@$])[^\W\d_]++(?:[013@$]++[^\W\d_]++)++(?![\w@$])")
_DIGIT_LETTERS = str.maketrans("013@$", "oieas")

_EMOJI = (
    "\u00a9\u00ae\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\U0001f000-\U0001faff"
)
_EMOJI_IN_WORD = re.compile(rf"(?<![^\W\d_])([A-Za-z]++)[{_EMOJI}]++(?=([A-Za-z]++))")
_EMOJI_BESIDE_WORD = re.compile(rf"(?<=\w)(?=[{_EMOJI}])|(?<=[{_EMOJI}])(?=\w)")
# Short words that stand whole on one side of an emoji far more often than they are one half of a cut word.
_WHOLE = frozenset(
    _WORD.findall(
        "hi hey ok okay yes no you me my we he she it is am are the and but so not love dear baby haha lol thanks good "
        "day night morning now today what how why when who here there to for of at do go see miss time im ill"
    )
)

_SAME_CHARACTER = re.compile(r"([^\w\s]|[^\W\d])\1{3,}")
_SAME_SYLLABLE = re.compile(r"([^\W\d_]{2,4}?)\1{3,}")


def printable(text: str) -> str:
    """Text that a terminal or a page can be trusted with: nothing in it moves a cursor or turns the text around."""
    return _UNPRINTABLE.sub("", text)


def normalise(text: str) -> str:
    """The text as the model reads it: one line, Latin letters for their lookalikes, nothing invisible.

    Wallets, links, addresses and numbers become short words (`detector.placeholders`), so that none of them can be
    learnt by heart; sums of money stay. Applying it twice changes nothing, and no text makes it fail.
    """
    # A pass can lay bare what the next one must see: "b.i.t.c.o.i.n . com". The second almost always changes nothing.
    for _ in range(4):
        done = _pass(text)
        if done == text:
            break
        text = done
    return text


def _pass(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
        text = _LOOSE_MARKS.sub("", _INVISIBLE.sub("", text))
        text = _latin_for_lookalikes(text)
        text = _EMOJI_IN_WORD.sub(_join_cut_word, text)
        text = _EMOJI_BESIDE_WORD.sub(" ", text)
    else:
        text = _INVISIBLE.sub("", text)
    text = _SPACED.sub(lambda found: found[0].replace(found[1], ""), text)
    text = stand_ins(text)
    text = _DIGIT_IN_WORD.sub(lambda found: found[0].translate(_DIGIT_LETTERS), text)
    text = _SAME_CHARACTER.sub(r"\1\1\1", text)
    text = _SAME_SYLLABLE.sub(r"\1\1\1", text)
    return " ".join(text.split())


def _latin_for_lookalikes(text: str) -> str:
    """Replaces lookalikes in words that mix scripts, and in whole lookalike words among Latin ones.

    A Russian text has words that could be spelt with Latin letters; it has no Latin words beside them.
    """
    if not _LOOKALIKE.search(text):
        return text
    mixed = _WORD.sub(partial(_unmix, whole=False), text)
    return _WORD.sub(partial(_unmix, whole=True), mixed) if _mostly_latin(mixed) else mixed


def _unmix(found: re.Match[str], whole: bool) -> str:
    word = found[0]
    latin = word.translate(_LOOKALIKES)
    if latin == word or not latin.isascii():
        return word
    has_latin = any("a" <= letter <= "z" for letter in word.lower())
    return latin if whole or has_latin else word


def _mostly_latin(text: str) -> bool:
    latin = len(_LATIN_WORD.findall(text))
    return latin > 0 and 2 * latin >= len(_WORD.findall(text))


def _join_cut_word(found: re.Match[str]) -> str:
    left, right = found[1], found[2]
    return found[0] if left.lower() in _WHOLE or right.lower() in _WHOLE else left


def utf16_span(text: str, span: Span) -> tuple[int, int]:
    """Start and end of a span in UTF-16 units, as JavaScript counts."""
    start = len(text[: span.start].encode("utf-16-le", "surrogatepass")) // 2
    return start, start + len(text[span.start : span.end].encode("utf-16-le", "surrogatepass")) // 2
