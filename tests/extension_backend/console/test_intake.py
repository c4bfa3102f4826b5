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
        (job,) = volunteer.console.intake.jobs
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
        (b"\x7fELF\0\0\0\0", "no chat that can be read"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\0", "picture 1: the picture is damaged"),
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
    assert "Line 2: not JSON" in page


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


def test_while_a_file_is_read_the_page_says_how_far_and_another_waits_its_turn(
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
    volunteer.bring(SUSPICIOUS.replace("Ana", "me"), "second.txt")
    page = volunteer.read("/console/import")
    assert "0 of 2 files read" in page
    assert "Waits until the files before it are read." in page
    assert "On their way in: 2" in volunteer.read("/console/")
    goes_on.set()
    assert "2 of 2 files read" in volunteer.outcome()
    assert len(titles(volunteer)) == 2


def test_locking_ends_an_import_and_nothing_is_kept(volunteer: Volunteer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extension_backend.console.intake.QUICK_S", 0.0)
    goes_on = threading.Event()
    network = volunteer.server.slot.get().detector._tactic_model
    score = network.score
    monkeypatch.setattr(network, "score", lambda batch: goes_on.wait(30) and score(batch))
    volunteer.bring(SUSPICIOUS.replace("Ana", "me"))
    (job,) = volunteer.console.intake.jobs
    until(lambda: job.state == "reading", "the beginning of the import")
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


def test_several_files_are_taken_in_each_with_its_own_outcome(volunteer: Volunteer) -> None:
    files = [("one.txt", SUSPICIOUS), ("broken.json", "{"), ("two.txt", SUSPICIOUS.replace("Daniel", "Mark"))]
    volunteer.bring_all(files)
    page = volunteer.outcome()
    assert "1 of 3 files read" in page
    assert "broken.json could not be read" in page
    assert titles(volunteer) == []
    volunteer.post("/console/import/me", "/console/import", job=2, me="Ana")
    page = volunteer.outcome()
    assert "2 of 3 files read" in page
    assert titles(volunteer) == ["two.txt"]
    assert "Which of them is the person who asked for help?" in page, "the first still waits for its answer"


def test_a_name_can_be_given_for_all_files_in_which_it_stands(volunteer: Volunteer) -> None:
    other = SUSPICIOUS.replace("Ana", "Eva")
    volunteer.bring_all([("one.txt", SUSPICIOUS), ("two.txt", SUSPICIOUS), ("three.txt", other)])
    assert "Also in the other files" in volunteer.outcome()
    volunteer.post("/console/import/me", "/console/import", job=0, me="Ana", everywhere="yes")
    page = volunteer.outcome()
    assert sorted(titles(volunteer)) == ["one.txt", "two.txt"]
    assert 'value="Eva"' in page
    assert "Also in the other files" not in page, "only one is left to ask about"


@pytest.mark.parametrize("job", ["3", "-1", "x", "0"])
def test_an_answer_to_nothing_that_was_asked_is_refused(volunteer: Volunteer, job: str) -> None:
    volunteer.bring('{"id": "a", "messages": [{"sender": "them", "text": "hello"}]}\n{broken\n', "chats.jsonl")
    assert volunteer.post("/console/import/me", "/console/", job=job, me="Ana").status_code == 409


def test_what_came_to_its_end_is_let_go_by_the_next_import(volunteer: Volunteer) -> None:
    volunteer.bring("", "empty.txt")
    assert "empty.txt could not be read" in volunteer.outcome()
    volunteer.bring(SUSPICIOUS.replace("Ana", "me"))
    assert "empty.txt" not in volunteer.outcome()


def test_too_many_files_at_once_are_refused(volunteer: Volunteer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extension_backend.console.intake.MOST_JOBS", 1)
    assert volunteer.bring_all([("one.txt", SUSPICIOUS), ("two.txt", SUSPICIOUS)]).status_code == 409
    assert not volunteer.console.intake.jobs
