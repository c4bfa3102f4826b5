"""What a message that is not sent yet would give away: by well-known shapes, and by what the tactic model reads in it.

The names of acts are those of the taxonomy, but for account details, which it does not tell apart.
"""

from __future__ import annotations

import re

from stdnum import luhn

from detector.conversation import FloatArray
from detector.indicators import indicators
from detector.judge import FINDING_PROBABILITY
from detector.placeholders import IBAN
from detector.taxonomy import taxonomy
from detector.types import Level

ACCOUNT, CODE, DOCUMENT = "shares_account_details", "shares_code_or_login", "shares_identity_document"
PAID, PAYS = "reports_payment_done", "agrees_to_pay_or_deposit"
ACTS = (ACCOUNT, CODE, DOCUMENT, PAYS, PAID)  # in the order in which a person is told

_ACCOUNTS = frozenset({"iban", "bitcoin", "ethereum", "tron"})
_CARD = re.compile(r"(?<!\d)[2-6]\d{3}(?:[ -]?\d){8,15}(?!\d)")
_CODE = re.compile(
    r"(?<![\d.,:/+$€£-])(?:[A-Z]-)?(?!(?:19|20)\d\d\b)(?:\d{4,8}|\d{3}[ -]\d{3})(?![\d.,:/-]?\d|\s*(?:[$€£%]|usd|eur))",
    re.I,
)
_WORD = re.compile(r"[a-z]{3,8}")
_SEED_WORDS = (12, 15, 18, 21, 24)  # Source: BIP 39
# Everyday words that are in no list of seed words: a dozen of short words without any of them is no sentence.
_NO_SEED_WORDS = re.compile(
    r"the|and|are|was|were|for|but|not|his|her|she|they|them|has|had|our|its|been|would|could|did|does|who|from|than"
)
_MONEY = re.compile(
    r"\b(?:pay(?:ing|ment)?|paid|send(?:ing)?(?! me\b)|sent|transfer\w*|deposit\w*|wir(?:e|ed|ing)|top(?:ped)? up"
    r"|invest\w*|withdr[ae]w\w*|loan|borrow\w*|cheques?|vouchers?|coupons?|(?:gift|steam) ?cards?|usdt|btc|bitcoin"
    r"|crypto|bank|dollars?|euros?)\b|[$€£]\s?\d|\d\s?[$€£]",
    re.IGNORECASE,
)
_REFUSAL = re.compile(r"\b(?:no|not|never|cannot|(?:wo|do|ca|would|could)n['’]?t)\b", re.IGNORECASE)


def acts(text: str, tactics: FloatArray, level: Level, asked_for: bool, picture: bool) -> tuple[str, ...]:
    """What the person is about to do with this message; nothing while the chat is not at risk.

    Args:
        tactics: probabilities of the message's tactics, float32 [K].
        level: of the chat before this message.
        asked_for: the other side has just asked for a code, a login or an identity document.
        picture: a picture goes with it.
    """
    if level < Level.CAUTION:
        return ()
    found = {act for act in ACTS if act != ACCOUNT and tactics[taxonomy().index(act)] >= FINDING_PROBABILITY}
    if any(one.kind in _ACCOUNTS and one.valid for one in indicators(text)):
        found.add(ACCOUNT)
    if has_card(text) or has_seed_phrase(text) or (asked_for and _CODE.search(text)):
        found.add(CODE)
    if asked_for and picture:
        found.add(DOCUMENT)
    if level == Level.DANGER and PAID not in found and _MONEY.search(text) and not _REFUSAL.search(text):
        found.add(PAYS)
    return tuple(act for act in ACTS if act in found)


def has_card(text: str) -> bool:
    """Whether a payment card's number stands in it."""
    rest = IBAN.sub(" ", text)  # whose digits may pass for a card's
    return any(luhn.is_valid(re.sub(r"\D", "", found)) for found in _CARD.findall(rest))


def has_seed_phrase(text: str) -> bool:
    """Whether one of its lines, or all of it, is the words of a wallet, numbered or not."""
    return any(_is_seed_phrase(part) for part in (text, *re.split(r"[\n:]", text)))


def _is_seed_phrase(text: str) -> bool:
    words = [word for word in re.split(r"[\s,;]+", text.strip().lower()) if not re.fullmatch(r"\d{0,2}[.)]?", word)]
    words = [re.sub(r"^\d{1,2}[.)]", "", word) for word in words]
    return len(words) in _SEED_WORDS and all(
        _WORD.fullmatch(word) and not _NO_SEED_WORDS.fullmatch(word) for word in words
    )
