"""The picture of a case over time as numbers for its template, and the same as rows for those who do not see it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from detector.types import Level
from extension_backend.console.cases import Case
from extension_backend.console.vault import Vault

WIDTH, HEIGHT = 760, 210
LEFT, RIGHT, TOP, FLOOR = 100, 8, 14, 128
RIBBON, RIBBON_HEIGHT = 138, 14
ASKS, PAID = 168, 188  # rows of signs below the ribbon
MOST_COLUMNS = 240


@dataclass(frozen=True, slots=True)
class Column:
    """A stretch of messages, `first` to `last` by place. `risk` is the highest in it, None where none was judged."""

    first: int
    last: int
    first_at: str | None
    last_at: str | None
    risk: float | None
    level: Level
    stage: str | None


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of one stage on the ribbon."""

    x: float
    width: float
    stage: str


@dataclass(frozen=True, slots=True)
class Picture:
    """All that is drawn, in the pixels of WIDTH x HEIGHT."""

    lines: tuple[str, ...]
    bars: tuple[Bar, ...]
    rises: tuple[tuple[float, float, Level, int], ...]
    asks: tuple[float, ...]
    paid: tuple[float, ...]
    rows: tuple[Column, ...]
    n_asks: int
    n_paid: int

    @property
    def highest(self) -> float:
        return max((row.risk for row in self.rows if row.risk is not None), default=0.0)

    @property
    def stages(self) -> list[str]:
        return list(dict.fromkeys(bar.stage for bar in self.bars))


def picture(vault: Vault, case: Case, asks: Collection[int], paid: Collection[int]) -> Picture:
    """Draws a case.

    Args:
        asks: places of the messages that ask for money or access.
        paid: of those that report a payment.
    """
    columns = _columns(vault, case)
    n = max(1, case.n_messages)

    def x(place: float) -> float:
        return round(LEFT + (place + 0.5) / n * (WIDTH - LEFT - RIGHT), 1)

    def signs(places: Collection[int]) -> tuple[float, ...]:
        return tuple(
            dict.fromkeys(8 * round(x(place) / 8) if n > MOST_COLUMNS else x(place) for place in sorted(places))
        )

    rises = vault.rows("SELECT a.place, a.level, m.risk FROM alert a JOIN message m USING (casefile, place)"
                       " WHERE a.casefile = ? ORDER BY a.place", (case.id,))  # fmt: skip
    rows = _merged(columns)
    return Picture(
        lines=tuple(_lines(columns, x)),
        bars=tuple(_bar(row, x) for row in _merged(columns, by_level=False) if row.stage and row.level),
        rises=tuple((x(row["place"]), _y(row["risk"]), Level(row["level"]), row["place"]) for row in rises),
        asks=signs(asks),
        paid=signs(paid),
        rows=tuple(rows),
        n_asks=len(asks),
        n_paid=len(paid),
    )


def _columns(vault: Vault, case: Case) -> list[Column]:
    """At most `MOST_COLUMNS`, however long the chat; no peak is lost. A stage is shown once something was found."""
    columns = min(MOST_COLUMNS, max(1, case.n_messages))
    found = vault.rows(
        "SELECT min(place) AS first, max(place) AS last, min(sent_at) AS first_at, max(sent_at) AS last_at,"
        " max(CASE WHEN judged THEN risk END) AS risk, max(level) AS level FROM message WHERE casefile = ?"
        " GROUP BY place * ? / ? ORDER BY first",
        (case.id, columns, max(1, case.n_messages)),
    )
    ends = {column["last"] for column in found}
    sql = "SELECT place, stage FROM message WHERE casefile = ? AND place IN (SELECT value FROM json_each(?))"
    stages = {row["place"]: row["stage"] for row in vault.rows(sql, (case.id, str(sorted(ends))))}
    return [
        Column(c["first"], c["last"], c["first_at"], c["last_at"], c["risk"], Level(c["level"]), stages[c["last"]])
        for c in found
    ]


def _merged(columns: Sequence[Column], by_level: bool = True) -> list[Column]:
    """Neighbours of one stage, and of one level where that counts too, made one."""
    merged: list[Column] = []
    for column in columns:
        before = merged[-1] if merged else None
        one_stage = before is not None and before.stage == column.stage and bool(before.level) == bool(column.level)
        if before and one_stage and (not by_level or before.level == column.level):
            risks = [risk for risk in (before.risk, column.risk) if risk is not None]
            highest, level = max(risks, default=None), max(before.level, column.level)
            first_at, last_at = before.first_at or column.first_at, column.last_at or before.last_at
            merged[-1] = Column(before.first, column.last, first_at, last_at, highest, level, column.stage)
        else:
            merged.append(column)
    return merged


def _lines(columns: Sequence[Column], x: Callable[[float], float]) -> list[str]:
    """Paths of the risk, broken where nothing was judged."""
    paths: list[list[str]] = [[]]
    for column in columns:
        if column.risk is None:
            paths.append([])
        else:
            paths[-1].append(f"{x((column.first + column.last) / 2)} {_y(column.risk)}")
    return [f"M{' L'.join(points if len(points) > 1 else points * 2)}" for points in paths if points]


def _bar(row: Column, x: Callable[[float], float]) -> Bar:
    start, end = x(row.first - 0.5), x(row.last + 0.5)
    return Bar(start, max(1.5, round(end - start, 1)), row.stage or "")


def _y(risk: float) -> float:
    return round(FLOOR - risk * (FLOOR - TOP), 1)
