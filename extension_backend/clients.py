"""Who may talk to the server: the clients that a pairing code made. Only hashes of secrets are stored."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass

from extension_backend.codes import Codes
from extension_backend.database import Database

TOKEN_BYTES = 32
PAGE_CLIENT = "page"


@dataclass(frozen=True, slots=True)
class Client:
    """A paired browser, or the local page. `token_sha256` is all that is kept of its token."""

    id: str
    origin: str
    token_sha256: bytes
    paired_at: float


def token_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


class Clients:
    """Pairing codes and clients, in the database so that the `pair` and `revoke` commands reach a running server."""

    def __init__(self, database: Database, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now
        self._codes = Codes(database, now)
        with database.transaction() as tx:
            tx.execute("INSERT OR IGNORE INTO fact VALUES ('instance', ?)", (secrets.token_hex(8),))
            #: names this installation for as long as its data folder lives
            self.instance: str = tx.execute("SELECT value FROM fact WHERE name = 'instance'").fetchone()[0]

    def new_code(self) -> str:
        """The code that a browser is paired with. It takes the place of any code before it."""
        return self._codes.new("pairing")

    def redeem(self, code: str, origin: str) -> tuple[Client, str]:
        """A new client bound to `origin`, and its token, in return for the code that is pending.

        Raises:
            ApiError: there is no code, it is too old, tried too often, or not this one.
        """
        self._codes.redeem("pairing", code)
        return self.add(secrets.token_hex(4), origin)

    def add(self, client_id: str, origin: str) -> tuple[Client, str]:
        """Makes a client, in the place of one with the same id, and its token, which is not kept."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        client = Client(client_id, origin, token_hash(token), self._now())
        with self._database.transaction() as tx:
            row = (client.id, client.origin, client.token_sha256, client.paired_at)
            tx.execute("INSERT OR REPLACE INTO client (id, origin, token_sha256, paired_at) VALUES (?, ?, ?, ?)", row)
        return client, token

    def by_token(self, token: str) -> Client | None:
        """The client that holds this token. Every stored hash is compared, each in constant time."""
        wanted = token_hash(token)
        matches = [client for client in self.all() if hmac.compare_digest(client.token_sha256, wanted)]
        return matches[0] if matches else None

    def proof(self, client_id: str, nonce: str) -> str | None:
        """Shows that this server knows the client's token without sending it; None for an unknown client.

        A client whose access was taken away gets it too: it is to hear so from the true server, and not to take that
        for another program on its port.
        """
        find = "SELECT token_sha256 FROM client WHERE id = ?"
        known = self._database.connection.execute(find, (client_id,)).fetchone()
        said = f"{nonce}:{self.instance}".encode()
        return hmac.new(known["token_sha256"], said, hashlib.sha256).hexdigest() if known else None

    def all(self) -> list[Client]:
        """Those that have access."""
        rows = self._database.connection.execute("SELECT * FROM client WHERE NOT revoked ORDER BY paired_at").fetchall()
        return [Client(row["id"], row["origin"], row["token_sha256"], row["paired_at"]) for row in rows]

    def revoke(self, client_id: str) -> bool:
        """Takes a client's access away. False where there is none of that id."""
        with self._database.transaction() as tx:
            take = "UPDATE client SET revoked = 1 WHERE id = ? AND NOT revoked"
            done: sqlite3.Cursor = tx.execute(take, (client_id,))
            return done.rowcount > 0
