"""The report says what was found in plain words, blames nobody, and says how far it can be trusted. The page and the
paper say the same."""

import html
import re
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from detector.evidence import Custody
from detector.review import Evidence
from detector.types import Finding
from detector.wording import wording
from prompts import REPORT_LANGUAGES, report_words
from tests.detector.evidence.packed import AT, ORIGINAL, SAID, judged, opened, packed, pdf_text
from tests.prompts.test_wording import sentences


def page_text(data):
    """What a person reads on the page, on one line."""
    body = data.decode().partition("<body>")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


@pytest.fixture(params=["report.html", "report.pdf"])
def told(request):
    """Packs a chat and reads one of its two reports."""

    def tell(said=SAID, **how):
        data = packed(said, **how)[request.param]
        return page_text(data) if request.param == "report.html" else pdf_text(data)

    return tell


def test_it_says_script_stage_and_how_sure(told):
    text = told()
    assert "Please stop before you send anything" in text
    assert "How it reads: romance that leads to an investment." in text
    assert "How far it is: Asking for money, access or help." in text
    assert re.search(r"How sure: \d\d\s% that it follows a known script", text)


def test_it_says_where_it_turned_and_why(told):
    text = told()
    assert re.search(r"3 2026-03-01, 12:00 UTC danger", text)
    assert "Somebody close to them has inside knowledge (message 3" in text


def test_sums_are_told_by_currency_with_their_messages(told):
    text = told()
    assert "USDT 500 (5); 2,000 (7) 2,500" in text
    assert "$ 1,200.50 (6) 1,200.50" in text
    assert "USDT 500 (6) 500" in text
    assert "none named message 8" in text


def test_a_chat_without_sums_says_so(told):
    assert "No sum that was asked for or paid was found" in told(SAID[:2])


def test_marked_messages_stand_with_their_time_and_reasons(told):
    text = told()
    assert "Message 5, they, 2026-03-02, 00:00 UTC" in text
    assert "deposit 500 usdt to TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t" in text
    assert "They guide you through a small first payment" in text


def test_the_timeline_stands_in_a_table_as_well(told):
    text = told()
    assert re.search(r"1 2026-03-01, 00:00 UTC \d\d\s% caution", text)
    assert re.search(r"8 2026-03-02, 18:00 UTC \d\d\s% danger Asking for money, access or help", text)


def test_a_captive_sender_gets_an_own_section_with_those_who_help(told):
    text = told((*SAID, ("them", "they said I would be beaten if I stop writing to you")), country="GB")
    assert "The person who writes may be held and forced to" in text
    assert "It rests on message 9." in text
    assert "Do not confront them" in text
    assert "08000 121 700" in text


def test_without_such_signs_there_is_no_such_section(told):
    assert "held and forced" not in told()


def test_help_lines_are_those_of_the_country(told):
    assert "0300 123 2040" in told(country="GB")
    assert "0300 123 2040" not in told(country="US")


def test_limits_model_file_and_checks_are_named(told):
    text = told(notes="She called on 3 May.", custody=(Custody(AT, "read", "Ben"),))
    for said in (
        "It is no proof that anybody did anything",
        "English only",
        "Model: fake-1",
        Evidence.of(ORIGINAL).sha256,
        "sha256sum -c manifest.sha256",
        "She called on 3 May.",
        "read, Ben",
    ):
        assert said in text


def test_it_calls_nobody_names(told):
    text = told().lower()
    assert "scammer" not in text
    assert "victim" not in text


def test_a_quiet_chat_is_not_called_safe(told):
    text = told((("them", "see you at the station"), ("me", "yes, at nine")))
    assert "Nothing suspicious found so far" in text
    assert "No single message stands out" in text
    assert "How it reads" not in text


def test_of_very_many_marked_messages_the_weightiest_are_quoted_and_the_rest_counted(told):
    text = told((("them", "look at the profit"),) * 230)
    assert text.count("look at the profit") == 200
    assert "30 more are marked in transcript.jsonl" in text


@pytest.mark.parametrize("lang", sorted(REPORT_LANGUAGES - {"en"}))
def test_it_is_written_in_each_language_without_a_sentence_in_english(lang):
    said = (*SAID, ("them", "they said I would be beaten if I stop writing to you"))
    text = page_text(packed(said, lang=lang, notes="Ana", custody=(Custody(AT, "read"),))["report.html"])
    own, english = report_words(lang), report_words("en")
    assert own["head"]["title"] in text
    assert all(line in text for line in own["limits"]["report"])
    assert wording(lang)["tactics"]["insider_mentor_tip"]["plain"].rstrip(".。") in text
    said_in_english = [*sentences(english), *sentences(wording("en")["notes"]), *sentences(wording("en")["tactics"])]
    assert not [sentence for sentence in said_in_english if " " in sentence.strip("{} ") and sentence in text]


def test_a_mark_that_a_person_added_says_so():
    found = judged()
    first, *rest = found.timeline
    added = replace(first, findings=(Finding("care_routine", first.message.id, 1.0, "person"),))
    with TemporaryDirectory() as folder:
        files = opened(Path(folder), replace(found, timeline=(added, *rest)))
    assert "(marked by a person who reviewed the chat)" in page_text(files["report.html"])
