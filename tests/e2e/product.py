"""The product's own server as a person runs it, in a process of its own, and what it knows of a chat."""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.e2e import ROOT
from tests.e2e.processes import LIMIT_S, end, started, until


class Server:
    """A running server. It can be killed and started again on the same data."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "server.log"
        self.port = 0
        self._key = ""
        self._process: subprocess.Popen[bytes] | None = None

    @contextmanager
    def running(self, *runner: str) -> Iterator[Server]:
        self.start(*runner)
        try:
            yield self
        finally:
            if self._process:
                end(self._process)

    def start(self, *runner: str) -> None:
        """Starts it, on the port it had before if there was one, and waits until it judges.

        Args:
            runner: a module that runs the server's, and its arguments.
        """
        before = len(self._said())
        runner = runner or ("tests.e2e.guarded",)
        command = [sys.executable, "-m", *runner, "extension_backend", "--data", self.folder / "data"]
        with self.log.open("ab") as out:
            self._process = started([*command, "serve", "--port", str(self.port)], out, cwd=ROOT)
        found = until(lambda: re.search(r"(http://127\.0\.0\.1:(\d+))/#key=(\S+)", self._said()[before:]), "the server")
        self.port, self._key = int(found[2]), found[3]
        until(lambda: self._get("/v1/status")["state"] == "ready", "the model")

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def page_address(self) -> str:
        """The local page, as the printed link opens it."""
        return f"{self.origin}/#key={self._key}"

    def kill(self) -> None:
        """Ends it as a power cut would."""
        assert self._process
        end(self._process, signal.SIGKILL)

    def resident_mb(self) -> float:
        """Resident memory now, in MB."""
        found = re.search(r"VmRSS:\s+(\d+) kB", self._proc("status"))
        assert found
        return int(found[1]) / 1024

    def processor_s(self) -> float:
        """Seconds of processor time so far, over all cores."""
        user, system = self._proc("stat").rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def _proc(self, name: str) -> str:
        assert self._process
        return Path(f"/proc/{self._process.pid}/{name}").read_text()

    def until_dead(self) -> None:
        """Waits for the process to be killed."""
        assert self._process
        assert self._process.wait(LIMIT_S) == -signal.SIGKILL

    def code(self, command_name: str = "pair") -> str:
        """A new code, as the command `pair` or `console` shows it."""
        command = [sys.executable, "-m", "extension_backend", "--data", str(self.folder / "data"), command_name]
        said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        found = re.search(r"(\d{3} \d{3})", said)
        assert found, said
        return found[1]

    def verdict(self, site: str, origin: str, conversation: str) -> dict[str, Any]:
        """What it knows of a chat; `n_messages` is 0 where it has not seen any."""
        digest = hashlib.sha256(f"{origin}\n{conversation}".encode()).hexdigest()[:32]
        try:
            return self._get(f"/v1/conversations/{site}-{digest}")
        except urllib.error.HTTPError as error:
            with error:
                if error.code != 404:
                    raise
            return {"n_messages": 0}

    def _said(self) -> str:
        return self.log.read_text(encoding="utf-8") if self.log.exists() else ""

    def _get(self, path: str) -> dict[str, Any]:
        asked = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", headers={"Authorization": f"Bearer {self._key}"}
        )
        with urllib.request.urlopen(asked, timeout=20) as answer:
            found: dict[str, Any] = json.load(answer)
        return found
