"""Each check of the guard, one test each, in the order in which they are made."""

from __future__ import annotations

import pytest

from extension_backend.guard import HEADERS
from tests.extension_backend.conftest import ORIGIN, PORT, Server, them

OTHER_EXTENSION = "chrome-extension://ponmlkjihgfedcbaponmlkjihgfedcba"
EVERYWHERE = [
    *["/", "/page/page.js", "/v1/hello", "/v1/status", "/v1/wording", "/v1/help"],
    *["/v1/conversations/c", "/nothing/here"],
]
BATCH = {"site": "converse", "messages": [them("a", "hello")]}


@pytest.mark.parametrize("path", EVERYWHERE)
@pytest.mark.parametrize(
    ("host", "answered"),
    [
        (f"127.0.0.1:{PORT}", True),
        (f"localhost:{PORT}", True),
        (f"evil.example:{PORT}", False),
        ("127.0.0.1", False),
        ("127.0.0.1:1", False),
        ("", False),
        (f"127.0.0.1.evil.example:{PORT}", False),
        (f"LOCALHOST:{PORT}", False),
        (f"localhost.:{PORT}", False),
        (f"[::1]:{PORT}", False),
        (f"127.0.0.1:{PORT}, evil.example", False),
        (f"user@127.0.0.1:{PORT}", False),
    ],
)
def test_only_the_exact_host_is_answered(server: Server, path: str, host: str, answered: bool) -> None:
    answer = server.get(path, Host=host)
    assert (answer.status_code != 403) == answered
    if not answered:
        assert answer.get_json()["error"]["code"] == "wrong_host"


@pytest.mark.parametrize("path", EVERYWHERE)
@pytest.mark.parametrize(
    ("site", "answered"), [("none", True), ("same-origin", True), ("cross-site", False), ("same-site", False)]
)
def test_what_the_browser_calls_another_site_is_refused(server: Server, path: str, site: str, answered: bool) -> None:
    assert (server.get(path, Sec_Fetch_Site=site).status_code != 403) == answered


@pytest.mark.parametrize("path", EVERYWHERE)
@pytest.mark.parametrize(
    ("origin", "answered"),
    [
        (None, True),
        (ORIGIN, True),
        (f"http://127.0.0.1:{PORT}", None),  # our own page: goes on to the token, which is not its own
        ("https://web.telegram.org", False),
        ("http://127.0.0.1:8000", False),
        (f"https://127.0.0.1:{PORT}", False),
        ("http://localhost", False),
        ("null", False),
        ("", False),
        (OTHER_EXTENSION, False),
        ("moz-extension://0b2d7f0e-7a5e-4f7e-9a44-2d1f6c1b7a11", False),
        (ORIGIN + ".evil.example", False),
    ],
)
def test_only_our_own_and_paired_origins_are_answered(
    server: Server, path: str, origin: str | None, answered: bool | None
) -> None:
    answer = server.get(path, Origin=origin)
    assert (answer.status_code == 403) == (answered is False)


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/json", 200),
        ("application/json; charset=utf-8", 200),
        ("text/plain", 415),
        ("text/plain; application/json", 415),
        ("application/x-www-form-urlencoded", 415),
        ("multipart/form-data; boundary=x", 415),
        ("", 415),
        (None, 415),
    ],
)
def test_a_post_must_be_json(server: Server, content_type: str | None, status: int) -> None:
    headers = {"Host": f"127.0.0.1:{PORT}", "Origin": ORIGIN, "Authorization": f"Bearer {server.token}"}
    if content_type is not None:
        headers["Content-Type"] = content_type
    answer = server.http.post("/v1/forget", data=b"{}", headers=headers)
    assert answer.status_code == status


@pytest.mark.parametrize("path", ["/v1/status", "/v1/wording", "/v1/help", "/v1/conversations/c", "/nothing/here"])
@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer ", "Bearer wrong", "Basic {token}", "{token}", "bearer {token}", "Bearer {token}x"],
)
def test_everything_but_hello_pairing_and_the_page_needs_the_token(
    server: Server, path: str, authorization: str | None
) -> None:
    given = authorization and authorization.format(token=server.token)
    answer = server.get(path, Authorization=given)
    assert answer.status_code == 401
    assert answer.get_json()["error"]["code"] == "not_paired"


@pytest.mark.parametrize("path", ["/", "/page/page.js", "/v1/hello"])
def test_hello_and_the_files_of_the_page_need_no_token(server: Server, path: str) -> None:
    assert server.get(path, Authorization=None).status_code == 200


@pytest.mark.parametrize(
    ("origin", "status"),
    [(ORIGIN, 200), (None, 200), (OTHER_EXTENSION, 401), (f"http://127.0.0.1:{PORT}", 401)],
)
def test_a_token_works_only_from_the_origin_that_it_was_given_to(
    server: Server, origin: str | None, status: int
) -> None:
    server.desk.clients.add("other", OTHER_EXTENSION)
    assert server.post("/v1/conversations/c/messages", BATCH, Origin=origin).status_code == status


def test_the_page_may_be_opened_by_either_of_its_names(server: Server) -> None:
    _, token = server.desk.clients.add("page", f"http://127.0.0.1:{PORT}")
    sent = {"Authorization": f"Bearer {token}", "Origin": f"http://localhost:{PORT}", "Host": f"localhost:{PORT}"}
    assert server.post("/v1/conversations/c/messages", BATCH, **sent).status_code == 200


def test_a_revoked_client_is_told_that_it_is_not_paired(server: Server) -> None:
    server.desk.clients.revoke("tests")
    assert server.get("/v1/status").get_json()["error"]["code"] == "not_paired"
    assert server.post("/v1/forget").get_json()["error"]["code"] == "not_paired"


def test_the_checks_are_made_in_order(server: Server) -> None:
    wrong: dict[str, str | None] = {
        "Host": "evil.example",
        "Sec_Fetch_Site": "cross-site",
        "Origin": "https://evil.example",
        "Content_Type": "text/plain",
        "Authorization": "Bearer wrong",
    }
    right: dict[str, str | None] = {
        "Host": f"127.0.0.1:{PORT}",
        "Sec_Fetch_Site": "none",
        "Origin": ORIGIN,
        "Content_Type": "application/json",
    }
    codes = []
    for name in [None, *right]:
        wrong |= {name: right[name]} if name else {}
        codes.append(server.post("/v1/forget", **wrong).get_json()["error"]["code"])
    assert codes == ["wrong_host", "other_site", "other_origin", "not_json", "not_paired"]


@pytest.mark.parametrize("origin", [None, ORIGIN, "https://evil.example"])
def test_a_preflight_is_never_granted(server: Server, origin: str | None) -> None:
    answer = server.call("OPTIONS", "/v1/status", Origin=origin, Access_Control_Request_Method="GET")
    assert answer.status_code in (403, 405)


@pytest.mark.parametrize("path", EVERYWHERE)
@pytest.mark.parametrize("origin", [None, ORIGIN, "https://evil.example"])
def test_no_answer_carries_a_cors_header_and_every_answer_the_safe_ones(
    server: Server, path: str, origin: str | None
) -> None:
    headers = server.get(path, Origin=origin).headers
    assert not [name for name in headers.keys() if name.lower().startswith("access-control")]  # noqa: SIM118
    assert {name: headers[name] for name in HEADERS} == HEADERS


def test_a_body_over_the_limit_is_refused(server: Server) -> None:
    messages = [them(f"m{i}", "x" * 7900) for i in range(40)]
    answer = server.post("/v1/conversations/c/messages", {"site": "converse", "messages": messages})
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (413, "too_large")


def test_an_unknown_method_is_answered_in_json(server: Server) -> None:
    answer = server.call("DELETE", "/v1/status")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (405, "method_not_allowed")
