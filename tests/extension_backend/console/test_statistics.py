"""What all cases have in common, as pictures with their numbers."""

from __future__ import annotations

import re
from decimal import Decimal

from extension_backend.console.cases import Cases
from extension_backend.console.statistics import statistics
from tests.extension_backend.console.conftest import SUSPICIOUS, Volunteer
from tests.extension_backend.console.test_vault import add_chat

ORDINARY = "12/05/2026, 09:00 - Daniel: see you at the stand\n12/05/2026, 09:01 - Ana: yes at noon\n"
GERMAN = "12/05/2026, 09:00 - Daniel: " + "wir sehen uns morgen am Bahnhof, bring bitte die Karten mit " * 3 + "\n" + (
    "12/05/2026, 09:01 - Ana: ja, das mache ich gerne, bis morgen dann am Bahnhof\n" * 3
)  # fmt: skip


def test_each_case_is_counted_once_in_each_picture(volunteer: Volunteer) -> None:
    for chat in (SUSPICIOUS, SUSPICIOUS, ORDINARY, GERMAN):
        volunteer.case_of(chat)
    found = statistics(volunteer.console.cases)
    assert found.n == 4
    assert found.levels == {"danger": 2, "none": 1, "unknown": 1}
    assert sum(found.scripts.values()) == sum(found.stages.values()) == 2
    assert found.platforms == {"whatsapp": 4}
    assert found.sums["$"]["asked"].sum == Decimal(5000)
    assert found.sums["$"]["asked"].cases == 2
    assert found.sums["$"]["asked"].largest == Decimal(2000)
    assert found.sums["USD"]["paid"].sum == Decimal(1000)


def test_a_stage_stays_reached_when_the_chat_calms_down(cases: Cases) -> None:
    add_chat(cases, ["my uncle says the profit is certain", "a small deposit of $500", "good night"])
    before = statistics(cases).stages
    with cases.vault.transaction() as tx:
        tx.execute("UPDATE message SET stage = 'hook' WHERE place = 2")
    assert statistics(cases).stages == before != {"hook": 1}


def test_a_sum_whose_mark_was_called_wrong_is_left_out(volunteer: Volunteer) -> None:
    case = volunteer.case_of(SUSPICIOUS)
    for place in (3, 5):
        volunteer.post(f"{case}/marks", case, place=place, tactic="coached_small_start", kind="wrong")
    assert "asked" not in statistics(volunteer.console.cases).sums.get("$", {})


def test_the_page_has_every_number_as_text_beside_its_bar(volunteer: Volunteer) -> None:
    volunteer.case_of(SUSPICIOUS)
    volunteer.case_of(ORDINARY)
    page = volunteer.read("/console/statistics")
    rows = re.findall(r'<th scope="row">([^<]+)</th><td class="n">(\d+)</td>\s*<td><svg[^>]+aria-hidden="true"', page)
    assert ("danger", "1") in rows
    assert ("WhatsApp", "2") in rows
    assert 'href="/console/statistics"' in volunteer.read("/console/")


def test_without_cases_it_says_so(volunteer: Volunteer) -> None:
    assert "There are no cases yet" in volunteer.read("/console/statistics")


def test_a_platform_that_a_file_names_is_shown_as_text(volunteer: Volunteer) -> None:
    hostile = '{"id": "a", "platform": "<script>x</script>", "messages": [{"sender": "them", "text": "hello"}]}\n'
    volunteer.bring(hostile, "a.jsonl")
    volunteer.outcome()
    page = volunteer.read("/console/statistics")
    assert "&lt;script&gt;" in page
    assert "<script" not in page
