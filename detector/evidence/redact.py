"""A copy of a chat in which the person who was written to cannot be recognised by name, number or account.

What is found: the parts of the person's name, the words that were picked, and phone numbers, e-mail addresses, account
names and accounts that the person was the first to say. Postal addresses, workplaces and nicknames are not found: pick
them as words. What the other person gave stays: it is the evidence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

import phonenumbers

from detector.evidence import facts
from detector.formats._people import WRITER
from detector.review import Review

# Kinds of indicators, and the word that stands for them. Links and domains are public.
_WORDS = {
    "phone": "PHONE", "email": "EMAIL", "handle": "HANDLE", "iban": "ACCOUNT",
    "bitcoin": "ACCOUNT", "ethereum": "ACCOUNT", "tron": "ACCOUNT",
}  # fmt: skip
_NAME_PART = re.compile(r"[^\W\d_]{2,}")
_NO_NAMES = WRITER | {"you"}
_LEAST_DIGITS = 6
_GAP = r"[\s().\-/]{0,4}"


@dataclass(frozen=True, slots=True)
class Redaction:
    """What is to be taken out.

    Attributes:
        me: the name of the person who was written to, as the chat writes it.
        words: anything else that would give the person away; taken out wherever it stands, inside words as well.
    """

    me: str = ""
    words: tuple[str, ...] = ()


@dataclass(slots=True)
class Redactor:
    """Puts tokens for what a pattern finds, and remembers what they stand for.

    Attributes:
        spellings: token to every spelling that it replaced, in order of appearance: the key.
    """

    patterns: list[tuple[str, re.Pattern[str]]]
    spellings: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, found: Review, wanted: Redaction) -> Redactor:
        patterns: list[tuple[str, re.Pattern[str]]] = []
        for number, word in enumerate(dict.fromkeys(filter(str.strip, wanted.words)), start=1):
            patterns.append((f"[WORD {number}]", _flexible(word)))
        counts = dict.fromkeys(_WORDS.values(), 0)
        for kind, value in _own(found, wanted.me):
            word = _WORDS[kind]
            counts[word] += 1
            patterns.append((f"[{word} {counts[word]}]", _pattern(kind, value)))
        return cls(patterns + [("[PERSON 1]", pattern) for pattern in _names(wanted.me)])

    def __call__(self, text: str) -> str:
        """The text with tokens. Where two patterns meet, all that either covers is taken out."""
        folded, places = _fold(text)
        hits = [
            (places[match.start()], max(places[match.end()], places[match.end() - 1] + 1), token)
            for token, pattern in self.patterns
            for match in pattern.finditer(folded)
        ]
        pieces, done = [], 0
        for start, end, token in _merged(hits):
            spellings = self.spellings.setdefault(token, [])
            if text[start:end] not in spellings:
                spellings.append(text[start:end])
            pieces += [text[done:start], token]
            done = end
        return "".join([*pieces, text[done:]])


def redacted(found: Review, hide: Redactor) -> Review:
    """The review with every text of the chat gone through `hide`; what is "me"'s own is no indicator any more."""
    own = {(one.kind, one.value) for one in facts.indicators(found) if one.by == "me" and one.kind in _WORDS}
    timeline = tuple(
        replace(
            moment,
            message=replace(moment.message, text=hide(moment.message.text)),
            indicators=tuple(
                replace(one, value=hide(one.value)) for one in moment.indicators if (one.kind, one.value) not in own
            ),
        )
        for moment in found.timeline
    )
    conversation = replace(
        found.conversation,
        id=hide(found.conversation.id),
        platform=hide(found.conversation.platform),
        messages=tuple(moment.message for moment in timeline),
    )
    assessment = replace(
        found.assessment, indicators=tuple(dict.fromkeys(one for moment in timeline for one in moment.indicators))
    )
    evidence = found.evidence and replace(found.evidence, name=hide(found.evidence.name))
    return replace(found, conversation=conversation, assessment=assessment, timeline=timeline, evidence=evidence)


def _own(found: Review, me: str) -> Iterator[tuple[str, str]]:
    """Kind and value of what the person was the first to say; a number in another spelling is no new one."""
    seen = facts.indicators(found)
    theirs = [re.sub(r"\D", "", one.value) for one in seen if one.by == "them" and one.kind == "phone"]
    known: set[str] = set()
    for kind, value in (*((one.kind, one.value) for one in seen if one.by == "me"), *_more_phones(found, me)):
        if kind != "phone":
            if kind in _WORDS:
                yield kind, value
            continue
        core = _core(value)
        if len(core) >= _LEAST_DIGITS and core not in known and not any(number.endswith(core) for number in theirs):
            known.add(core)
            yield kind, core


def _more_phones(found: Review, me: str) -> Iterator[tuple[str, str]]:
    """International numbers that the indicators do not hold; and the name, where a chat has a number for it."""
    own = (moment.message.text for moment in found.timeline if moment.message.sender == "me")
    for text in (*own, me):
        if sum(map(str.isdigit, text)) >= _LEAST_DIGITS:
            for match in phonenumbers.PhoneNumberMatcher(text, None):
                yield "phone", phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)


def _core(number: str) -> str:
    """The digits of a phone number that all its spellings share: no country code, no leading zero."""
    try:
        return phonenumbers.national_significant_number(phonenumbers.parse(number, None))
    except phonenumbers.NumberParseException:
        return re.sub(r"\D", "", number).lstrip("0")


def _pattern(kind: str, value: str) -> re.Pattern[str]:
    if kind == "phone":
        core = _GAP.join(value)
        return re.compile(rf"(?<!\d)(?:(?:\+|00)?\d{{1,3}}{_GAP})?(?:\(?0\)?{_GAP})?\(?{core}(?!\d)")
    if kind == "handle":
        return re.compile(rf"(?<!\w)@?{re.escape(_fold(value)[0].removeprefix('@'))}(?!\w)")
    folded = _fold(value)[0]
    return re.compile(r"\s*".join(map(re.escape, folded)) if kind == "iban" else re.escape(folded))


def _names(me: str) -> list[re.Pattern[str]]:
    """The parts of the name, one by one or in a row, also drawn out ("mariaaa"); never a part of another word.

    Possessive, so that no text can make the search take long; names written as one word get a pattern of their own.
    """
    parts = [part for part in _NAME_PART.findall(_fold(me)[0]) if part not in _NO_NAMES]
    if not parts:
        return []
    one = "|".join(map(_drawn_out, sorted(set(parts), key=lambda part: (-len(part), part))))
    row = rf"(?<![^\W\d_])(?:{one})(?:[\s._-]*+(?:{one}))*+(?![^\W\d_])"
    return [re.compile(row), *([re.compile("".join(parts))] if len(parts) > 1 else [])]


def _drawn_out(part: str) -> str:
    return "".join(f"{letter}{{{len(list(same))},}}+" for letter, same in groupby(part))


def _flexible(word: str) -> re.Pattern[str]:
    """A picked word wherever it stands, with any space between its parts."""
    return re.compile(r"\s+".join(map(re.escape, _fold(word)[0].split())))


def _fold(text: str) -> tuple[str, range | list[int]]:
    """The text without case, accents and invisible marks; and where each character, and the end, stood in it."""
    if text.isascii():
        return text.lower(), range(len(text) + 1)
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for letter in unicodedata.normalize("NFKD", character.casefold()):
            if not unicodedata.combining(letter) and unicodedata.category(letter) != "Cf":
                letters.append(letter)
                places.append(place)
    return "".join(letters), [*places, len(text)]


def _merged(hits: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Stretches that do not meet, in order; the longest hit of a stretch names it."""
    merged: list[tuple[int, int, str]] = []
    longest = 0
    for start, end, token in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
        if merged and start < merged[-1][1]:
            first, last, kept = merged[-1]
            merged[-1] = (first, max(last, end), token if end - start > longest else kept)
            longest = max(longest, end - start)
        else:
            merged.append((start, end, token))
            longest = end - start
    return merged
