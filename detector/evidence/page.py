"""`report.html`: one file, offline, without a script; for the screen in both lights, and for paper."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from detector.evidence.blocks import Picture, Report
from detector.evidence.harmless import shown

WIDTH, HEIGHT = 720, 150
LEFT, TOP, FLOOR, STRIP = 40, 10, 105, 126


def page(report: Report) -> bytes:
    """The page. Every string in it goes through `shown` and is escaped."""
    return _template().render(report=report).encode()


def picture(drawn: Picture) -> Markup:
    """The timeline as inline SVG, made of numbers only; the table below it says the same in words."""
    bands = "".join(
        f'<rect class="{level}" x="{_x(low):.1f}" y="{STRIP - 4 * level}" width="{max(_x(high) - _x(low), 0.5):.1f}" '
        f'height="{2 + 4 * level}"/>'  # told by its height, not by its colour alone
        for low, high, level in drawn.levels
    )
    line = "L".join(f"{_x(place):.1f} {_y(risk):.1f}" for place, risk in drawn.points)
    rules = "".join(
        f'<path class="rule" d="M{LEFT} {_y(risk)}H{WIDTH}"/><text x="{LEFT - 6}" y="{_y(risk) + 4}" '
        f'text-anchor="end">{escape(written)}</text>'
        for risk, written in drawn.shares.items()
    )
    numbers = (
        f'<text x="{LEFT}" y="{HEIGHT - 6}">1</text>'
        f'<text x="{WIDTH}" y="{HEIGHT - 6}" text-anchor="end">{drawn.n_messages}</text>'
    )
    path = f'<path class="risk" d="M{line}"/>' if line else ""
    return Markup(f"{rules}{bands}{path}{numbers}")  # noqa: S704  numbers, and words of ours, escaped


def _x(place: float) -> float:
    return LEFT + place * (WIDTH - LEFT)


def _y(risk: float) -> float:
    return FLOOR - risk * (FLOOR - TOP)


def _finalize(value: Any) -> Any:
    return shown(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        finalize=_finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["picture"] = picture
    environment.filters["kind"] = lambda block: type(block).__name__
    return environment.get_template("page.html")
