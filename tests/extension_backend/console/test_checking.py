"""Screenshots on their way to a case: read, shown beside what was read, put right, kept as they were brought."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from html import unescape

import pytest
from playwright.sync_api import Playwright

from detector.formats.screenshots import Shot
from extension_backend.console import custody
from extension_backend.console.cases import Query
from extension_backend.console.checking import Draft, Picture, Row, by_chat
from tests.detector.formats.drawn_chats import APPS, Said, painter
from tests.extension_backend.console.conftest import HERE, Volunteer

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
CHAT = [
    Said("day", "12 March 2026"),
    Said("them", "my uncle has a tip, the profit is certain", "09:06"),
    Said("me", "I do not know, that sounds risky", "09:11"),
    Said("them", "start with a small deposit of $500", "09:14"),
]


@pytest.fixture(scope="module")
def screens(playwright: Playwright) -> Iterator[list[bytes]]:
    """Two screenshots that share a message."""
    with painter(playwright) as made:
        yield [made.pictures(APPS["whatsapp light"], part, at=[0])[0] for part in (CHAT[:3], [CHAT[0], *CHAT[2:]])]


@pytest.fixture
def brought(volunteer: Volunteer, screens: list[bytes]) -> str:
    """The address of the page with what was read of both."""
    volunteer.bring_all([("2.png", screens[1]), ("1.png", screens[0])])
    answer = volunteer.imported()
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return str(answer.headers["Location"])


def typed(page: str) -> dict[str, str]:
    """What the form holds as it stands."""
    fields = re.findall(r'<textarea name="([^"]+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    chosen = re.findall(r'type="radio" name="([^"]+)" value="([^"]+)" required checked', page)
    return {name: unescape(value) for name, value in (*fields, *chosen)}


def send(volunteer: Volunteer, at: str, do: str, **more: str) -> str:
    """Presses a button of the page; the page that comes then."""
    answer = volunteer.post(at, at, **typed(volunteer.read(at)) | more, do=do)
    return str(answer.headers["Location"]) if answer.status_code == 302 else str(answer.get_data(as_text=True))


def kept(volunteer: Volunteer) -> list[tuple[str, str]]:
    rows = volunteer.console.vault.rows("SELECT sender, text FROM message ORDER BY place")
    return [(row["sender"], row["text"]) for row in rows]


def test_each_picture_stands_beside_what_was_read_of_it_and_no_case_is_made_yet(
    volunteer: Volunteer, brought: str, screens: list[bytes]
) -> None:
    page = volunteer.read(brought)
    assert list(typed(page).values()) == [said.text for said in CHAT[1:]] + ["them", "me", "them"]
    shown = [volunteer.get(path) for path in re.findall(r'<img src="(/console/import/check/[^"]+)"', page)]
    assert [answer.get_data() for answer in shown] == screens
    assert {answer.mimetype for answer in shown} == {"image/png"}
    assert volunteer.console.cases.all(Query()) == []


def test_what_is_put_right_becomes_the_case_and_the_pictures_are_kept_untouched(
    volunteer: Volunteer, brought: str, screens: list[bytes]
) -> None:
    fixed = {"text-0-1": "I know, that sounds risky", "sender-0-1": "them"}
    assert send(volunteer, brought, "go", **fixed) == "/console/import"
    volunteer.outcome()
    said = [("them", CHAT[1].text), ("them", "I know, that sounds risky"), ("them", CHAT[3].text)]
    assert kept(volunteer) == said
    (case,) = volunteer.console.cases.all(Query())
    assert case.level > 0
    (row,) = volunteer.console.vault.rows("SELECT bytes FROM file")
    with zipfile.ZipFile(io.BytesIO(row["bytes"])) as archive:
        assert [archive.read(name) for name in sorted(archive.namelist())] == screens
    log = [(entry.act, entry.detail) for entry in custody.log(volunteer.console.vault, case.id)]
    by_hand = "2 pictures, 3 messages read by a program; by hand 1 changed, 0 added, 0 taken out"
    assert log[:2] == [("imported", "screenshots.zip"), ("corrected", by_hand)]


def test_messages_are_added_and_taken_out_and_pictures_moved_without_losing_what_was_typed(
    volunteer: Volunteer, brought: str
) -> None:
    at = send(volunteer, brought, "add 0 0", **{"text-0-0": "my aunt"})
    assert at.endswith("?at=m0-1")
    assert 'name="text-0-1" rows="2" dir="auto" aria-label="Words: Message 2" autofocus' in volunteer.read(at)
    send(volunteer, brought, "remove 0 2", **{"text-0-1": "a new one", "sender-0-1": "me"})
    send(volunteer, brought, "later 0")
    send(volunteer, brought, "go")
    volunteer.outcome()
    assert kept(volunteer) == [("them", CHAT[3].text), ("them", "my aunt"), ("me", "a new one")]


def test_a_message_of_nobody_is_asked_about_and_no_case_is_made_before(volunteer: Volunteer, brought: str) -> None:
    send(volunteer, brought, "add 1 -1", **{"text-1-0": "kept"})
    page = send(volunteer, brought, "go", **{"text-1-0": "who said this"})
    assert "say of each who wrote it" in page
    assert "who said this" in page
    assert kept(volunteer) == []


@pytest.mark.parametrize(
    "do", ["", "add", "add x y", "add 99 0", "remove 0 -5", "remove 0 99", "earlier 99999999", "x"]
)
def test_a_form_of_nonsense_changes_nothing(volunteer: Volunteer, brought: str, do: str) -> None:
    before = typed(volunteer.read(brought))
    volunteer.post(brought, brought, do=do, **{"sender-0-0": "nobody", "text-99-99": "x"})
    assert typed(volunteer.read(brought)) == before


def test_words_of_a_picture_are_text_and_never_a_part_of_the_page(volunteer: Volunteer, brought: str) -> None:
    send(volunteer, brought, "keep", **{"text-0-0": "</textarea><script>x</script>\u202e"})
    page = volunteer.read(brought)
    assert "<script" not in page
    assert "\u202e" not in page


def test_locking_forgets_the_pictures(volunteer: Volunteer, brought: str) -> None:
    jobs = list(volunteer.console.intake.jobs)
    volunteer.post("/console/lock", brought)
    assert [(job.data, job.draft) for job in jobs] == [(b"", None)]
    volunteer.open()
    assert volunteer.get(brought).status_code == 409


def test_pictures_are_forgotten_when_asked_without_a_case(volunteer: Volunteer, brought: str) -> None:
    assert "Forget these screenshots" in volunteer.read(brought)
    answer = volunteer.post(brought, brought, do="forget")
    assert answer.status_code == 302
    assert volunteer.console.intake.jobs == []
    assert volunteer.get(brought).status_code == 409
    assert "There are no cases yet" in volunteer.read(answer.headers["Location"])


def test_nobody_sees_the_pictures_without_signing_in(volunteer: Volunteer, brought: str) -> None:
    page = volunteer.read(brought)
    (path, *_) = re.findall(r'<img src="([^"]+)"', page.split("</header>")[1])
    stranger = volunteer.http.application.test_client()
    assert stranger.get(path, headers=HERE).headers["Location"] == "/console/code"


def test_pictures_of_one_folder_are_one_chat_and_other_files_stay_by_themselves() -> None:
    files = [("a/1.png", PNG), ("b.txt", b"Anna: hi"), ("a/2.jpg", JPEG), ("c/1.png", PNG)]
    assert [name for name, _ in by_chat(files)] == ["b.txt", "a.zip", "c/1.png"]


def test_a_draft_without_a_word_is_not_done() -> None:
    picture = Picture(0, Shot("1.png", PNG), [Row("me", "")])
    draft = Draft([picture])
    assert not draft.done
    picture.rows[0].text = "hello"
    assert draft.done
