"""Patterns of links, addresses and numbers, and the short words that stand for them in what the model reads."""

from __future__ import annotations

import re

# Endings of bare domains (no "https://", no path). Only lower case and only these, since "trust.me" and "Ok.Top" are
# sentences without a space; any ending counts when a path follows.
_ENDINGS = (
    "com|net|org|info|biz|io|co|app|xyz|top|vip|site|online|shop|store"
    "|club|icu|cc|tv|ru|cn|uk|de|fr|eu|dev|ai|gov|edu|example"
)
_DOMAIN = r"(?<![\w@.-])(?:[a-z0-9][a-z0-9-]{0,62}\.){1,5}"
URL = re.compile(
    r"\b(?:https?|hxxps?|ftp)://[^\s<>\"']++"
    r"|\bwww\.[^\s<>\"']{3,}+"
    rf"|{_DOMAIN}[a-z]{{2,24}}/[^\s<>\"']++"
    rf"|{_DOMAIN}(?:(?-i:{_ENDINGS})|com|net|org)(?![\w@-]|\.\w)",
    re.IGNORECASE,
)
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}+@(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24}\b", re.IGNORECASE)
HANDLE = re.compile(r"(?<![\w@./])@(?!\d+\b)\w{3,32}\b")
WALLET = re.compile(
    r"\b(?:bc1[02-9ac-hj-np-z]{25,62}|BC1[02-9AC-HJ-NP-Z]{25,62}|0x[0-9a-fA-F]{40}|"
    r"T[1-9A-HJ-NP-Za-km-z]{33}|(?=\w*\d)[13][1-9A-HJ-NP-Za-km-z]{25,34})\b"
)
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
NUMBER = re.compile(r"(?<![\w.,:+@#])(?:\+ ?)?\(?\d++(?:[ .\-/()]{1,2}\d++){0,7}(?![\w@]|:\d)")
_CURRENCY = (
    "usdt?|usdc|eur|euros?|gbp|dollars?|bucks|pounds?|btc|eth|rs|inr|php|pesos?"
    "|naira|ngn|yuan|rmb|cny|hkd|sgd|aud|cad|chf|aed"
)
_BEFORE_SUM = re.compile(rf"(?:[$€£¥₹₦₱฿₿]|\b(?:{_CURRENCY}))\.? ?$", re.IGNORECASE)
_AFTER_SUM = re.compile(rf" ?(?:[$€£¥₹₦₱฿₿%]|(?:{_CURRENCY}|k|m|mln|million|billion)\b)", re.IGNORECASE)
_DATE_OR_SUM = re.compile(
    r"\d{4}[./-]\d\d?[./-]\d\d?(?: \d\d?)?|\d\d?[./-]\d\d?[./-](?:\d\d|\d{4})(?: \d\d?)?"
    r"|\d{1,3}(?:([ .])\d{3})(?:\1\d{3})*"
)

# Hosts whose name tells something to the model; all others are just a "link".
_KNOWN_HOSTS = {
    "t.me": "telegram", "telegram.me": "telegram", "telegram.org": "telegram", "wa.me": "whatsapp",
    "whatsapp.com": "whatsapp", "youtube.com": "youtube", "youtu.be": "youtube", "instagram.com": "instagram",
    "facebook.com": "facebook", "tiktok.com": "tiktok", "google.com": "google", "zoom.us": "zoom",
    "spotify.com": "spotify", "netflix.com": "netflix", "line.me": "line", "signal.me": "signal",
}  # fmt: skip
_HOST = re.compile(r"(?:\w+://)?(?:[^/@\s]*@)?([^/:?#\s]+)", re.IGNORECASE)

# "name [at] mail [dot] com", "name(dot)com"
_BRACKETED = re.compile(r"\s*[\[({<]\s*(dot|at|\.|@)\s*[\])}>]\s*", re.IGNORECASE)
# Public corpora write "<PHONE>", exports "[email]": the same words as ours.
_MASKED = re.compile(r"[<\[{](url|link|e-?mail|phone|phone[ _]number|number|wallet|address)[>\]}]", re.IGNORECASE)
_MASK_WORDS = {"url": "link", "e-mail": "email", "phone number": "phone", "phone_number": "phone"}


def stand_ins(text: str) -> str:
    """Replaces links, mail addresses, handles, wallets, account and phone numbers by one word each."""
    text = _MASKED.sub(lambda found: _MASK_WORDS.get(found[1].lower(), found[1].lower()), text)
    text = _BRACKETED.sub(lambda found: "@" if found[1].lower() in ("at", "@") else ".", text)
    if "@" in text:
        text = EMAIL.sub("email", text)
        text = HANDLE.sub("handle", text)
    if "." in text:
        text = URL.sub(_link_word, text)
    text = WALLET.sub("wallet", text)
    text = IBAN.sub("iban", text)
    return NUMBER.sub(_number_word, text)


def _link_word(found: re.Match[str]) -> str:
    host = _HOST.match(found[0])
    labels = host[1].lower().split(".") if host else []
    name = _KNOWN_HOSTS.get(".".join(labels[-2:]))
    return f"{name} link" if name else "link"


def _number_word(found: re.Match[str]) -> str:
    if is_phone(found):
        return "phone"
    return "number" if _is_long(found) else found[0]


def is_phone(found: re.Match[str]) -> bool:
    """Whether a match of `NUMBER` is written as phone numbers are."""
    number = found[0]
    digits = sum(map(str.isdigit, number))
    grouped = digits <= 12 and not number.isdigit()
    return _is_long(found) and digits <= 16 and (number[0] in "+0(" or grouped)


def _is_long(found: re.Match[str]) -> bool:
    """Whether it is more than a small number, a date or a sum of money."""
    number = found[0]
    before = found.string[max(0, found.start() - 10) : found.start()]
    after = found.string[found.end() : found.end() + 10]
    known = _DATE_OR_SUM.fullmatch(number) or _BEFORE_SUM.search(before) or _AFTER_SUM.match(after)
    return sum(map(str.isdigit, number)) >= 7 and not known
