"""What every page of the console shares: its words in the browser's language, filters of its templates, answers."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

from flask import Blueprint, Request, g, render_template, request

from detector import review
from detector.text import printable
from extension_backend.console.sessions import Session
from extension_backend.wording import wording
from prompts import FALLBACK, load_console_words, report_to

MAX_NUMBER = 2**53


def words() -> dict[str, Any]:
    """The console's own words, in the first language of the browser that it has."""
    best = request.accept_languages.best
    return load_console_words(best or FALLBACK)


def show(template: str, status: int = 200, **more: Any) -> tuple[str, int]:
    """A page. `t` are the console's words, `r` those of results, `csrf` the token that each form carries."""
    own = words()
    session: Session | None = g.get("session")
    page = render_template(
        f"console/{template}.html",
        t=own,
        r=wording(own["lang"]),
        csrf=session.csrf if session else "",
        rtl=own["lang"] == "ar",
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
    routes.add_app_template_filter(sum_of_money, "money")
    routes.add_app_template_filter(report_to, "report_to")


def moment(iso: str | None, with_time: bool = True) -> str:
    """ISO 8601 in UTC to what a person reads, still in UTC."""
    return "" if iso is None else iso[:16].replace("T", " ") if with_time else iso[:10]


def percent(share: float) -> str:
    """As in the command line, with a space that no line breaks at."""
    return review.percent(share).replace("%", "\u00a0%")


def sum_of_money(value: Decimal, currency: str = "") -> str:
    return f"{value:,f} {currency}".strip()
