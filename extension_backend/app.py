"""The Flask application: guard, routes, JSON errors."""

from __future__ import annotations

from flask import Flask

from extension_backend import errors
from extension_backend.console.console import Console
from extension_backend.console.routes import console_routes
from extension_backend.console.web import in_memory
from extension_backend.desk import Desk
from extension_backend.guard import Guard
from extension_backend.routes import chat_routes, page_routes, pairing_routes
from extension_backend.schema import MAX_BODY_BYTES


def create_app(port: int, desk: Desk, console: Console) -> Flask:
    """The server as a WSGI application.

    Args:
        port: the port that it will be reached at; requests that name another are refused.
    """
    app = Flask(__name__, static_folder=None)
    app.request_class = in_memory(app.request_class)
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        PROVIDE_AUTOMATIC_OPTIONS=False,  # no answer to preflights
        TRUSTED_HOSTS=["127.0.0.1", "localhost"],  # a second net behind the guard
    )
    Guard(port, desk.clients).protect(app)
    errors.register(app)
    for routes in (pairing_routes(desk), chat_routes(desk), page_routes(), console_routes(console)):
        app.register_blueprint(routes)
    return app
