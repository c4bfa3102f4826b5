"""A browser without scripts at the review console of a real server: keeps its cookie, sends the forms it was shown."""

from __future__ import annotations

import re
import time
import urllib.parse
import urllib.request
from collections.abc import Mapping
from html import unescape
from http.cookiejar import CookieJar, DefaultCookiePolicy

from tests.e2e.processes import POLL_S, until

LIMIT_S = 600  # a long chat is written to the disk in one go
BOUNDARY = "a-boundary-that-no-chat-holds"


class ConsoleClient:
    """Signed in and with the cases open from the start."""

    def __init__(self, origin: str, code: str, passphrase: str) -> None:
        self._origin = origin
        jar = CookieJar(DefaultCookiePolicy(strict_domain=False))
        self._http = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        self.send("/console/code", at="/console/code", code=code)
        self.send("/console/passphrase", at="/console/passphrase", passphrase=passphrase, again=passphrase)

    def read(self, path: str) -> str:
        """The page at a path, redirects followed."""
        return self._ask(path)[0]

    def send(self, path: str, at: str = "/console/", file: bytes | None = None, **form: str) -> str:
        """Sends a form of the page `at`, and a file with it; the path of the page that follows."""
        token = re.search(r'name="csrf" value="([^"]+)"', self.read(at))
        assert token
        form["csrf"] = unescape(token[1])
        headers = {"Origin": self._origin}
        body = urllib.parse.urlencode(form).encode()
        if file is not None:
            headers["Content-Type"] = f"multipart/form-data; boundary={BOUNDARY}"
            body = _multipart(form, file)
        return self._ask(path, body, headers)[1]

    def case_of(self, chat: bytes, me: str) -> str:
        """Imports a chat that does not say who is who; the path of its case."""
        path = self.send("/console/import/me", at=self.asked_who(chat), me=me)
        while not path.startswith("/console/cases/"):
            time.sleep(POLL_S)
            path = self._ask("/console/import")[1]
        return path

    def asked_who(self, chat: bytes) -> str:
        """Brings a chat that does not say who is who; the path of the page that asks."""
        path = self.send("/console/import", file=chat)
        until(lambda: 'type="radio"' in self.read(path), "the question who is who")
        return path

    def _ask(self, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> tuple[str, str]:
        """The page, and its path."""
        request = urllib.request.Request(self._origin + path, body, dict(headers or {}))
        with self._http.open(request, timeout=LIMIT_S) as answer:
            return answer.read().decode("utf-8", "replace"), urllib.parse.urlsplit(answer.url).path


def _multipart(form: dict[str, str], file: bytes) -> bytes:
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in form.items()
    ]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="chat.txt"\r\n\r\n'.encode()
    return b"".join((*parts, head, file, f"\r\n--{BOUNDARY}--\r\n".encode()))
