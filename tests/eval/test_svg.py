from xml.etree import ElementTree

import pytest

from eval.svg import Axes, Series, chart, interval_bar, ticks


def test_a_chart_is_well_formed_and_names_every_line():
    drawn = chart(
        "a < b", Axes("x & y", "y"), [Series("one <i>", [(0, 0), (1, 1)], 0, marks=[(0.5, 0.5)]), Series("two", [])]
    )
    figure = ElementTree.fromstring(drawn)
    assert [item.text or "" for item in figure.iter("figcaption")] == ["a < b"]
    assert "one <i>" in "".join(figure.itertext())
    assert len(list(figure.iter("circle"))) == 1


@pytest.mark.parametrize(
    ("low", "high", "wanted"),
    [(0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]), (0, 120, [0, 25, 50, 75, 100]), (-40, 40, [-40, -20, 0, 20, 40]), (3, 3, [3])],
)
def test_ticks_are_round_numbers_inside_the_range(low, high, wanted):
    assert ticks(low, high) == pytest.approx(wanted)


def test_a_value_without_an_interval_is_a_dot_alone():
    nan = float("nan")
    assert "<rect" in interval_bar(0.5, 0.4, 0.6)
    assert "<rect" not in interval_bar(0.5, nan, nan)
    ElementTree.fromstring(interval_bar(0.5, nan, nan))
