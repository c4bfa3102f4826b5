"""Another program on the server's port that says it is Second Look, and remembers all that it is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Impostor(ThreadingHTTPServer):
    """Answers every request with `hello`. `told` holds each request as it came: its line, its headers, its body."""

    daemon_threads = True

    def __init__(self, port: int, hello: dict[str, Any]) -> None:
        self.hello = json.dumps(hello).encode()
        self.told: list[str] = []
        super().__init__(("127.0.0.1", port), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: Impostor

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.told.append(f"{self.requestline}\n{self.headers}\n{body.decode(errors='replace')}")
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(self.server.hello)))
        self.end_headers()
        self.wfile.write(self.server.hello)

    do_POST = do_GET  # noqa: N815 -- the name is the library's

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@contextmanager
def impostor(port: int, hello: dict[str, Any]) -> Iterator[Impostor]:
    server = Impostor(port, hello)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
