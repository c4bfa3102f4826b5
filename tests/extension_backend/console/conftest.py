"""A volunteer at the console: a browser without scripts that keeps its cookie and sends the forms it was shown."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from extension_backend.console import vault as vault_module
from extension_backend.console.cases import Cases
from extension_backend.console.vault import Vault
from tests.e2e.processes import until
from tests.extension_backend.conftest import PORT, Clock, Server

PASSPHRASE = "four words make it"
HERE = {"Host": f"127.0.0.1:{PORT}"}
SUSPICIOUS = """\
12/03/2026, 09:00 - Daniel: good morning my darling
12/03/2026, 09:05 - Ana: good morning, who is this?
12/03/2026, 09:06 - Daniel: my uncle has a tip, the profit is certain
12/03/2026, 09:10 - Daniel: start with a small deposit of $500 at www.profit-site.example
12/03/2026, 09:20 - Ana: I transferred 500 USD just now
13/03/2026, 10:00 - Daniel: now a deposit of $2,000 my darling
"""


@pytest.fixture(autouse=True)
def _quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault_module, "KDF_ITERATIONS", 1000)


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    made = Vault(tmp_path)
    made.create(PASSPHRASE)
    yield made
    made.lock()


@pytest.fixture
def cases(vault: Vault, clock: Clock) -> Cases:
    return Cases(vault, clock)


class Volunteer:
    """Types the code and the passphrase, and follows links and forms."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.console = server.console
        self.http = server.http

    def get(self, path: str, **headers: str) -> Any:
        return self.http.get(path, headers=HERE | headers, buffered=True)

    def read(self, path: str) -> str:
        """The page at a path, redirects followed."""
        answer = self.http.get(path, headers=HERE, follow_redirects=True)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return str(answer.get_data(as_text=True))

    def outcome(self) -> str:
        """The page after an import."""
        answer = self.imported()
        return (
            self.read(answer.headers["Location"]) if answer.status_code == 302 else str(answer.get_data(as_text=True))
        )

    def csrf(self, path: str) -> str:
        found = re.search(r'name="csrf" value="([^"]+)"', self.http.get(path, headers=HERE).get_data(as_text=True))
        assert found
        return unescape(found[1])

    def post(self, path: str, at: str, headers: dict[str, str] | None = None, **form: Any) -> Any:
        """Sends a form of the page `at`."""
        sent = HERE | {"Origin": f"http://127.0.0.1:{PORT}"} | (headers or {})
        form["csrf"] = form["csrf"] if "csrf" in form else self.csrf(at)
        return self.http.post(path, data=form, headers=sent, buffered=True)

    def sign_in(self) -> None:
        code = self.console.codes.new("console")
        answer = self.post("/console/code", "/console/code", code=code)
        assert answer.status_code == 302, answer.get_data(as_text=True)

    def open(self, passphrase: str = PASSPHRASE) -> Any:
        return self.post("/console/passphrase", "/console/passphrase", passphrase=passphrase, again=passphrase)

    def bring(self, text: str | bytes, name: str = "chat.txt") -> Any:
        """Imports a file."""
        return self.bring_all([(name, text)])

    def bring_all(self, files: Sequence[tuple[str, str | bytes]]) -> Any:
        """Imports several files at once."""
        data = [(io.BytesIO(text.encode() if isinstance(text, str) else text), name) for name, text in files]
        return self.post("/console/import", "/console/", file=data)

    def imported(self) -> Any:
        """What the page says once the file is read, however slow the machine is."""
        until(lambda: not self.console.intake.busy, "the file")
        return self.get("/console/import")

    def case_of(self, text: str, me: str = "Ana", name: str = "chat.txt") -> str:
        """Imports a chat and says who is who; the address of its case."""
        self.bring(text, name)
        asked = self.imported()
        if asked.status_code == 200:
            answer = self.post("/console/import/me", "/console/import", me=me)
            assert answer.status_code == 302, answer.get_data(as_text=True)
            asked = self.imported()
        assert asked.status_code == 302, asked.get_data(as_text=True)
        return str(asked.headers["Location"])


@pytest.fixture
def stranger(server: Server) -> Volunteer:
    """Somebody who has not signed in."""
    return Volunteer(server)


@pytest.fixture
def volunteer(server: Server) -> Iterator[Volunteer]:
    """Signed in, with the cases open."""
    made = Volunteer(server)
    made.sign_in()
    assert made.open().status_code == 302
    yield made
    made.console.lock()
