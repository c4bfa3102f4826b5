"""The language of the console: as chosen, else as the browser has it, and then the whole of every page."""

from __future__ import annotations

import re
from html import unescape

import pytest

from prompts import all_console_words, all_report_to
from tests.extension_backend.console.conftest import HERE, SUSPICIOUS, Volunteer
from tests.prompts.test_translations import texts as translations
from tests.prompts.test_wording import sentences

LANGUAGES = sorted(all_console_words())
TRANSLATED = [lang for lang in LANGUAGES if lang != "en"]
OWN = HERE | {"Origin": f"http://{HERE['Host']}", "Content-Type": "multipart/form-data; boundary=x"}
HALF_READ = """{"messages": [{"sender": "them", "text": "hello"}]}
{"messages": [{"sender": "them", "text": 1}]}
"""
SHORT = 8  # characters; shorter words are the same in more than one language


def choose(volunteer: Volunteer, lang: str, back: str = "/console/") -> str:
    answer = volunteer.post("/console/language", "/console/", language=lang, back=back)
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def language_of(page: str) -> str:
    found = re.search(r'<html lang="([\w-]+)" dir="(\w+)"', page)
    assert found
    assert (found[2] == "rtl") == (found[1] == "ar")
    return found[1]


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("de-AT,de;q=0.9,en;q=0.5", "de"),
        ("pt-PT", "pt-BR"),
        ("zh-Hans-CN,zh;q=0.9", "zh-CN"),
        ("fr,es;q=0.8", "es"),
        ("fr", "en"),
        ("", "en"),
    ],
)
def test_without_a_choice_it_is_the_first_of_the_browser_that_there_is(
    stranger: Volunteer, asked: str, given: str
) -> None:
    answer = stranger.get("/console/code", **{"Accept-Language": asked})
    assert language_of(answer.get_data(as_text=True)) == given


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_choice_holds_against_the_browser_and_shows_the_page_where_one_was(volunteer: Volunteer, lang: str) -> None:
    assert choose(volunteer, lang, "/console/?sort=last") == "/console/?sort=last"
    page = volunteer.get("/console/", **{"Accept-Language": "fr"}).get_data(as_text=True)
    assert language_of(page) == lang.replace("_", "-")
    for name, words in all_console_words().items():
        assert f'lang="{name.replace("_", "-")}"' in page
        assert f">{words['language']['name']}</button>" in page


def test_before_the_code_a_language_can_be_chosen_as_well(stranger: Volunteer) -> None:
    stranger.post("/console/language", "/console/code", language="ar", back="/console/code")
    assert language_of(stranger.read("/console/code")) == "ar"


@pytest.mark.parametrize("back", ["https://evil.example/console/", "//evil.example", "/v1/hello", "console", ""])
def test_a_change_leads_to_no_other_place(volunteer: Volunteer, back: str) -> None:
    assert choose(volunteer, "de", back) == "/console/"


@pytest.mark.parametrize("lang", ["xx", "../en", ""])
def test_a_language_that_is_not_there_changes_nothing(volunteer: Volunteer, lang: str) -> None:
    choose(volunteer, "es")
    choose(volunteer, lang)
    assert language_of(volunteer.read("/console/")) == "es"


@pytest.mark.parametrize("lang", TRANSLATED)
def test_no_english_is_left_on_any_page(volunteer: Volunteer, lang: str) -> None:
    words, english = all_console_words()[lang], all_console_words()["en"]
    choose(volunteer, lang)
    empty = volunteer.read("/console/")
    volunteer.bring(SUSPICIOUS)
    asking = volunteer.imported().get_data(as_text=True)
    volunteer.post("/console/import/me", "/console/import", me="Ana")
    case = str(volunteer.imported().headers["Location"])
    for kind in ("wrong", "undo"):
        volunteer.post(f"{case}/marks", case, place=2, tactic="insider_mentor_tip", kind=kind)
    volunteer.post(f"{case}/pack", case)
    volunteer.bring(HALF_READ)
    half_read = volunteer.outcome()
    assert translations(lang)["must_be_string"].format(field="text") in unescape(half_read)
    volunteer.bring(b"PK\x03\x04")
    pages = [
        empty,
        asking,
        half_read,
        volunteer.outcome(),
        *map(volunteer.read, ("/console/", "/console/?words=nothing+at+all", case, f"{case}?words=deposit")),
        *map(volunteer.read, ("/console/statistics", f"{case}/beside/2")),
        volunteer.get("/console/cases/99").get_data(as_text=True),
        volunteer.post(f"{case}/delete", case).get_data(as_text=True),
    ]
    volunteer.post("/console/lock", "/console/")
    pages += [volunteer.read("/console/passphrase"), volunteer.open("not the passphrase").get_data(as_text=True)]
    own = set(sentences(words))
    places = [place for one in all_report_to("en") for place in (one.name, *one.places)]
    written_down = [text[0].upper() + text[1:] for text in translations("en").values() if "{" not in text]
    own |= set(translations(lang).values())
    foreign = [text for text in sentences(english) + places + written_down if len(text) >= SHORT and text not in own]
    for page in pages:
        # Hidden fields and addresses are for the program.
        shown = unescape(re.sub(r'<(?:input type="hidden"|option|a|form)[^>]*>', "", page))
        assert not [text for text in foreign if re.search(rf"(?<!\w){re.escape(text)}(?!\w)", shown)]


@pytest.mark.parametrize(
    ("lang", "sum_", "day", "share"),
    [
        ("en", "2,000", "2026-03-12", "99\u00a0%"),
        ("de", "2.000", "12.03.2026", "99\u00a0%"),
        ("zh_CN", "2,000", "2026/03/12", "99%"),
        ("ar", "2,000", "12/03/2026", "99%"),
    ],
)
def test_numbers_dates_and_shares_are_written_as_the_language_has_them(
    volunteer: Volunteer, lang: str, sum_: str, day: str, share: str
) -> None:
    choose(volunteer, lang)
    page = re.sub(r'<p class="text".*?</p>', "", unescape(volunteer.read(volunteer.case_of(SUSPICIOUS))))
    for written in (sum_, day, f"{day} 09:00", share):
        assert written in page


def test_a_file_that_is_too_large_is_refused_in_words(volunteer: Volunteer) -> None:
    choose(volunteer, "de")
    large = {"CONTENT_LENGTH": str(33 * 2**20)}
    answer = volunteer.http.post("/console/import", data={}, headers=OWN, environ_overrides=large)
    assert answer.status_code == 413
    assert all_console_words()["de"]["errors"]["too_large"] in answer.get_data(as_text=True)
