"""The page of a case: what it says, and that no text of a chat is ever more than text."""

from __future__ import annotations

import json
import re
from html import unescape
from html.parser import HTMLParser

import pytest

from prompts import help_lines
from tests.extension_backend.console.conftest import SUSPICIOUS, Volunteer

HELP = [line["url"] for line in (*help_lines()["fraud"], *help_lines()["trafficking"]) if line["url"]]
OURS = ("/page/", "/console/", "#", *HELP)
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><form action=https://evil.example>',
    "{{ 7*7 }}{% for a in b %}",
    "javascript:alert(1)",
    "</textarea></title><b>bold</b>",
]


def test_a_suspicious_chat_is_told_in_words_with_what_to_do(volunteer: Volunteer) -> None:
    page = unescape(volunteer.read(volunteer.case_of(SUSPICIOUS)))
    assert "This chat asks for money, access or help" in page
    assert "What can be done now" in page
    assert "romance that leads to an investment" in page
    assert re.search(r"\d\d\u00a0% at its highest, that it follows a known script", page)


def test_the_picture_has_a_name_and_a_table_for_those_who_do_not_see_it(volunteer: Volunteer) -> None:
    page = unescape(volunteer.read(volunteer.case_of(SUSPICIOUS)))
    assert re.search(r'role="img" aria-label="Timeline of 6 messages, highest risk \d\d\u00a0%: .*from message 3', page)
    assert "ask for money, access or help: 2. Payments reported: 1." in page
    assert "The same as a table" in page


def test_sums_are_told_apart_by_what_the_message_does(volunteer: Volunteer) -> None:
    page = unescape(volunteer.read(volunteer.case_of(SUSPICIOUS)))
    row = re.search(r'<th scope="row">\$</th>(.*?)</tr>', page, re.DOTALL)
    assert row is not None
    assert "2,500 in all, named 2 times, largest 2,000" in row[1]
    paid = re.search(r'<th scope="row">USD</th>(.*?)</tr>', page, re.DOTALL)
    assert paid is not None
    assert "<td>500</td>" in paid[1]


def test_what_can_be_looked_up_has_its_check_and_where_to_report_it(volunteer: Volunteer) -> None:
    page = unescape(volunteer.read(volunteer.case_of(SUSPICIOUS)))
    assert "profit-site.example" in page
    assert "The registrar of the domain" in page


def test_distress_comes_with_its_own_advice(volunteer: Volunteer) -> None:
    page = unescape(volunteer.read(volunteer.case_of("Ana: hello\nDaniel: they have beaten me again, I may not leave")))
    assert "may be held and forced" in page
    assert "anti-trafficking hotline" in page


def test_a_chat_that_has_calmed_down_is_still_told_by_its_worst(volunteer: Volunteer) -> None:
    calm = "".join(f"15/06/2026, {9 + i // 60:02}:{i % 60:02} - Ana: the garden is lovely today\n" for i in range(300))
    page = unescape(volunteer.read(volunteer.case_of(SUSPICIOUS + calm)))
    assert "This chat asks for money, access or help" in page


def test_a_chat_that_goes_on_in_another_language_keeps_what_was_found(volunteer: Volunteer) -> None:
    german = "Daniel: Ich habe dir doch gestern alles genau erklärt, mein Schatz\n"
    plain = "Ana: hello\nDaniel: my uncle has a tip, the profit is certain\nDaniel: start with a deposit my darling\n"
    page = unescape(volunteer.read(volunteer.case_of(plain + 12 * german)))
    assert "The newest messages were not read" in page
    assert "Timeline of 15 messages" in page
    assert "not judged" in page


def test_a_chat_that_cannot_be_judged_is_not_called_safe(volunteer: Volunteer) -> None:
    german = "\n".join(
        f"{who}: Ich habe dir doch gestern alles genau erklärt, mein Schatz" for who in ["Ana", "Udo"] * 6
    )
    page = unescape(volunteer.read(volunteer.case_of(german)))
    assert "cannot judge this chat" in page
    assert "<svg" not in page
    assert "cannot be judged" in unescape(volunteer.read("/console/"))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_text_of_a_chat_a_file_or_a_note_is_never_markup(volunteer: Volunteer, hostile: str) -> None:
    name = hostile.replace('"', "'") + ".txt"  # browsers send no quote in a file name as it is
    path = volunteer.case_of(f"Ana: hello {hostile}\nDaniel: my darling uncle {hostile}", name=name)
    volunteer.post(f"{path}/edit", path, title=hostile, status="open", tags=hostile[:39], notes=hostile)
    for page in (volunteer.read(path), volunteer.read("/console/")):
        assert hostile in unescape(page)
        elements = Elements(page)
        assert not elements.names & {"script", "b", "iframe", "object", "style"}
        assert not [name for name in elements.attributes if name.startswith("on") or name == "style"]
        assert all(target.startswith(OURS) for target in elements.targets)


class Elements(HTMLParser):
    """What a browser makes of a page: elements, attributes, and all that these point at."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.targets: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.targets += [value or "" for name, value in attrs if name in ("href", "src", "action", "formaction")]


def test_what_moves_a_cursor_or_turns_text_around_is_taken_out(volunteer: Volunteer) -> None:
    page = volunteer.read(volunteer.case_of("Ana: hello\nDaniel: my \u202edarling\x1b[31m \u200buncle"))
    assert not re.search("[\x1b\u202e\u200b]", page)
    assert "my darling[31m uncle" in page


def test_a_long_chat_comes_in_pages_of_200_with_ways_to_the_findings(volunteer: Volunteer) -> None:
    lines = [f"{'Ana' if i % 2 else 'Daniel'}: hello number {i}" for i in range(450)]
    lines[430] = "Daniel: my uncle knows the profit"
    path = volunteer.case_of("\n".join(lines))
    first = volunteer.read(path)
    assert first.count('class="message') == 1 + 200  # the list and its items
    assert "page=3#m430" in unescape(first)
    assert volunteer.read(f"{path}?page=3").count('class="message') == 1 + 50
    assert volunteer.read(f"{path}?page=99").count('class="message') == 1 + 50


def test_messages_are_found_by_words_and_by_tactic(volunteer: Volunteer) -> None:
    path = volunteer.case_of(SUSPICIOUS)
    assert "Messages that match: 2" in volunteer.read(f"{path}?words=MY+DARLING")
    assert "Messages that match: 1" in volunteer.read(f"{path}?tactic=insider_mentor_tip")
    assert "No message matches" in volunteer.read(f"{path}?words=nothing+like+it")


def test_two_corrections_are_kept_shown_and_exported(volunteer: Volunteer) -> None:
    path = volunteer.case_of(SUSPICIOUS)
    marks = f"{path}/marks"
    assert volunteer.post(marks, path, place=2, tactic="insider_mentor_tip", kind="wrong").status_code == 302
    assert volunteer.post(marks, path, place=3, tactic="platform_introduction", kind="missed").status_code == 302
    page = volunteer.read(path)
    assert "called wrong in review" in page
    assert "added in review" in page
    answer = volunteer.post(f"{path}/labelled", path)
    chat = json.loads(answer.get_data(as_text=True))
    assert "insider_mentor_tip" not in chat["messages"][2]["tactics"]
    assert "platform_introduction" in chat["messages"][3]["tactics"]
    assert [(one["message"], one["kind"]) for one in chat["corrections"]] == [(2, "wrong"), (3, "missed")]
    log = volunteer.read(path)
    assert "given out" in log
    assert "Every line follows from the one before it" in log


def test_a_correction_can_be_taken_back(volunteer: Volunteer) -> None:
    path = volunteer.case_of(SUSPICIOUS)
    volunteer.post(f"{path}/marks", path, place=2, tactic="insider_mentor_tip", kind="wrong")
    volunteer.post(f"{path}/marks", path, place=2, tactic="insider_mentor_tip", kind="undo")
    assert "called wrong in review" not in volunteer.read(path)


@pytest.mark.parametrize(
    ("place", "tactic", "kind"),
    [
        (2, "withdrawal_fee", "wrong"),  # not marked
        (2, "insider_mentor_tip", "missed"),  # marked already
        (1, "insider_mentor_tip", "missed"),  # not of this side
        (2, "no_such_tactic", "missed"),
        (99, "withdrawal_fee", "missed"),
        (2, "insider_mentor_tip", "nonsense"),
        ("x", "insider_mentor_tip", "wrong"),
    ],
)
def test_a_correction_that_makes_no_sense_is_refused(
    volunteer: Volunteer, place: object, tactic: str, kind: str
) -> None:
    path = volunteer.case_of(SUSPICIOUS)
    assert volunteer.post(f"{path}/marks", path, place=place, tactic=tactic, kind=kind).status_code == 422


def test_a_mark_called_wrong_no_longer_counts_as_an_ask(volunteer: Volunteer) -> None:
    path = volunteer.case_of(SUSPICIOUS)
    volunteer.post(f"{path}/marks", path, place=3, tactic="coached_small_start", kind="wrong")
    page = unescape(volunteer.read(path))
    assert "ask for money, access or help: 1." in page
    assert "<td>2,000</td>" in page
