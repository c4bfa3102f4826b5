"""Lines between messages that say when, and what they leave open."""

from datetime import date, time

import pytest

from detector.formats._days import clock, day_line, days, taken_on

TAKEN = date(2026, 3, 13)  # a Friday


@pytest.mark.parametrize(
    ("text", "day", "at"),
    [
        ("12 March 2026", date(2026, 3, 12), None),
        ("March 12, 2026", date(2026, 3, 12), None),
        ("Thu, Mar 12 at 10:24 AM", date(2026, 3, 12), time(10, 24)),
        ("Thursday, 12 March", date(2026, 3, 12), None),
        ("5 September", date(2025, 9, 5), None),
        ("2026-03-12", date(2026, 3, 12), None),
        ("13/3/2026", date(2026, 3, 13), None),
        ("Today", TAKEN, None),
        ("Yesterday 22:05", date(2026, 3, 12), time(22, 5)),
        ("THU 10:24", date(2026, 3, 12), time(10, 24)),
        ("Friday", date(2026, 3, 6), None),
    ],
)
def test_a_line_says_its_day(text, day, at):
    line = day_line(text, TAKEN)
    assert (days([line]), line.at) == ([day], at)


@pytest.mark.parametrize("text", ["Today", "Yesterday", "Thursday", "12 March"])
def test_a_day_that_depends_on_today_is_open_where_today_is_not_known(text):
    assert days([day_line(text, None)]) == [None]


@pytest.mark.parametrize(
    "text", ["", "Daniel", "last seen today at 10:21", "Today is fine", "May I ask", "10:24", "31 February 2026 x"]
)
def test_other_lines_are_no_days(text):
    assert day_line(text, TAKEN) is None


def test_a_date_that_does_not_exist_is_none():
    assert days([day_line("31 February 2026", TAKEN)]) == [None]


def test_whether_the_day_stands_first_is_settled_over_all_lines():
    lines = [day_line("3/4/2026", None), None, day_line("13/4/2026", None)]
    assert days(lines) == [date(2026, 4, 3), None, date(2026, 4, 13)]


@pytest.mark.parametrize(("text", "at"), [("9:05", time(9, 5)), ("9:05 pm", time(21, 5)), ("25:00", None), ("x", None)])
def test_a_time_stands_alone(text, at):
    assert clock(text) == at


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("Screenshot_20260313-102455.png", TAKEN),
        ("Screenshot 2026-03-13 at 10.24.55.png", TAKEN),
        ("Screenshot_20260313102455.jpg", TAKEN),
        ("IMG_0042.PNG", None),
        ("20269999.png", None),
    ],
)
def test_the_name_of_a_picture_may_say_when_it_was_taken(name, day):
    assert taken_on(name) == day
