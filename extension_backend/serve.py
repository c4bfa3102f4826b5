"""Runs the server: binds loopback, loads the model behind its back, and tells the person what to do next."""

from __future__ import annotations

import contextlib
import json
import logging
import socket
import sys
import threading
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from flask import Flask
from waitress.server import BaseWSGIServer, MultiSocketServer, create_server

from extension_backend.app import create_app
from extension_backend.clients import PAGE_CLIENT
from extension_backend.console.console import LOCK_AFTER_S, Console
from extension_backend.database import Database
from extension_backend.desk import Desk
from extension_backend.model_slot import ModelSlot
from extension_backend.routes import API_VERSION
from extension_backend.rows import SECONDS_A_DAY
from extension_backend.schema import MAX_FILE_BODY_BYTES

HOST = "127.0.0.1"  # never anything else: there is no option for it
DEFAULT_PORTS = range(47615, 47620)  # the extension tries the same five
THREADS = 4
EXTENSION_FOLDER = Path(__file__).resolve().parent.parent / "extension"


class NoFreePortError(OSError):
    """None of the ports is free; the text says what to do."""


def listen(ports: Sequence[int]) -> socket.socket:
    """A socket bound to loopback, on the first of the ports that is free.

    Raises:
        NoFreePortError: none is.
    """
    for port in ports:
        bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if sys.platform != "win32":  # there, it would let two programs share the port
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((HOST, port))
            bound.listen()
        except OSError:
            bound.close()
            continue
        return bound
    tried = ", ".join(map(str, ports))
    raise NoFreePortError(f"No free port among {tried}. End the program that holds them, or name another with --port.")


def waitress_server(app: Flask, bound: socket.socket) -> MultiSocketServer | BaseWSGIServer:
    """What serves the app once its `run` is called. It does not name itself, and no chat touches the disk.

    waitress would spill long requests and answers to temporary files; the limits keep them in memory.
    """
    return create_server(
        app,
        sockets=[bound],
        threads=THREADS,
        ident=None,
        max_request_body_size=MAX_FILE_BODY_BYTES,
        inbuf_overflow=2 * MAX_FILE_BODY_BYTES,
        outbuf_overflow=4 * MAX_FILE_BODY_BYTES,
    )


def running_at(ports: Sequence[int], instance: str) -> int | None:
    """The port where a server with this data folder already answers."""
    for port in ports:
        hello = f"http://{HOST}:{port}/v1/hello"
        with contextlib.suppress(OSError, ValueError), urllib.request.urlopen(hello, timeout=1) as answer:
            if json.load(answer) == {"name": "second-look", "api": API_VERSION, "instance": instance}:
                return port
    return None


def serve(folder: Path, port: int | None, lock_after_s: float = LOCK_AFTER_S) -> int:
    """Serves until Ctrl+C. Returns the exit code."""
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s", level=logging.WARNING)
    slot = ModelSlot()
    database = Database(folder)
    desk = Desk(database, slot)
    ports = DEFAULT_PORTS if port is None else [port]
    if (running := running_at([p for p in ports if p], desk.clients.instance)) is not None:
        print(f"Second Look is already running at http://{HOST}:{running}. Use that one, or end it first.")
        return 1
    bound = listen(ports)
    port = bound.getsockname()[1]
    console = Console(database, slot, lock_after_s=lock_after_s)
    server = waitress_server(create_app(port, desk, console), bound)
    threading.Thread(target=slot.load, daemon=True).start()
    threading.Thread(target=_forget_daily, args=(desk,), daemon=True).start()
    console.watch()
    print(welcome(port, desk), flush=True)
    if sys.stdin.isatty():
        threading.Thread(target=_codes_on_enter, args=(desk,), daemon=True).start()
    with contextlib.suppress(KeyboardInterrupt):
        server.run()
    console.lock()
    database.close()
    return 0


def welcome(port: int, desk: Desk) -> str:
    address = f"http://{HOST}:{port}"
    _, page_key = desk.clients.add(PAGE_CLIENT, address)
    return f"""listening on {address}

Look at a chat now (paste it or drop an export; nothing leaves this machine):
  {address}/#key={page_key}

Help others with their chats? The review console keeps them as encrypted cases:
  {address}/console/   (for a code: python -m extension_backend console)

Load the extension:
  Chromium  open chrome://extensions, switch on "Developer mode", "Load unpacked", and choose
            {EXTENSION_FOLDER}
  Firefox   open about:debugging#/runtime/this-firefox, "Load Temporary Add-on", and choose
            {EXTENSION_FOLDER / "manifest.json"}

{code_line(desk)}
Press Enter for a new code, Ctrl+C to end."""


def code_line(desk: Desk) -> str:
    code = desk.clients.new_code()
    return f"Pairing code: {code[:3]} {code[3:]}   (good for 2 minutes; type it into the extension's options)"


def _forget_daily(desk: Desk) -> None:
    while True:
        desk.forget_old()
        time.sleep(SECONDS_A_DAY)


def _codes_on_enter(desk: Desk) -> None:
    for _ in sys.stdin:
        print(code_line(desk), flush=True)
