"""A chat server with people who know one another, and the Converse.js page of each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.e2e import APPS
from tests.e2e.pages import serving
from tests.e2e.processes import free_ports, is_open, running, until

PEOPLE = ["anna", "ben", "carl", "daniel", "emil", "frank", "georg", "henry", "ivan", "jonas", "karl", "leon"]
BOX, ROW = "textarea.chat-textarea", ".chat-msg[data-msgid]"
PASSWORD = "for-tests-only"

_CONFIG = """
run_as_root = true
daemonize = false
interfaces = {{ "127.0.0.1" }}
http_interfaces = {{ "127.0.0.1" }}
c2s_ports = {{ {c2s} }}
s2s_ports = {{}}
http_ports = {{ {http} }}
https_ports = {{}}
data_path = "{folder}/data"
pidfile = "{folder}/prosody.pid"
log = {{ info = "*console" }}
modules_enabled = {{ "roster", "saslauth", "disco", "websocket", "groups", "mam", "carbons", "ping" }}
modules_disabled = {{ "s2s", "tls" }}
authentication = "internal_plain"
allow_unencrypted_plain_auth = true
c2s_require_encryption = false
consider_websocket_secure = true
groups_file = "{folder}/groups.txt"
default_archive_policy = true
VirtualHost "localhost"
"""

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Converse.js</title>
<link rel="stylesheet" href="dist/converse.min.css"></head>
<body class="converse-fullscreen"><script type="module">
import converse from './dist/converse.min.js';
const name = new URLSearchParams(location.search).get('as');
const options = { view_mode: 'fullscreen', assets_path: location.origin + '/dist/', websocket_url: WEBSOCKET_URL,
  jid: name + '@localhost', password: PASSWORD, auto_login: true, discover_connection_methods: false, i18n: 'en',
  show_background: false, blacklisted_plugins: ['converse-omemo'],
  persistent_store: 'sessionStorage' };
converse.initialize(options);
</script></body></html>
"""


@dataclass(frozen=True)
class XmppChat:
    """Where people's pages are."""

    page_port: int
    server_port: int

    @property
    def origin(self) -> str:
        return f"http://chat.localhost:{self.page_port}"

    def page(self, name: str, peer: str) -> str:
        """The address of one person's page, with the chat with another one open."""
        return f"{self.origin}/?as={name}#converse/chat?jid={peer}@localhost"


@contextmanager
def xmpp_chat(folder: Path) -> Iterator[XmppChat]:
    """Prosody and a page server, on loopback, with their data in `folder`."""
    c2s, http = free_ports(2)
    accounts = folder / "data" / "localhost" / "accounts"
    accounts.mkdir(parents=True)
    (folder / "certs").mkdir()
    for name in PEOPLE:
        (accounts / f"{name}.dat").write_text(f'return {{ ["password"] = "{PASSWORD}"; }};', encoding="utf-8")
    members = "\n".join(f"{name}@localhost={name.title()}" for name in PEOPLE)
    (folder / "groups.txt").write_text(f"[Friends]\n{members}\n", encoding="utf-8")
    config = folder / "prosody.cfg.lua"
    config.write_text(_CONFIG.format(c2s=c2s, http=http, folder=folder), encoding="utf-8")
    page = _PAGE.replace("WEBSOCKET_URL", json.dumps(f"ws://127.0.0.1:{http}/xmpp-websocket"))
    page = page.replace("PASSWORD", json.dumps(PASSWORD))
    (folder / "page").mkdir()
    (folder / "page" / "index.html").write_text(page, encoding="utf-8")
    (folder / "page" / "dist").symlink_to(APPS / "converse.js" / "dist")
    with running(["prosody", "-F", "--config", config], folder / "prosody.log"), serving(folder / "page") as port:
        until(lambda: is_open(http), "Prosody")
        yield XmppChat(port, http)
