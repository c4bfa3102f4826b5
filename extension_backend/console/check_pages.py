"""The page on which a person puts right what was read of screenshots. It works without script: every button sends all
of the form, so that nothing typed is lost.
"""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from extension_backend.console.console import Console
from extension_backend.console.refused import Refused
from extension_backend.console.web import show


def add_checking(routes: Blueprint, console: Console) -> None:
    """The page, its form, and the pictures on it."""

    @routes.get("/import/check/<key>")
    def check(key: str) -> ResponseReturnValue:
        return show("check", draft=console.intake.draft(key), at=request.args.get("at", ""))

    @routes.post("/import/check/<key>")
    def correct(key: str) -> ResponseReturnValue:
        draft = console.intake.draft(key)
        act, *where = request.form.get("do", "").split(" ")
        if act == "forget":
            console.intake.forget(key)
            return redirect(url_for("console.progress" if console.intake.going else "console.cases"))
        draft.take(request.form)
        if act == "go" and not draft.done:
            return show("check", 422, draft=draft, at="", unfinished=True)
        if act == "go":
            console.intake.checked(key)
            return redirect(url_for("console.progress"))
        number, place = ([*map(int, where), -1, -1] if all(map(_is_place, where)) else [-1, -1])[:2]
        at = draft.change(act, number, place)
        where_to = (
            {"at": at} if at.startswith("m") else {"_anchor": at}
        )  # beside an anchor, autofocus counts for nothing
        return redirect(url_for("console.check", key=key, **where_to))  # type: ignore[arg-type]

    @routes.get("/import/check/<key>/<int:number>")
    def picture(key: str, number: int) -> ResponseReturnValue:
        found = console.intake.draft(key).picture(number)
        if found is None or not found.shot.media_type:
            raise Refused(404, "nothing_asked")
        return Response(found.shot.data, mimetype=found.shot.media_type)


def _is_place(text: str) -> bool:
    return text.removeprefix("-").isdecimal() and len(text) < 6
