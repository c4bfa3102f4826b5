"""Sums of money that a text names, and whether they were asked for, promised or paid. For people who add up a loss:
every sum is shown beside its message, so that they can look.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from detector.types import Span

Role = Literal["asked", "promised", "paid"]

_ASKS = frozenset({
    "coached_small_start", "escalation_urgency", "emergency_money_request", "untraceable_payment", "task_deposit",
    "withdrawal_fee", "guilt_threat_coercion", "recovery_offer", "passport_and_debt",
})  # fmt: skip
# "$", "peso" and the like name no one country: they stay as they are written, and are never added to another currency.
_SYMBOLS = {
    "us$": "USD", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "hk$": "HKD", "s$": "SGD", "nz$": "NZD",
    "r$": "BRL", "mx$": "MXN", "$": "$", "€": "EUR", "£": "GBP", "¥": "¥", "₹": "INR", "₦": "NGN", "₱": "PHP",
    "฿": "THB", "₿": "BTC", "₩": "KRW", "₫": "VND", "₽": "RUB", "₺": "TRY",
}  # fmt: skip
_WORDS = {
    "dollar": "$", "dollars": "$", "bucks": "$", "euro": "EUR", "euros": "EUR", "pounds": "GBP", "quid": "GBP",
    "yen": "JPY", "yuan": "CNY", "rmb": "CNY", "rupee": "rupees", "rupees": "rupees", "rs": "rupees", "naira": "NGN",
    "peso": "pesos", "pesos": "pesos", "baht": "THB", "ringgit": "MYR", "dirham": "AED", "dirhams": "AED",
    "francs": "CHF", "reais": "BRL", "tether": "USDT", "bitcoin": "BTC", "bitcoins": "BTC", "ether": "ETH",
}  # fmt: skip
_CODES = (
    "usd", "eur", "gbp", "usdt", "usdc", "btc", "eth", "trx", "inr", "pkr", "php", "ngn", "cny", "hkd", "sgd",
    "aud", "cad", "nzd", "chf", "aed", "myr", "thb", "vnd", "idr", "brl", "mxn", "zar", "kes", "ghs", "jpy",
    "krw", "rub", "try", "pln", "sek", "nok", "dkk", "ils", "egp", "sar", "twd", "cop", "ars", "clp", "pen",
    "uah", "ron", "czk", "huf",
)  # fmt: skip
_NAMES = _SYMBOLS | _WORDS | {code: code.upper() for code in _CODES}
_COINS = frozenset({"BTC", "ETH"})
_SCALES = {
    "k": 10**3, "thousand": 10**3, "m": 10**6, "mln": 10**6, "million": 10**6, "lakh": 10**5, "lakhs": 10**5,
    "crore": 10**7, "crores": 10**7,
}  # fmt: skip

_SPACE = "[ \u00a0\u202f]"
_SYMBOL = "|".join(re.escape(symbol) for symbol in sorted(_SYMBOLS, key=len, reverse=True))
_WORD = "|".join(sorted({*_WORDS, *_CODES}, key=len, reverse=True))
_GROUPED = r"\d{{1,3}}(?:{mark}\d{{3}})+(?:[.,]\d{{1,2}})?(?!\d)"
_APOSTROPHE = "['’]"
_DIGITS = rf"{_GROUPED.format(mark=_SPACE)}|{_GROUPED.format(mark=_APOSTROPHE)}|\d+(?:[.,]\d+)*"
_SUM = re.compile(
    rf"(?<![\w.,#])(?:(?P<before>{_SYMBOL}|(?:{_WORD})\b\.?){_SPACE}?)?(?P<number>{_DIGITS})"
    rf"(?:{_SPACE}?(?P<scale>{'|'.join(sorted(_SCALES, key=len, reverse=True))})\b)?"
    rf"(?:{_SPACE}?(?P<after>{_SYMBOL}|(?:{_WORD})\b))?(?![\d%])",
    re.IGNORECASE,
)
_INDIAN = re.compile(r"\d{1,2}(?:,\d\d)+,\d{3}(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum as the text names it. `currency` is an ISO 4217 code, a coin, or a word as "$" that names no country."""

    value: Decimal
    currency: str
    span: Span


def amounts(text: str) -> tuple[Amount, ...]:
    """All sums with a currency in the order of the text. A bare number is none, nor is a percentage."""
    found = []
    for match in _SUM.finditer(text):
        before, after = (_NAMES.get((match[side] or "").lower().rstrip(".")) for side in ("before", "after"))
        # "$500 CAD" is told by its end, "$500 dollars" by either.
        currency = after if before is None or (before in ("$", "¥") and after) else before
        if currency is not None:
            value = _number(match["number"], currency) * _SCALES.get((match["scale"] or "").lower(), 1)
            found.append(Amount(value, currency, Span(*match.span())))
    return tuple(found)


def role(tactics: Collection[str]) -> Role | None:
    """What the sums in a message with these tactics are; None where they are only spoken of."""
    if "reports_payment_done" in tactics:
        return "paid"
    if "agrees_to_pay_or_deposit" in tactics:
        return "promised"
    return "asked" if _ASKS & set(tactics) else None


def _number(written: str, currency: str) -> Decimal:
    """1,000 and 1.000 are a thousand, but 1.234 of a coin is no thousand coins; 0.500 is a half."""
    digits = re.sub("[ \u00a0\u202f'’]", "", written)
    points = re.findall("[.,]", digits)
    if not points:
        return Decimal(digits)
    whole, _, rest = digits.rpartition(points[-1])
    if len(set(points)) == 2 or _INDIAN.fullmatch(digits):
        decimal = len(set(points)) == 2
    elif len(points) > 1:
        decimal = False
    else:
        decimal = len(rest) != 3 or whole.startswith("0") or len(whole) > 3 or (currency in _COINS and points[0] == ".")
    plain = re.sub("[.,]", "", whole)
    return Decimal(f"{plain}.{rest}" if decimal else f"{plain}{rest}")
