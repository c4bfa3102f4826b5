"""Answers that are not a success: one shape, `{"error": {"code", "message"}}`, and nothing of the request in it."""

from __future__ import annotations

import logging
import traceback
from typing import Any

from flask import Flask, Response, jsonify
from werkzeug.exceptions import HTTPException

LOG = logging.getLogger("second_look")

CODES = {
    400: ("bad_request", "The request could not be read. Reload the page and try again."),
    403: ("refused", "This request is not allowed."),
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "This address does not take that method."),
    413: ("too_large", "That is too much at once. Send less, or split the file."),
    415: ("not_json", "Send JSON, with Content-Type: application/json."),
}


class ApiError(Exception):
    """A refusal with a code for the client and a sentence for the person: what to do next."""

    def __init__(self, status: int, code: str, message: str, retry_after_s: int | None = None, **extra: Any) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message
        self.retry_after_s = retry_after_s
        self.extra = extra

    def response(self) -> Response:
        answer = jsonify(error={"code": self.code, "message": self.message, **self.extra})
        answer.status_code = self.status
        if self.retry_after_s is not None:
            answer.headers["Retry-After"] = str(self.retry_after_s)
        return answer


def register(app: Flask) -> None:
    """JSON for every error, werkzeug's own included: its HTML pages would echo the Host header."""
    app.register_error_handler(ApiError, ApiError.response)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unforeseen)


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    code, message = CODES.get(status, ("error", "Something went wrong. Try again."))
    answer = ApiError(status, code, message).response()
    if status == 405 and (allow := error.get_response().headers.get("Allow")):
        answer.headers["Allow"] = allow
    return answer


def _unforeseen(error: Exception) -> Response:
    log_unforeseen(error)
    return ApiError(500, "internal", "Something went wrong inside Second Look. Try again, or restart it.").response()


def log_unforeseen(error: Exception) -> None:
    """Logs where it happened and never what the exception says, since that may quote a message."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    LOG.error("%s in %s, line %s", type(error).__name__, where.filename, where.lineno)
