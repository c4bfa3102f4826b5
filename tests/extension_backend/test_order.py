"""Where the rows of a batch belong: beside their neighbours, unless times say otherwise."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from extension_backend.order import arrange


@dataclass(eq=False)
class Row:
    name: str
    sent_at: float | None


def rows(text: str) -> list[Row]:
    """ "a1 b c7" is a row named a sent at 1, b at no known time, c at 7."""
    return [Row(word[0], float(word[1:]) if word[1:] else None) for word in text.split()]


@pytest.mark.parametrize(
    ("known", "batch", "expected"),
    [
        ("", "a b c", "a b c"),
        ("a b", "b c", "a b c"),
        ("c d", "a b c", "a b c d"),
        ("a d", "a b c d", "a b c d"),
        ("a b", "c d", "a b c d"),  # nothing to hold on to: the end
        ("a b c", "b x", "a b x c"),
        ("a1 b2", "c3", "a1 b2 c3"),
        ("b2 c3", "a1", "a1 b2 c3"),
        ("a1 c3", "b2", "a1 b2 c3"),
        ("a5 b5", "b5 c5", "a5 b5 c5"),  # the same minute: neighbours decide
        ("a1 b9", "a1 c5", "a1 c5 b9"),
        ("a1 c5", "a1 b9", "a1 c5 b9"),  # the neighbour says after a, the time says after c
        ("b5 c7", "a9 b5", "b5 c7 a9"),
        ("a1 b", "c3", "a1 b c3"),  # a row without a time stays with the one before it
        ("c5 d", "a b2", "a b2 c5 d"),  # the first time in a batch places the rows before it
        ("a1 b2", "b2 a1", "a1 b2"),
    ],
)
def test_a_batch_finds_its_place(known: str, batch: str, expected: str) -> None:
    before = rows(known)
    by_name = {row.name: row for row in before}
    given = [by_name.get(row.name, row) for row in rows(batch)]
    loose = {id(row) for row in given if row.name not in by_name}
    assert [row.name for row in arrange(before, given, loose)] == [row.name for row in rows(expected)]


def test_a_known_row_that_lost_its_place_is_put_beside_its_neighbour_again() -> None:
    b, a, c = rows("b a c")
    assert [row.name for row in arrange([b, c], [a, b], {id(a)})] == ["a", "b", "c"]
