"""Sums of money in a text: an amount with its currency, as people type them in chats. Pure; anyone may import it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from price_parser.parser import parse_number

from detector.types import Span

# How people write a currency, one a line. A bare "$" counts as US dollars, "pesos" as the most common ones.
_WRITTEN = """
USD us$ $ usd dollar dollars buck bucks
EUR € eur euro euros
GBP £ gbp pound pounds quid
USDT usdt tether
USDC usdc
BTC ₿ btc bitcoin bitcoins
ETH eth ether
CNY ¥ cny rmb yuan
INR ₹ inr rs rupee rupees
NGN ₦ ngn naira
PHP ₱ php
THB ฿ thb baht
HKD hk$ hkd
SGD sgd
AUD a$ aud
CAD c$ cad
NZD nz$ nzd
BRL r$ brl reais
MXN mxn peso pesos
CHF chf
AED aed dirham dirhams
MYR myr ringgit
ZAR zar
KES kes ksh
GHS ghs cedis
JPY jpy yen
"""
_CODES = {way: line.split()[0] for line in _WRITTEN.strip().splitlines() for way in line.split()[1:]}
_TIMES = {"k": 1_000, "thousand": 1_000, "grand": 1_000, "m": 10**6, "mln": 10**6, "million": 10**6}

_SIGNS = "|".join(re.escape(way) for way in sorted(_CODES, key=len, reverse=True) if not way.isalpha())
_WORDS = "|".join(sorted((way for way in _CODES if way.isalpha()), key=len, reverse=True))
_CURRENCY = rf"(?:{_SIGNS}|(?<![^\W\d_])(?:{_WORDS})(?![^\W\d_]))"
# Groups of three, or Indian ones ("1,00,000"), and a fraction; a full stop that ends a sentence is left.
_NUMBER = r"\d+(?:[,.'’]\d{2,3}(?!\d)|[ \u00a0\u202f]\d{3}(?!\d))*(?:[.,]\d+)?"
_MORE = rf"(?: ?(?:{'|'.join(sorted(_TIMES, key=len, reverse=True))})(?![^\W\d_]))?"
_SUM = re.compile(
    rf"(?P<before>{_CURRENCY})[.:]? ?(?P<first>{_NUMBER})(?P<more>{_MORE})(?![\d%])"
    rf"|(?<![\w.,])(?P<second>{_NUMBER})(?P<times>{_MORE}) ?(?P<after>{_CURRENCY})",
    re.IGNORECASE,
)
_FRACTIONS = frozenset({"BTC", "ETH"})  # "0.125 btc" is an eighth, "3.000 eur" three thousand


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount of money in a text. `currency` is an ISO 4217 code, or the ticker of a coin."""

    amount: Decimal
    currency: str
    span: Span


def sums(text: str) -> tuple[Sum, ...]:
    """All sums that name their currency, in the order of the text; a number alone is none."""
    return tuple(found for match in _SUM.finditer(text) if (found := _sum(match)))


def _sum(match: re.Match[str]) -> Sum | None:
    currency = _CODES[(match["before"] or match["after"]).lower()]
    point = "." if currency in _FRACTIONS else None
    amount = parse_number(match["first"] or match["second"], point)
    if not amount:
        return None
    times = _TIMES.get((match["more"] or match["times"] or "").strip().lower(), 1)
    return Sum(amount * times, currency, Span(*match.span()))
