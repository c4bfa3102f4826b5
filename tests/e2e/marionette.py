"""Marionette, Firefox's own protocol for tests: `length:[0, number, command, parameters]` over TCP, an answer to each.

Source: firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
"""

from __future__ import annotations

import json
import socket
from typing import Any

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # W3C WebDriver's name for a reference to an element
LIMIT_S = 90.0


class MarionetteError(Exception):
    """Firefox could not do what it was told."""


class Marionette:
    """One session with a running Firefox."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=LIMIT_S)
        self._answers = self._socket.makefile("rb")
        self._number = 0
        self._receive()  # it greets first
        self.send("WebDriver:NewSession", acceptInsecureCerts=True)
        self.send("WebDriver:SetTimeouts", script=LIMIT_S * 1000, pageLoad=LIMIT_S * 1000)

    def send(self, command: str, **parameters: Any) -> Any:
        """What Firefox answers to a command.

        Raises:
            MarionetteError: it says that something went wrong.
        """
        self._number += 1
        said = json.dumps([0, self._number, command, parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(said), said))
        _, number, error, result = self._receive()
        assert number == self._number
        if error:
            raise MarionetteError(f"{command}: {error['error']}: {error['message']}")
        return result["value"] if isinstance(result, dict) and set(result) == {"value"} else result

    def find(self, selector: str) -> str | None:
        """A reference to the first element that fits, or None."""
        found = self.send("WebDriver:FindElements", using="css selector", value=selector)
        return str(found[0][ELEMENT]) if found else None

    def close(self) -> None:
        self._answers.close()
        self._socket.close()

    def _receive(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            byte = self._answers.read(1)
            if not byte:
                raise MarionetteError("Firefox hung up")
            length += byte
        return json.loads(self._answers.read(int(length[:-1])))
