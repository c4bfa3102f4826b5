"""Who may see the pages: a code from the terminal, then the passphrase. Checked before every page of the console."""

from __future__ import annotations

from flask import Blueprint, Response, g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from extension_backend.console.cases import MAX_NOTES
from extension_backend.console.console import Console
from extension_backend.console.refused import Refused
from extension_backend.console.sessions import fits
from extension_backend.console.vault_errors import VaultError, VaultLocked
from extension_backend.console.web import LANGUAGE_COOKIE, languages, no_model, said, show
from extension_backend.errors import ApiError
from extension_backend.schema import MAX_BODY_BYTES, MAX_FILE_BODY_BYTES

COOKIE = "second-look-console"
_A_YEAR_S = 365 * 86_400
_OPEN = frozenset({"console.static"})
_BEFORE_CODE = frozenset({"console.code", "console.enter_code", "console.language"})
_BEFORE_PASSPHRASE = frozenset({"console.passphrase", "console.enter_passphrase", "console.lock"})


def add_access(routes: Blueprint, console: Console) -> None:
    """The checks and the three pages that come before all others."""

    @routes.before_request
    def check() -> ResponseReturnValue | None:
        if request.endpoint in _OPEN:
            return None
        uploads = request.endpoint == "console.upload"
        request.max_content_length = MAX_FILE_BODY_BYTES if uploads else MAX_BODY_BYTES + 4 * MAX_NOTES
        request.max_form_memory_size = MAX_BODY_BYTES + 4 * MAX_NOTES
        console.lock_if_idle()
        g.session = console.sessions.of(request.cookies.get(COOKIE, ""))
        if request.endpoint not in _BEFORE_CODE and not (g.session and g.session.signed_in):
            return redirect(url_for("console.code"))
        if request.method == "POST" and not (g.session and fits(g.session, request.form.get("csrf", ""))):
            raise Refused(403, "other_form")
        if request.endpoint not in _BEFORE_CODE | _BEFORE_PASSPHRASE:
            if not console.vault.is_open:
                return _ask_for_passphrase()
            console.touch()
        return None

    @routes.get("/code")
    def code() -> ResponseReturnValue:
        if g.session is None:
            token, g.session = console.sessions.open(signed_in=False)
            return _with_cookie(make_response(show("code")), token)
        return show("code")

    @routes.post("/code")
    def enter_code() -> ResponseReturnValue:
        digits = "".join(filter(str.isdigit, request.form.get("code", "")))
        try:
            console.codes.redeem("console", digits)
        except ApiError as error:
            return show("code", error.status, why=said(error.code))
        token, g.session = console.sessions.open(signed_in=True)  # a new token: one from before the code opens nothing
        return _with_cookie(make_response(redirect(url_for("console.passphrase"))), token)

    @routes.get("/passphrase")
    def passphrase() -> ResponseReturnValue:
        return redirect(url_for("console.cases")) if console.vault.is_open else _passphrase_page()

    @routes.post("/passphrase")
    def enter_passphrase() -> ResponseReturnValue:
        given = request.form.get("passphrase", "")
        if not console.vault.exists and given != request.form.get("again", ""):
            return _passphrase_page(422, said("differ"))
        try:
            console.unlock(given)
        except VaultError as error:
            return _passphrase_page(403, said(error.code))
        held = g.session.held
        return redirect(url_for("console.case", number=held[0]) if held else url_for("console.cases"))

    @routes.post("/language")
    def language() -> ResponseReturnValue:
        back = request.form.get("back", "")
        answer = redirect(back if back.startswith(f"{routes.url_prefix}/") else url_for("console.cases"))
        if (chosen := request.form.get("language", "")) in languages():
            answer.set_cookie(LANGUAGE_COOKIE, chosen, _A_YEAR_S, path="/console", httponly=True, samesite="Strict")
        return answer

    @routes.post("/lock")
    def lock() -> ResponseReturnValue:
        g.session.held = None
        console.lock()
        return redirect(url_for("console.passphrase"))

    @routes.errorhandler(VaultLocked)
    def locked(error: VaultLocked) -> ResponseReturnValue:
        return _ask_for_passphrase()

    @routes.errorhandler(VaultError)
    def vault_problem(error: VaultError) -> ResponseReturnValue:
        return show("problem", 503, why=said(error.code))

    @routes.errorhandler(Refused)
    def problem(error: Refused) -> ResponseReturnValue:
        return show("problem", error.status, why=said(error.code))

    @routes.errorhandler(ApiError)
    def api_problem(error: ApiError) -> ResponseReturnValue:
        return show("problem", error.status, why=no_model(error))

    @routes.errorhandler(HTTPException)
    def http_problem(error: HTTPException) -> ResponseReturnValue:
        return show("problem", error.code or 500, why=said("too_large" if error.code == 413 else "bad_request"))

    def _passphrase_page(status: int = 200, why: str = "") -> ResponseReturnValue:
        minutes = round(console.lock_after_s / 60)
        return show("passphrase", status, why=why, new=not console.vault.exists, minutes=minutes, held=g.session.held)


def _ask_for_passphrase() -> Response:
    """What was being written is kept until the cases are open again."""
    if request.endpoint == "console.edit" and request.view_args:
        g.session.held = (request.view_args["number"], request.form.to_dict())
    return make_response(redirect(url_for("console.passphrase")))


def _with_cookie(answer: Response, token: str) -> Response:
    answer.set_cookie(COOKIE, token, path="/console", httponly=True, samesite="Strict")
    return answer
