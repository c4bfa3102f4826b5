"""What the exports of programs have in common: who is "me", moments, media, one file of a zip, lists in JSON."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from detector.formats._dates import as_utc

ME = "(me)"  # where the export itself says which messages are mine; the brackets keep it apart from a contact's name
ONLY_MINE = "the export holds only your own messages; what the other person wrote is not in it"
NO_TIME = "a time that cannot be understood"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SINCE_EPOCH = re.compile(r"\d{9,13}(?:\.\d{1,6})?")  # fewer or more digits are a date without separators
_MILLISECONDS = 10**11  # as seconds this is in the year 5138
_MAIL_DATE = re.compile(r"(?:[A-Za-z]{3,9},? *)?(?:\d{1,2}[ -][A-Za-z]{3}|[A-Za-z]{3} +\d{1,2} )")


def moment(value: object) -> datetime | None:
    """Aware UTC of ISO 8601, of an e-mail's date, or of (milli)seconds since 1970; None where it is none of them.

    A time without a zone counts as UTC, one before 1990 as unknown.
    """
    try:
        found = as_utc(_moment(str(value).strip()))
    except (ValueError, TypeError, OverflowError, IndexError):  # the last two from the e-mail parser on odd numbers
        return None
    return found if found.year >= 1990 else None


def _moment(text: str) -> datetime:
    if _SINCE_EPOCH.fullmatch(text):
        number = float(text)
        return _EPOCH + timedelta(seconds=number if number < _MILLISECONDS else number / 1000)
    if _MAIL_DATE.match(text):
        return parsedate_to_datetime(text)
    return datetime.fromisoformat(text.removesuffix(" UTC"))


def placeholder(content_type: str) -> str:
    """What stands for a file in a message.

    Args:
        content_type: as in `image/jpeg; name=a.jpg`.
    """
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "image/gif":
        return "[gif]"
    if kind.endswith(("vcard", "directory")):
        return "[contact]"
    main = kind.partition("/")[0]
    return {"image": "[photo]", "video": "[video]", "audio": "[voice message]"}.get(main, "[document]")
