"""What every page of the console shares: its words in the reader's language, filters of its templates, answers."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, cast

from flask import Blueprint, Request, g, render_template, request, url_for

import prompts
from detector import review
from detector.text import printable
from detector.wording import wording
from extension_backend.console.sessions import Session
from extension_backend.errors import ApiError
from prompts import all_console_words, nearest, report_to, translated

LANGUAGE_COOKIE = "second-look-language"
MAX_NUMBER = 2**53


def languages() -> dict[str, str]:
    """The languages of the console, each with its own name for itself."""
    return {name: words["language"]["name"] for name, words in all_console_words().items()}


def words() -> dict[str, Any]:
    """The console's own words, in the language that was chosen, or else the first of the browser's that it has."""
    if "words" not in g:
        known = languages()
        chosen = request.cookies.get(LANGUAGE_COOKIE, "")
        g.words = all_console_words()[chosen if chosen in known else nearest(request.accept_languages.values(), known)]
    return cast(dict[str, Any], g.words)


def said(code: str) -> str:
    """A problem in the reader's language."""
    return str(words()["errors"][code])


def no_model(error: ApiError) -> str:
    """Why there is no model, in the reader's language; other refusals, which no page of ours meets, as they are."""
    note = wording(words()["lang"])["notes"].get(error.code)
    return f"{note['title']}{words()['language']['stop']}{note['body']}" if note else error.message


def show(template: str, status: int = 200, **more: Any) -> tuple[str, int]:
    """A page.

    Its `t` are the console's words, `r` those of results, `csrf` the token that each form carries; `back` is where a
    change of the language comes back to.
    """
    own = words()
    session: Session | None = g.get("session")
    page = render_template(
        f"console/{template}.html",
        t=own,
        r=wording(own["lang"]),
        csrf=session.csrf if session else "",
        languages=languages(),
        back=request.full_path.removesuffix("?") if request.method == "GET" else url_for("console.cases"),
        **more,
    )
    return page, status


def number(name: str, default: int = 1) -> int:
    """A whole number of the query or the form; the default where it is none."""
    given = request.values.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and int(given) < MAX_NUMBER else default


def in_memory(asked: type[Request]) -> type[Request]:
    """A request whose uploaded files are never spilled to a temporary file: no chat touches the disk."""

    class InMemory(asked):  # type: ignore[valid-type, misc]
        def _get_file_stream(self, *args: Any, **more: Any) -> BytesIO:
            return BytesIO()

    return InMemory


def add_filters(routes: Blueprint) -> None:
    """Filters for the templates: hostile text, times, shares, sums."""
    routes.add_app_template_filter(printable, "printable")
    routes.add_app_template_filter(moment, "moment")
    routes.add_app_template_filter(percent, "percent")
    routes.add_app_template_filter(grouped, "grouped")
    routes.add_app_template_filter(report_to, "report_to")
    routes.add_app_template_filter(in_language, "in_language")


def moment(iso: str | None, with_time: bool = True) -> str:
    """ISO 8601 in UTC as the reader's language writes it, still in UTC."""
    if iso is None:
        return ""
    at = datetime.fromisoformat(iso)
    written = prompts.day(at, words()["lang"])
    return f"{written} {at:%H:%M}" if with_time else written


def percent(share: float) -> str:
    """As in the command line, with the sign where the reader's language has it."""
    return prompts.share(review.percent(share), words()["lang"])


def in_language(said: str) -> str:
    """What was written down in English, in the reader's language, as a sentence of its own."""
    lang = words()["lang"]
    told = translated(said, lang, {tactic: own["plain"] for tactic, own in wording(lang)["tactics"].items()})
    return printable(told[:1].upper() + told[1:])


def grouped(number: int | Decimal) -> str:
    """A number with the separators of the reader's language."""
    return prompts.grouped(number, words()["lang"])
