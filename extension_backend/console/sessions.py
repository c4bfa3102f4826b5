"""Who sits at the console: a cookie in one browser, signed in by a code from the terminal. In memory only, so that a
restart of the server signs everybody out.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

LIFE_S = 12 * 3600
MOST = 8  # browsers that have opened the page; the oldest is forgotten


@dataclass(slots=True)
class Session:
    """One browser.

    Attributes:
        held: what was being written when the cases were locked: the case's number and the form.
        country: whose help lines were chosen; "" for those of everywhere, None before a choice.
    """

    opened_at: float
    signed_in: bool = False
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    held: tuple[int, dict[str, Any]] | None = None
    country: str | None = None

    def take_held(self, case: int) -> dict[str, Any] | None:
        """What was written about this case, once."""
        if self.held is None or self.held[0] != case:
            return None
        form, self.held = self.held[1], None
        return form


class Sessions:
    """Sessions by the SHA-256 of their token; only the browser has the token."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._all: OrderedDict[bytes, Session] = OrderedDict()

    def open(self, signed_in: bool) -> tuple[str, Session]:
        """A token for the cookie, and its session. Whoever signs in signs everybody else out."""
        if signed_in:
            self._all.clear()
        while len(self._all) >= MOST:
            self._all.popitem(last=False)
        token, session = secrets.token_urlsafe(32), Session(self._now(), signed_in)
        self._all[_hash(token)] = session
        return token, session

    def of(self, token: str) -> Session | None:
        """The session that this token belongs to, unless it is too old."""
        session = self._all.get(_hash(token))
        return session if session and self._now() < session.opened_at + LIFE_S else None


def fits(session: Session, csrf: str) -> bool:
    """Whether a form came from a page of this session."""
    return hmac.compare_digest(session.csrf.encode(), csrf.encode())


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
