"""A file on its way in: read, asked about, judged, kept; and nothing of it where any of that fails."""

from __future__ import annotations

import io
import threading
from html import unescape
from pathlib import Path

import pytest

from extension_backend.console.cases import Query
from extension_backend.console.intake import take_in
from tests.e2e.processes import until
from tests.extension_backend.console.conftest import SUSPICIOUS, Volunteer
from tests.extension_backend.fakes import fake_judge

EXPECTED = Path(__file__).parents[2] / "detector" / "formats"


def titles(volunteer: Volunteer) -> list[str]:
    return [case.title for case in volunteer.console.cases.all(Query())]


def test_who_is_me_is_asked_where_the_file_does_not_say(volunteer: Volunteer) -> None:
    assert volunteer.bring(SUSPICIOUS).headers["Location"] == "/console/import"
    page = volunteer.outcome()
    assert "Which of them is the person who asked for help?" in page
    assert 'value="Daniel"' in page
    assert 'value="Ana"' in page
    assert titles(volunteer) == []
    volunteer.post("/console/import/me", "/console/import", me="Ana")
    case = volunteer.outcome()
    assert "Person who asked for help" in case
    assert len(titles(volunteer)) == 1


def test_a_name_that_is_not_in_the_chat_is_refused(volunteer: Volunteer) -> None:
    volunteer.bring(SUSPICIOUS)
    volunteer.outcome()
    assert volunteer.post("/console/import/me", "/console/import", me="Nobody").status_code == 422
    assert titles(volunteer) == []


@pytest.mark.parametrize(
    "folder", ["telegram/single.json", "instagram/message_1.json", "sms/app.xml", "tinder/one_line.json"]
)
def test_any_format_that_the_detector_reads_becomes_a_case(volunteer: Volunteer, folder: str) -> None:
    file = EXPECTED / folder
    volunteer.bring(file.read_bytes(), file.name)
    page = volunteer.imported()
    if page.status_code == 200:
        job = volunteer.console.intake.job
        assert job is not None
        assert job.state == "asking", job.why
        volunteer.post("/console/import/me", "/console/import", me=job.names[0])
    volunteer.outcome()
    assert titles(volunteer)


def test_a_file_with_several_chats_becomes_a_case_each(volunteer: Volunteer) -> None:
    line = '{"id": "%s", "messages": [{"sender": "them", "text": "my uncle"}]}\n'
    volunteer.bring(line % "first" + line % "second", "two.jsonl")
    assert volunteer.imported().headers["Location"] == "/console/?sort=created"
    assert sorted(titles(volunteer)) == ["first", "second"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\0", "no chat that can be read"),
        (b"", "The file is empty"),
        (b"PK\x03\x04 not a zip", "zip is damaged"),
        (b'{"messages": [{"sender": "you", "text": "x"}]}\n', "line 1: message 1:"),
    ],
)
def test_an_unreadable_file_says_why_and_leaves_nothing(volunteer: Volunteer, data: bytes, why: str) -> None:
    volunteer.bring(data, "file")
    page = unescape(volunteer.outcome())
    assert why in page
    assert "Nothing was kept of it" in page
    assert titles(volunteer) == []


def test_lines_that_could_not_be_read_are_named_on_the_case(volunteer: Volunteer) -> None:
    good = '{"id": "a", "messages": [{"sender": "them", "text": "hello"}]}\n'
    volunteer.bring(good + "{broken\n", "chats.jsonl")
    page = unescape(volunteer.outcome())
    assert "left out (1)" in page
    assert "line 2: not JSON" in page


def test_without_a_file_one_is_asked_for(volunteer: Volunteer) -> None:
    answer = volunteer.post("/console/import", "/console/", file=(io.BytesIO(b""), ""))
    assert "Choose a file first" in volunteer.read(answer.headers["Location"])


def test_a_crash_in_the_middle_leaves_no_half_case(volunteer: Volunteer, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> str:
        raise MemoryError("in the middle of Daniel's words")

    monkeypatch.setattr("extension_backend.console.cases._reasons", fail)
    volunteer.bring(SUSPICIOUS.replace("Ana", "me"))
    page = volunteer.outcome()
    assert "Something went wrong" in page
    assert "Daniel's words" not in page
    for table in ("casefile", "file", "message", "finding", "custody"):
        assert volunteer.console.vault.rows(f"SELECT count(*) AS n FROM {table}")[0]["n"] == 0


def test_while_a_file_is_read_the_page_says_how_far_and_another_waits(
    volunteer: Volunteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extension_backend.console.intake.QUICK_S", 0.0)
    goes_on = threading.Event()
    network = volunteer.server.slot.get().detector._tactic_model
    score = network.score
    monkeypatch.setattr(network, "score", lambda batch: goes_on.wait(30) and score(batch))
    volunteer.bring(SUSPICIOUS.replace("Ana", "me"))
    page = volunteer.read("/console/import")
    assert 'http-equiv="refresh"' in page
    assert volunteer.bring("a: b").status_code == 409
    goes_on.set()
    assert volunteer.imported().status_code == 302
    assert len(titles(volunteer)) == 1


def test_locking_ends_an_import_and_nothing_is_kept(volunteer: Volunteer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extension_backend.console.intake.QUICK_S", 0.0)
    goes_on = threading.Event()
    network = volunteer.server.slot.get().detector._tactic_model
    score = network.score
    monkeypatch.setattr(network, "score", lambda batch: goes_on.wait(30) and score(batch))
    volunteer.bring(SUSPICIOUS.replace("Ana", "me"))
    job = volunteer.console.intake.job
    assert job is not None
    volunteer.post("/console/lock", "/console/")
    goes_on.set()
    until(lambda: job.state != "reading", "the end of the import")
    assert (job.state, job.data) == ("failed", b"")
    volunteer.open()
    assert titles(volunteer) == []


def test_progress_is_told_in_messages_of_all_chats(volunteer: Volunteer) -> None:
    line = '{"id": "%s", "messages": [' + ", ".join(['{"sender": "them", "text": "hello"}'] * 300) + "]}\n"
    told: list[tuple[int, int]] = []
    data = (line % "a" + line % "b").encode()
    take_in(volunteer.console.cases, fake_judge(), "two.jsonl", data, None, lambda n, of: told.append((n, of)))
    assert told == [(0, 600), (256, 600), (300, 600), (556, 600), (600, 600)]
