"""The guard behind waitress, spoken to in raw bytes: what no client library would send."""

from __future__ import annotations

import json
import re
import socket
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from waitress.buffers import TempfileBasedBuffer

from extension_backend.serve import DEFAULT_PORTS, NoFreePortError, listen
from tests.extension_backend.conftest import ORIGIN, Server, them


def say(server: Server, request: str) -> bytes:
    """Sends a request as it stands, with {port} filled in, and reads to the end."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(request.format(port=server.port).replace("\n", "\r\n").encode())
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_the_right_host_is_answered(live: Server) -> None:
    answer = say(live, "GET /v1/hello HTTP/1.1\nHost: 127.0.0.1:{port}\n\n")
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b'"name":"second-look"' in answer


@pytest.mark.parametrize(
    "head",
    [
        "GET /v1/hello HTTP/1.1\n",
        "GET /v1/hello HTTP/1.0\n",
        "GET /v1/hello HTTP/1.1\nHost:\n",
        "GET /v1/hello HTTP/1.1\nHost: evil.example:{port}\n",
        "GET /v1/hello HTTP/1.1\nHost: 127.0.0.1:{port}\nHost: evil.example\n",
        "GET /v1/hello HTTP/1.1\nHost: evil.example\nHost: 127.0.0.1:{port}\n",
        "GET /nothing/here HTTP/1.1\nHost: evil.example\n",
        "GET http://127.0.0.1:{port}/v1/hello HTTP/1.1\nHost: evil.example\n",
    ],
)
def test_a_missing_doubled_or_foreign_host_is_refused_and_not_echoed(live: Server, head: str) -> None:
    answer = say(live, head + "\n")
    assert re.match(rb"HTTP/1\.[01] 403 ", answer)
    assert b"evil" not in answer


def test_the_server_does_not_name_its_software(live: Server) -> None:
    assert b"server:" not in say(live, "GET /v1/hello HTTP/1.1\nHost: 127.0.0.1:{port}\n\n").lower()


def test_a_body_without_an_end_is_cut_off_at_the_limit(live: Server) -> None:
    head = "POST /v1/pair HTTP/1.1\nHost: 127.0.0.1:{port}\nOrigin: chrome-extension://a\n"
    answer = say(live, head + "Content-Type: application/json\nContent-Length: 999999999\n\n{{}}")
    assert re.match(rb"HTTP/1\.[01] 413 ", answer)


def test_a_long_chat_never_touches_the_disk(live: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """waitress puts what is long into temporary files unless it is told not to, both ways."""

    def spill(buffer: TempfileBasedBuffer) -> None:
        raise AssertionError("a temporary file")

    monkeypatch.setattr(TempfileBasedBuffer, "newfile", spill)
    chat = "\n".join(f"{'Ann' if i % 3 else 'Bob'}: number {i} " + "hello there " * 300 for i in range(600))
    body = json.dumps({"file": {"name": "chat.txt", "data": b64encode(chat.encode()).decode()}, "me": "Ann"}).encode()
    headers = {"Authorization": f"Bearer {live.token}", "Origin": ORIGIN, "Content-Type": "application/json"}
    request = Request(f"http://127.0.0.1:{live.port}/v1/assess", body, headers)
    with urlopen(request, timeout=60) as answer:
        said = answer.read()
    assert json.loads(said)["n_messages"] == 600
    assert min(len(body), len(said)) > 2_000_000


def test_browsers_at_work_side_by_side_lose_nothing(live: Server) -> None:
    """The extension's background and the page post at once: no message is lost and none stands twice."""
    headers = {"Authorization": f"Bearer {live.token}", "Origin": ORIGIN, "Content-Type": "application/json"}

    def post(part: int) -> int:
        moments = range(part, 80, 8)
        messages = [them(f"k{i}", f"my uncle says {i}", f"2026-03-02T10:{i // 2:02}:{i % 2:02}Z") for i in moments]
        body = json.dumps({"site": "converse", "messages": messages}).encode()
        request = Request(f"http://127.0.0.1:{live.port}/v1/conversations/busy/messages", body, headers)
        with urlopen(request, timeout=60) as answer:
            status: int = answer.status
            return status

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(post, range(8))) == [200] * 8
    assert [moment["key"] for moment in live.timeline("busy")["timeline"]] == [f"k{i}" for i in range(80)]


def test_only_loopback_is_bound() -> None:
    with listen([0]) as bound:
        assert bound.getsockname()[0] == "127.0.0.1"


def test_the_fixed_port_has_four_fallbacks_at_most() -> None:
    assert DEFAULT_PORTS[0] == 47615
    assert len(DEFAULT_PORTS) == 5


def test_the_extension_looks_at_the_same_ports() -> None:
    source = (Path(__file__).parents[2] / "extension" / "background" / "server.js").read_text(encoding="utf-8")
    assert f"PORTS = {list(DEFAULT_PORTS)};" in source


def test_a_taken_port_is_passed_over_and_none_left_is_said() -> None:
    with listen([0]) as first, listen([0]) as second:
        taken, free = first.getsockname()[1], second.getsockname()[1]
        second.close()
        with listen([taken, free]) as bound:
            assert bound.getsockname()[1] == free
            with pytest.raises(NoFreePortError, match="--port"):
                listen([taken, free])
