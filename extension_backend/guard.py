"""The checks before every route, unknown addresses included, in the order of `GUARDS`. No answer ever carries a CORS
header. Why so many: Origin checks alone do not stop DNS rebinding, Host checks alone do not stop local pages.
"""

from __future__ import annotations

from flask import Flask, Response, g, request

from extension_backend.clients import Client, Clients
from extension_backend.errors import ApiError

OPEN_ENDPOINTS = frozenset({"pairing.hello", "pairing.pair"})
PAGE_BLUEPRINT = "page"  # static files of the local page; they hold no data
CONSOLE_BLUEPRINT = "console"  # pages with forms; who may see them is checked there, by its own session
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
EXTENSION_SCHEMES = ("chrome-extension://", "moz-extension://")

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": PAGE_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
CONSOLE_HEADERS = {
    # No script at all: whatever a chat holds, there is nothing that could run it.
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",  # under no-referrer, browsers send a form with the origin "null"
}

NOT_PAIRED = "This browser is not paired with Second Look. Enter a pairing code in its options."


class Guard:
    """Refuses what does not come from a paired client on this machine."""

    def __init__(self, port: int, clients: Clients) -> None:
        self._hosts = frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})
        self._own_origins = frozenset(f"http://{host}" for host in self._hosts)
        self._clients = clients

    def protect(self, app: Flask) -> None:
        app.before_request(self.check)
        app.after_request(self.add_headers)

    def check(self) -> None:
        self.host()
        self.fetch_site()
        self.origin()
        self.content_type()
        self.token()

    def host(self) -> None:
        """(a) The exact name and port: a page whose own name was rebound to 127.0.0.1 still sends its own Host."""
        if request.headers.get("Host") not in self._hosts:
            raise ApiError(403, "wrong_host", "Second Look answers only at its own address on this machine.")

    def fetch_site(self) -> None:
        """(b) The browser says that another site asked. Extensions say `none` (Chromium) or `same-origin` (Firefox)."""
        if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
            raise ApiError(403, "other_site", "Web pages may not talk to Second Look.")
        # Pages of the console have no script: only a browser that opens one, or its style, asks.
        if _is_console() and request.headers.get("Sec-Fetch-Mode") not in (None, "navigate", "no-cors"):
            raise ApiError(403, "other_site", "The console answers only to a browser that opens its pages.")

    def origin(self) -> None:
        """(c) None, our own page, or an origin bound at pairing. Pairing takes any extension, the console none."""
        origin = request.headers.get("Origin")
        if _is_console() and origin not in self._own_origins and (origin is not None or request.method == "POST"):
            raise ApiError(403, "other_origin", "The console answers only to its own pages.")
        if origin is None or origin in self._own_origins:
            return
        if not origin.startswith(EXTENSION_SCHEMES):
            raise ApiError(403, "other_origin", "Web pages may not talk to Second Look.")
        if request.endpoint != "pairing.pair" and origin not in {client.origin for client in self._clients.all()}:
            raise ApiError(403, "not_paired", NOT_PAIRED)

    def content_type(self) -> None:
        """(d) JSON only: the types that pages can send without a preflight are refused, but for the console's forms."""
        if _is_console():
            if request.method == "POST" and request.mimetype not in FORMS:
                raise ApiError(415, "not_a_form", "The console takes only its own forms.")
        elif request.method == "POST" and request.mimetype != "application/json":
            raise ApiError(415, "not_json", "Send JSON, with Content-Type: application/json.")

    def token(self) -> None:
        """(e) The token of a paired client, used from the origin that it was given to."""
        if request.endpoint in OPEN_ENDPOINTS or request.blueprint in (PAGE_BLUEPRINT, CONSOLE_BLUEPRINT):
            return
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        client = self._clients.by_token(token) if scheme == "Bearer" else None
        if client is None or not self._bound(client):
            raise ApiError(401, "not_paired", NOT_PAIRED)
        g.client = client

    def _bound(self, client: Client) -> bool:
        """Browsers leave Origin out of a GET; where it is there, it must be the client's own."""
        origin = request.headers.get("Origin")
        both_own = origin in self._own_origins and client.origin in self._own_origins
        return origin is None or origin == client.origin or both_own

    @staticmethod
    def add_headers(response: Response) -> Response:
        response.headers.update(HEADERS | CONSOLE_HEADERS if _is_console() else HEADERS)
        return response


def _is_console() -> bool:
    return request.blueprint == CONSOLE_BLUEPRINT
