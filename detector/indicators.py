"""What in a text can be looked up or reported: wallets, links, domains, e-mail addresses, handles, accounts, phones."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from stdnum import iban

from detector.checksums import base58check, ethereum, segwit
from detector.placeholders import EMAIL, HANDLE, IBAN, NUMBER, URL, WALLET, is_phone
from detector.types import Indicator, Span

_Read = Callable[[re.Match[str]], list[Indicator]]

_BITCOIN_VERSIONS = (0x00, 0x05)
_TRON_VERSIONS = (0x41,)
_AFTER_LINK = ".,;:!?)]}>'\"*_"
_HOST = re.compile(r"(?:\w+://)?(?:[^/@\s]*@)?([\w.-]+)", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,23}", re.IGNORECASE)


def indicators(text: str) -> tuple[Indicator, ...]:
    """All of them in the order of the text. `valid` says whether checksum or form is right.

    What failed its checksum is kept: it may be an address with a slip, and a person can compare.
    """
    found: list[Indicator] = []
    for pattern, read in _READERS:
        text = pattern.sub(partial(_take, read, found), text)
    return tuple(sorted(found, key=lambda indicator: (indicator.span.start, indicator.kind)))


def _take(read: _Read, found: list[Indicator], match: re.Match[str]) -> str:
    """One stretch of text is one thing: what was read is blank for the readers after it."""
    found += read(match)
    return " " * len(match[0])


def _wallet(match: re.Match[str]) -> list[Indicator]:
    address = match[0]
    if address.startswith("0x"):
        return [_indicator("ethereum", match, ethereum(address))]
    if address.startswith("T"):
        return [_indicator("tron", match, base58check(address, _TRON_VERSIONS))]
    valid = segwit(address) if address.lower().startswith("bc1") else base58check(address, _BITCOIN_VERSIONS)
    return [_indicator("bitcoin", match, valid)]


def _link(match: re.Match[str]) -> list[Indicator]:
    url = match[0].rstrip(_AFTER_LINK)
    span = Span(match.start(), match.start() + len(url))
    host = _HOST.match(url)
    name = host[1].lower().rstrip(".").removeprefix("www.") if host else ""
    valid = bool(_DOMAIN.fullmatch(name))
    found = [Indicator("link", url, span, valid)]
    return [*found, Indicator("domain", name, span, valid)] if name else found


def _account(match: re.Match[str]) -> list[Indicator]:
    number = match[0].replace(" ", "")
    valid = iban.is_valid(number)
    return [Indicator("iban", number, Span(*match.span()), valid)]


def _phone(match: re.Match[str]) -> list[Indicator]:
    if not is_phone(match):
        return []
    digits = re.sub(r"\D", "", match[0])
    number = f"+{digits}" if match[0].startswith("+") else digits
    return [Indicator("phone", number, Span(*match.span()), number.startswith("+") and 8 <= len(digits) <= 15)]


def _email(match: re.Match[str]) -> list[Indicator]:
    return [Indicator("email", match[0].lower(), Span(*match.span()), True)]


def _handle(match: re.Match[str]) -> list[Indicator]:
    return [_indicator("handle", match, True)]


def _indicator(kind: str, match: re.Match[str], valid: bool) -> Indicator:
    return Indicator(kind, match[0], Span(*match.span()), valid)


_READERS: tuple[tuple[re.Pattern[str], _Read], ...] = (
    (URL, _link),
    (EMAIL, _email),
    (HANDLE, _handle),
    (WALLET, _wallet),
    (IBAN, _account),
    (NUMBER, _phone),
)
