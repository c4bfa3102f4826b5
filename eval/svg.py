"""Small pictures as inline SVG text: lines and steps over two axes, and values with their intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

Point = tuple[float, float]

WIDTH, HEIGHT = 400, 280
LEFT, RIGHT, TOP, BOTTOM = 54, 20, 10, 40
COLOURS = 7  # CSS classes c0 to c6


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a chart.

    Attributes:
        colour: number of its CSS class.
        steps: drawn as stairs, for shares that change at whole messages.
        marks: points that get a dot, for operating points.
    """

    name: str
    points: Sequence[Point]
    colour: int = 0
    steps: bool = False
    marks: Sequence[Point] = ()


@dataclass(frozen=True, slots=True)
class Axes:
    """Labels and ranges. `reference` is a faint line to compare with, and `stands_for` what the legend says of it."""

    x: str
    y: str
    x_range: tuple[float, float] = (0.0, 1.0)
    y_range: tuple[float, float] = (0.0, 1.0)
    reference: Sequence[Point] = ()
    stands_for: str = ""
    percent: tuple[bool, bool] = field(default=(True, True))


def chart(title: str, axes: Axes, series: Sequence[Series]) -> str:
    """A chart with its legend, as one `<figure>`."""
    drawn = [_grid(axes)]
    if axes.reference:
        drawn.append(f'<path class="reference" d="{_path(axes, axes.reference)}"/>')
    for one in reversed(series):  # the first series lies on top
        points = _stairs(one.points) if one.steps else one.points
        label = escape(one.name)
        if points:
            drawn.append(f'<path class="line c{one.colour}" d="{_path(axes, points)}"><title>{label}</title></path>')
        drawn += [
            f'<circle class="dot c{one.colour}" cx="{_x(axes, x):.1f}" cy="{_y(axes, y):.1f}" r="4.5"><title>{label}: '
            f"{_tick(x, axes.percent[0])}, {_tick(y, axes.percent[1])}</title></circle>"
            for x, y in one.marks
        ]
    entries = [key(one.colour) + escape(one.name) for one in series]
    if axes.reference:
        entries.append(f"{_key('reference')}{escape(axes.stands_for)}")
    legend = "".join(f"<li>{entry}</li>" for entry in entries)
    return (
        f'<figure><figcaption>{escape(title)}</figcaption><svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(title)}">{"".join(drawn)}</svg><ul class="legend">{legend}</ul></figure>'
    )


def key(colour: int) -> str:
    """A piece of the line of that colour, to stand before a name."""
    return _key(f"line c{colour}")


def _key(kind: str) -> str:
    return f'<svg class="key" viewBox="0 0 26 8" aria-hidden="true"><path class="{kind}" d="M0 4H26"/></svg>'


def interval_bar(value: float, low: float, high: float, colour: int = 0, limit: float = 1.0) -> str:
    """A value as a dot on a bar for its interval, on a scale from 0 to `limit`; small enough for a table cell."""
    at, low, high = (
        100 * min(max(number, 0.0), limit) / limit if number == number else math.nan for number in (value, low, high)
    )
    bar = (
        f'<rect class="c{colour} bar" x="{low:.1f}" y="5" width="{max(0.5, high - low):.1f}" height="4"/>'
        if low == low
        else ""
    )
    return (
        '<svg class="mini" viewBox="-4 0 108 14" aria-hidden="true"><path class="axis" d="M0 12H100"/>'
        f'{bar}<circle class="c{colour} dot" cx="{at:.1f}" cy="7" r="3.5"/></svg>'
    )


def _grid(axes: Axes) -> str:
    lines = []
    for value in ticks(*axes.x_range):
        x = _x(axes, value)
        lines.append(f'<path class="grid" d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}"/>')
        lines.append(
            f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 14}" text-anchor="middle">{_tick(value, axes.percent[0])}</text>'
        )
    for value in ticks(*axes.y_range):
        y = _y(axes, value)
        lines.append(f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>')
        lines.append(f'<text x="{LEFT - 6}" y="{y + 3.5:.1f}" text-anchor="end">{_tick(value, axes.percent[1])}</text>')
    middle_x, middle_y = (LEFT + WIDTH - RIGHT) / 2, (TOP + HEIGHT - BOTTOM) / 2
    lines.append(f'<text class="label" x="{middle_x}" y="{HEIGHT - 6}" text-anchor="middle">{escape(axes.x)}</text>')
    lines.append(
        f'<text class="label" transform="translate(11 {middle_y}) rotate(-90)" text-anchor="middle">'
        f"{escape(axes.y)}</text>"
    )
    return "".join(lines)


def ticks(low: float, high: float, wanted: int = 5) -> list[float]:
    """Round numbers between two ends, about `wanted` of them."""
    if not high > low:
        return [low]
    rough = (high - low) / wanted
    power = 10 ** math.floor(math.log10(rough))
    step = min((factor * power for factor in (1, 2, 2.5, 5, 10)), key=lambda size: abs(size - rough))
    return [round(k * step, 10) for k in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]


def _tick(value: float, percent: bool) -> str:
    return f"{100 * value:.0f} %" if percent else f"{value:g}"


def _stairs(points: Sequence[Point]) -> list[Point]:
    found: list[Point] = []
    for x, y in points:
        if found:
            found.append((x, found[-1][1]))
        found.append((x, y))
    return found


def _path(axes: Axes, points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{_x(axes, x):.1f} {_y(axes, y):.1f}" for x, y in points)


def _x(axes: Axes, value: float) -> float:
    low, high = axes.x_range
    return LEFT + (min(max(value, low), high) - low) / (high - low) * (WIDTH - LEFT - RIGHT)


def _y(axes: Axes, value: float) -> float:
    low, high = axes.y_range
    return HEIGHT - BOTTOM - (min(max(value, low), high) - low) / (high - low) * (HEIGHT - TOP - BOTTOM)
