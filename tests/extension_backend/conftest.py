"""A server without a network stack: app, paired client, a clock that the test turns."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from extension_backend.app import create_app
from extension_backend.console.console import Console
from extension_backend.database import Database
from extension_backend.desk import Desk
from extension_backend.model_slot import ModelSlot
from extension_backend.serve import listen, waitress_server
from tests.extension_backend.fakes import fake_judge

PORT = 47615
ORIGIN = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"

OVERLAP_MSGS = 7  # rows that the extension sends again with new ones


class Clock:
    """Time that stands still until a test moves it."""

    def __init__(self) -> None:
        self.seconds = 1_800_000_000.0

    def __call__(self) -> float:
        return self.seconds

    def forward(self, seconds: float) -> None:
        self.seconds += seconds


class Server:
    """One app over one data folder, with a client that is paired with it."""

    def __init__(self, folder: Path, clock: Clock, slot: ModelSlot | None = None, port: int = PORT) -> None:
        if slot is None:
            slot = ModelSlot()
            slot.fill(fake_judge())
        self.folder = folder
        self.slot = slot
        self.clock = clock
        self.database = Database(folder)
        self.desk = Desk(self.database, slot, clock)
        self.port = port
        self.console = Console(self.database, slot, clock)
        self.app = create_app(port, self.desk, self.console)
        self.http: FlaskClient = self.app.test_client()
        _, self.token = self.desk.clients.add("tests", ORIGIN)

    def call(self, method: str, path: str, body: Any = None, **headers: str | None) -> Any:
        """A request as a paired extension sends it. Headers given as None are left out."""
        sent = {"Host": f"127.0.0.1:{self.port}", "Authorization": f"Bearer {self.token}"}
        if method == "POST":
            sent |= {"Origin": ORIGIN}
        for name, value in headers.items():
            sent[name.replace("_", "-")] = value  # type: ignore[assignment]
        sent = {name: value for name, value in sent.items() if value is not None}
        return self.http.open(path, method=method, json=body, headers=sent, buffered=True)

    def get(self, path: str, **headers: str | None) -> Any:
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str | None) -> Any:
        return self.call("POST", path, {} if body is None else body, **headers)

    def send(self, conversation: str, *messages: dict[str, Any]) -> dict[str, Any]:
        """Posts a batch and returns the verdict."""
        answer = self.post(f"/v1/conversations/{conversation}/messages", {"site": "converse", "messages": messages})
        assert answer.status_code == 200, answer.get_json()
        verdict: dict[str, Any] = answer.get_json()
        return verdict

    def timeline(self, conversation: str) -> dict[str, Any]:
        answer: dict[str, Any] = self.get(f"/v1/conversations/{conversation}").get_json()
        return answer

    def restarted(self) -> Server:
        """Another process on the same data folder."""
        self.database.close()
        return Server(self.folder, self.clock)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server(tmp_path: Path, clock: Clock) -> Iterator[Server]:
    made = Server(tmp_path / "data", clock)
    yield made
    made.database.close()


@contextmanager
def listening(folder: Path, slot: ModelSlot | None = None) -> Iterator[Server]:
    """The same behind waitress on a real socket, as it runs."""
    bound = listen([0])
    made = Server(folder, Clock(), slot, bound.getsockname()[1])
    running = waitress_server(made.app, bound)
    thread = threading.Thread(target=running.run)
    thread.start()
    yield made
    running.close()
    thread.join()
    made.database.close()


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with listening(tmp_path_factory.mktemp("live") / "data") as made:
        yield made


def them(key: str, text: str, sent_at: str | None = None, **more: Any) -> dict[str, Any]:
    return {"key": key, "sender": "them", "text": text, "sent_at": sent_at, **more}


def me(key: str, text: str, sent_at: str | None = None, **more: Any) -> dict[str, Any]:
    return {"key": key, "sender": "me", "text": text, "sent_at": sent_at, **more}
