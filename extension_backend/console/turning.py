"""Whom a person can turn to: help lines of the country that was chosen, or that the person seems to be in."""

from __future__ import annotations

import re

import phonenumbers
from flask import g, request

from extension_backend.console.cases import Case, Cases
from prompts import Help, country_names, help_lines


def lines(cases: Cases, case: Case) -> Help:
    """The lines to show on the page of a case. What is chosen, "" for none, holds until the volunteer leaves."""
    chosen = request.args.get("country")
    if chosen is not None:
        g.session.country = chosen if chosen in country_names() else ""
    return help_lines(_of_numbers(cases, case) or _of_languages() if g.session.country is None else g.session.country)


def _of_numbers(cases: Cases, case: Case) -> str | None:
    """The country of a number that the person bears for a name, or gave to the other side."""
    sql = (
        "SELECT value FROM indicator JOIN message USING (casefile, place) WHERE casefile = ? AND sender = 'me'"
        " AND kind = 'phone' AND valid ORDER BY place LIMIT 20"
    )
    given = [case.me, *(row["value"] for row in cases.vault.rows(sql, (case.id,)))]
    return next((code for number in given if (code := _region(number)) in country_names()), None)


def _region(number: str) -> str | None:
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(number, None))
    except phonenumbers.NumberParseException:
        return None


def _of_languages() -> str | None:
    """The country of the browser's languages, where they name one: "en-GB"."""
    named = (re.search(r"[-_]([A-Za-z]{2})$", language) for language in request.accept_languages.values())
    return next((code[1].upper() for code in named if code and code[1].upper() in country_names()), None)
