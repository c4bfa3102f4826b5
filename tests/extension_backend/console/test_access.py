"""Who may see the pages: a code, then the passphrase, from pages of our own only; and the lock that falls."""

from __future__ import annotations

import re

import pytest

from extension_backend.codes import CODE_LIFE_S, CODE_TRIES
from extension_backend.console.access import COOKIE
from extension_backend.console.console import LOCK_AFTER_S
from extension_backend.console.sessions import LIFE_S, MOST
from extension_backend.guard import CONSOLE_HEADERS, HEADERS
from tests.extension_backend.conftest import ORIGIN, PORT, Clock, Server
from tests.extension_backend.console.conftest import PASSPHRASE, SUSPICIOUS, Volunteer

OWN = f"http://127.0.0.1:{PORT}"
PAGES = ["/console/", "/console/import", "/console/cases/1", "/console/passphrase"]


@pytest.mark.parametrize("path", PAGES)
def test_without_a_code_there_is_only_the_question_for_it(stranger: Volunteer, path: str) -> None:
    answer = stranger.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/console/code")


@pytest.mark.parametrize("path", ["/console/", "/console/import", "/console/cases/1"])
def test_with_a_code_alone_the_cases_stay_locked(stranger: Volunteer, path: str) -> None:
    stranger.sign_in()
    assert stranger.get(path).headers["Location"] == "/console/passphrase"


def test_the_cookie_is_for_the_console_alone_and_no_script_or_other_site_has_it(stranger: Volunteer) -> None:
    cookie = stranger.get("/console/code").headers["Set-Cookie"]
    assert re.fullmatch(rf"{COOKIE}=[\w-]{{43}}; HttpOnly; Path=/console; SameSite=Strict", cookie)


def test_a_token_from_before_the_code_opens_nothing_after_it(stranger: Volunteer) -> None:
    stranger.get("/console/code")
    early = stranger.http.get_cookie(COOKIE, "127.0.0.1", "/console")
    stranger.sign_in()
    assert early is not None
    stranger.http.set_cookie(COOKIE, early.value, path="/console", domain="127.0.0.1")
    assert stranger.get("/console/passphrase").headers["Location"] == "/console/code"


@pytest.mark.parametrize("code", ["", "12345", "000000", "abcdef"])
def test_a_wrong_code_lets_nobody_in(stranger: Volunteer, code: str) -> None:
    right = stranger.console.codes.new("console")
    answer = stranger.post("/console/code", "/console/code", code=code if code != right else "111111")
    assert answer.status_code == 403
    assert "That is not the code" in answer.get_data(as_text=True)
    assert stranger.get("/console/").headers["Location"] == "/console/code"


def test_a_code_is_good_for_five_tries_two_minutes_and_one_use(stranger: Volunteer, clock: Clock) -> None:
    code = stranger.console.codes.new("console")
    for _ in range(CODE_TRIES):
        stranger.post("/console/code", "/console/code", code="wrong")
    assert stranger.post("/console/code", "/console/code", code=code).status_code == 403
    code = stranger.console.codes.new("console")
    clock.forward(CODE_LIFE_S)
    assert stranger.post("/console/code", "/console/code", code=code).status_code == 403
    code = stranger.console.codes.new("console")
    assert stranger.post("/console/code", "/console/code", code=f"{code[:3]} {code[3:]}").status_code == 302
    assert stranger.post("/console/code", "/console/code", code=code).status_code == 403


def test_a_code_for_pairing_does_not_open_the_console_nor_the_other_way_round(stranger: Volunteer) -> None:
    pairing = stranger.server.desk.clients.new_code()
    assert stranger.post("/console/code", "/console/code", code=pairing).status_code == 403
    console = stranger.console.codes.new("console")
    answer = stranger.server.post("/v1/pair", {"code": console}, Authorization=None)
    assert answer.status_code == 403


def test_whoever_signs_in_signs_the_one_before_out(volunteer: Volunteer) -> None:
    other = Volunteer(volunteer.server)
    other.http = volunteer.server.app.test_client()
    other.sign_in()
    assert volunteer.get("/console/").headers["Location"] == "/console/code"


def test_pages_opened_without_signing_in_do_not_pile_up(stranger: Volunteer) -> None:
    for _ in range(3 * MOST):
        stranger.server.app.test_client().get("/console/code", headers={"Host": f"127.0.0.1:{PORT}"})
    assert len(stranger.console.sessions._all) <= MOST


def test_a_session_ends_after_half_a_day(volunteer: Volunteer, clock: Clock) -> None:
    for _ in range(LIFE_S // 600):
        clock.forward(600)
        volunteer.get("/console/")
    assert volunteer.get("/console/").headers["Location"] == "/console/code"


def test_a_paired_token_opens_no_page_of_the_console(server: Server) -> None:
    assert server.get("/console/", Origin=None).status_code == 302
    assert server.get("/console/", Origin=ORIGIN).status_code == 403  # not even from the extension's own origin


def test_the_cookie_of_the_console_opens_nothing_else(volunteer: Volunteer) -> None:
    assert volunteer.get("/v1/status").status_code == 401


@pytest.mark.parametrize("csrf", ["", "wrong", "é"])
def test_a_form_without_its_token_is_refused(volunteer: Volunteer, csrf: str) -> None:
    path = volunteer.case_of(SUSPICIOUS)
    for form in ("edit", "marks", "delete", "labelled"):
        assert volunteer.post(f"{path}/{form}", path, csrf=csrf, sure="yes").status_code == 403
    for form in ("import", "import/me", "backup", "lock", "passphrase", "code"):
        assert volunteer.post(f"/console/{form}", path, csrf=csrf).status_code == 403
    assert volunteer.get(path).status_code == 200


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "", "http://127.0.0.1:1", f"https://127.0.0.1:{PORT}", ORIGIN, "http://localhost"],
)
def test_a_form_of_another_page_is_refused_even_with_its_token(volunteer: Volunteer, origin: str) -> None:
    path = volunteer.case_of(SUSPICIOUS)
    answer = volunteer.post(f"{path}/delete", path, {"Origin": origin}, sure="yes")
    assert answer.status_code == 403
    assert volunteer.get(path).status_code == 200


def test_a_form_must_say_where_it_is_from(volunteer: Volunteer) -> None:
    csrf = volunteer.csrf("/console/")
    answer = volunteer.http.post("/console/lock", data={"csrf": csrf}, headers={"Host": f"127.0.0.1:{PORT}"})
    assert answer.status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_another_site_asks_for_is_refused(volunteer: Volunteer, site: str) -> None:
    assert volunteer.get("/console/", **{"Sec-Fetch-Site": site}).status_code == 403


@pytest.mark.parametrize("mode", ["cors", "same-origin", "websocket"])
def test_no_script_reads_a_page(volunteer: Volunteer, mode: str) -> None:
    sent = {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": mode}
    assert volunteer.get("/console/", **sent).status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "", "127.0.0.1:1", f"127.0.0.1.evil.example:{PORT}"])
def test_only_the_exact_host_is_answered(volunteer: Volunteer, host: str) -> None:
    assert volunteer.http.get("/console/", headers={"Host": host}).status_code == 403


@pytest.mark.parametrize("kind", ["application/json", "text/plain", ""])
def test_the_console_takes_forms_only(volunteer: Volunteer, kind: str) -> None:
    sent = {"Host": f"127.0.0.1:{PORT}", "Origin": OWN, "Content-Type": kind}
    assert volunteer.http.post("/console/lock", data=b"{}", headers=sent).status_code == 415


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_forms_are_taken_nowhere_else(server: Server, kind: str) -> None:
    sent = {"Host": f"127.0.0.1:{PORT}", "Origin": ORIGIN, "Authorization": f"Bearer {server.token}"}
    assert server.http.post("/v1/forget", data=b"", headers=sent | {"Content-Type": kind}).status_code == 415


@pytest.mark.parametrize("path", ["/console/code", "/console/", "/console/cases/99", "/console/static/console.css"])
def test_no_page_can_run_a_script_be_framed_or_be_kept(volunteer: Volunteer, path: str) -> None:
    headers = volunteer.get(path).headers
    wanted = HEADERS | CONSOLE_HEADERS
    assert {name: headers[name] for name in wanted} == wanted
    assert "script-src" not in headers["Content-Security-Policy"]


def test_a_new_passphrase_is_typed_twice(stranger: Volunteer) -> None:
    stranger.sign_in()
    answer = stranger.post(
        "/console/passphrase", "/console/passphrase", passphrase=PASSPHRASE, again="another one, longer"
    )
    assert "The two are not the same" in answer.get_data(as_text=True)
    assert not stranger.console.vault.exists
    answer = stranger.open("short")
    assert "at least 12 characters" in answer.get_data(as_text=True)


def test_a_wrong_passphrase_is_told_and_opens_nothing(volunteer: Volunteer) -> None:
    volunteer.post("/console/lock", "/console/")
    answer = volunteer.open("not the right one")
    assert answer.status_code == 403
    assert "does not open the cases" in answer.get_data(as_text=True)
    assert not volunteer.console.vault.is_open


def test_the_lock_button_locks_at_once(volunteer: Volunteer) -> None:
    path = volunteer.case_of(SUSPICIOUS)
    volunteer.post("/console/lock", "/console/")
    assert not volunteer.console.vault.is_open
    assert volunteer.get(path).headers["Location"] == "/console/passphrase"
    volunteer.open()
    assert volunteer.get(path).status_code == 200


def test_the_cases_lock_themselves_when_nobody_is_there(volunteer: Volunteer, clock: Clock) -> None:
    path = volunteer.case_of(SUSPICIOUS)
    clock.forward(LOCK_AFTER_S - 1)
    assert volunteer.get(path).status_code == 200
    clock.forward(LOCK_AFTER_S - 1)
    volunteer.console.lock_if_idle()
    assert volunteer.console.vault.is_open
    clock.forward(1)
    volunteer.console.lock_if_idle()  # as the thread does that looks every few seconds
    assert not volunteer.console.vault.is_open
    assert volunteer.get(path).headers["Location"] == "/console/passphrase"


def test_what_was_being_written_is_there_again_after_the_lock(volunteer: Volunteer, clock: Clock) -> None:
    path = volunteer.case_of(SUSPICIOUS)
    csrf = volunteer.csrf(path)
    clock.forward(LOCK_AFTER_S)
    written = {"title": "Ana's case", "status": "waiting", "tags": "bank", "notes": "she called on Monday"}
    answer = volunteer.post(f"{path}/edit", path, csrf=csrf, **written)
    assert answer.headers["Location"] == "/console/passphrase"
    assert "she called" not in volunteer.read("/console/passphrase")
    assert volunteer.open().headers["Location"] == path
    page = volunteer.read(path)
    assert "she called on Monday" in page
    assert "not saved yet" in page
    assert "she called on Monday" not in volunteer.read(path)


def test_a_wrong_method_and_an_unknown_page_tell_nothing(volunteer: Volunteer) -> None:
    assert volunteer.get("/console/cases/99").status_code == 404
    assert volunteer.get("/console/cases/x").status_code in (401, 404)
    assert volunteer.get("/console/lock").status_code in (401, 405)
