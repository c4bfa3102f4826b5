"""An IRC server and The Lounge, a web client for it, with two people signed up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from tests.e2e import APPS
from tests.e2e.processes import free_ports, is_open, running, until

PEOPLE = ("anna", "daniel", "ben", "erik", "carl", "frank")
BOX, ROW = "#input", '[data-type="message"][data-from]'
PASSWORD = "for-tests-only"
_BCRYPT = "$2a$08$KYfiF02ykqRmtEIx8laL5OQmamDi44pru0hkQAlVmcBvS202i2ioK"

_IRCD = """
[Global]
Name = irc.test
Info = for tests
Listen = 127.0.0.1
Ports = {irc}
[Limits]
MaxNickLength = 16
MaxPenaltyTime = 0
MaxConnectionsIP = 0
[Options]
DNS = no
Ident = no
PAM = no
"""

# The Lounge would ask GitHub for news of itself.
_OFFLINE = """
const dns = require('dns'), { lookup } = dns;
dns.lookup = (host, ...rest) => lookup(host === '127.0.0.1' ? host : 'nowhere.invalid', ...rest);
"""


@dataclass(frozen=True)
class IrcChat:
    """Where The Lounge is."""

    port: int

    @property
    def origin(self) -> str:
        return f"http://lounge.localhost:{self.port}"

    @property
    def hashed_origin(self) -> str:
        """Where the class names of the same app mean nothing; see `hashed.py`."""
        return f"http://hashed.localhost:{self.port}"

    def open(self, page: Page, name: str, peer: str, origin: str = "") -> None:
        """Signs a person in and opens the chat with the other one."""
        page.goto(origin or self.origin)
        page.locator("#signin-username").fill(name)
        page.locator("#signin-password").fill(PASSWORD)
        page.locator("button[type=submit]").click()
        box = page.locator(BOX)
        box.wait_for()
        page.get_by_text(f"You're now known as {name}").wait_for()
        box.fill(f"/query {peer}")
        box.press("Enter")
        page.locator(f'#chat :text-is("{peer}")').first.wait_for()


@contextmanager
def irc_chat(folder: Path) -> Iterator[IrcChat]:
    """ngIRCd and The Lounge, on loopback, with their data in `folder`."""
    irc, web = free_ports(2)
    config = folder / "ngircd.conf"
    config.write_text(_IRCD.format(irc=irc), encoding="utf-8")
    home = folder / "lounge"
    (home / "users").mkdir(parents=True)
    settings = {"public": False, "host": "127.0.0.1", "port": web, "prefetch": False, "messageStorage": []}
    (home / "config.js").write_text(f"module.exports = {json.dumps(settings)};", encoding="utf-8")
    for name in PEOPLE:
        (home / "users" / f"{name}.json").write_text(json.dumps(_account(name, irc)), encoding="utf-8")
    node = next(APPS.glob("node-linux-*/bin/node"))
    (home / "offline.cjs").write_text(_OFFLINE, encoding="utf-8")
    command = [node, "--require", home / "offline.cjs", APPS / "thelounge" / "index.js", "start"]
    with (
        running(["ngircd", "-n", "-f", config], folder / "ngircd.log"),
        running(command, folder / "lounge.log", env={"THELOUNGE_HOME": str(home), "PATH": "/usr/bin:/bin"}),
    ):
        until(lambda: is_open(irc), "ngIRCd")
        until(lambda: is_open(web), "The Lounge")
        yield IrcChat(web)


def _account(name: str, irc: int) -> dict[str, object]:
    network = {
        "name": "tests",
        "host": "127.0.0.1",
        "port": irc,
        "tls": False,
        "nick": name,
        "username": name,
        "realname": name,
        "channels": [],
        "uuid": f"0000-{name}",
        "commands": [],
        "rejectUnauthorized": False,
    }
    return {"password": _BCRYPT, "log": False, "networks": [network], "sessions": {}, "clientSettings": {}}
