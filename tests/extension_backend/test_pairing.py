"""Pairing: six digits typed once, a token bound to one origin, and a proof that the server is the right one."""

from __future__ import annotations

import hashlib
import hmac
import json

import pytest

from tests.extension_backend.conftest import Clock, Server

FIREFOX = "moz-extension://0b2d7f0e-7a5e-4f7e-9a44-2d1f6c1b7a11"
NONCE = "0123456789abcdef0123456789abcdef"


def pair(server: Server, code: str, origin: str | None = FIREFOX) -> tuple[int, dict[str, str]]:
    answer = server.post("/v1/pair", {"code": code}, Origin=origin, Authorization=None)
    body = answer.get_json()
    return answer.status_code, body.get("error") or body


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def test_the_code_gives_a_token_that_works_from_that_origin(server: Server) -> None:
    status, given = pair(server, server.desk.clients.new_code())
    assert status == 200
    sent = {"Authorization": f"Bearer {given['token']}"}
    assert server.get("/v1/status", **sent).status_code == 200
    assert server.post("/v1/forget", Origin=FIREFOX, **sent).status_code == 200
    assert server.post("/v1/forget", **sent).status_code == 401  # from another paired origin


def test_the_token_has_256_bits_and_only_its_hash_is_stored(server: Server) -> None:
    _, given = pair(server, server.desk.clients.new_code())
    assert len(given["token"]) == 43  # 32 bytes in base64url
    server.database.wipe_traces()
    stored = server.database.file.read_bytes()
    assert given["token"].encode() not in stored
    assert hashlib.sha256(given["token"].encode()).digest() in stored


def test_a_code_works_once(server: Server) -> None:
    code = server.desk.clients.new_code()
    assert pair(server, code)[0] == 200
    assert pair(server, code)[1]["code"] == "no_code"


def test_a_code_lasts_two_minutes(server: Server, clock: Clock) -> None:
    code = server.desk.clients.new_code()
    clock.forward(119)
    assert pair(server, other_than(code))[1]["code"] == "wrong_code"
    clock.forward(2)
    assert pair(server, code)[1]["code"] == "no_code"


def test_a_code_bears_five_tries(server: Server) -> None:
    code = server.desk.clients.new_code()
    tries = [pair(server, other_than(code))[1]["code"] for _ in range(5)]
    assert tries == ["wrong_code"] * 5
    assert pair(server, code)[1]["code"] == "no_code"


def test_one_code_is_pending_at_a_time(server: Server) -> None:
    first, second = server.desk.clients.new_code(), server.desk.clients.new_code()
    if first != second:
        assert pair(server, first)[1]["code"] == "wrong_code"
    assert pair(server, second)[0] == 200


def test_without_a_code_nobody_is_paired(server: Server) -> None:
    assert pair(server, "000000")[1]["code"] == "no_code"


@pytest.mark.parametrize(
    ("origin", "code"),
    [(None, "no_origin"), ("https://evil.example", "other_origin"), ("null", "other_origin")],
)
def test_a_page_or_a_program_without_origin_is_not_paired(server: Server, origin: str | None, code: str) -> None:
    assert pair(server, server.desk.clients.new_code(), origin)[1]["code"] == code


@pytest.mark.parametrize("code", ["12345", "1234567", "12345a", "", "１２３４５６", 123456])
def test_a_code_is_six_digits(server: Server, code: object) -> None:
    answer = server.post("/v1/pair", {"code": code}, Authorization=None)
    assert answer.status_code == 422


def test_hello_tells_name_version_and_instance_and_nothing_more(server: Server) -> None:
    hello = server.get("/v1/hello", Authorization=None).get_json()
    assert hello == {"name": "second-look", "api": 1, "instance": server.desk.clients.instance}


def test_hello_proves_that_it_knows_the_token(server: Server) -> None:
    hello = server.get(f"/v1/hello?client=tests&nonce={NONCE}", Authorization=None).get_json()
    key = hashlib.sha256(server.token.encode()).digest()
    said = f"{NONCE}:{hello['instance']}".encode()
    assert hello["proof"] == hmac.new(key, said, hashlib.sha256).hexdigest()


def test_hello_proves_it_to_a_client_without_access_too_so_that_it_knows_who_says_no(server: Server) -> None:
    hello = f"/v1/hello?client=tests&nonce={NONCE}"
    before = server.get(hello, Authorization=None).get_json()
    assert server.desk.clients.revoke("tests")
    assert server.get(hello, Authorization=None).get_json() == before
    assert server.get("/v1/status").status_code == 401
    assert not server.desk.clients.revoke("tests"), "once"


@pytest.mark.parametrize("query", ["client=tests", f"nonce={NONCE}", f"client=stranger&nonce={NONCE}", ""])
def test_hello_proves_nothing_to_a_stranger(server: Server, query: str) -> None:
    assert "proof" not in server.get(f"/v1/hello?{query}", Authorization=None).get_json()


@pytest.mark.parametrize("nonce", ["", "0123", "g" * 32, "A" * 32, "0" * 129])
def test_a_nonce_is_hex_of_a_sound_length(server: Server, nonce: str) -> None:
    assert server.get(f"/v1/hello?client=tests&nonce={nonce}").status_code == 422


def test_instance_and_clients_outlive_a_restart(server: Server) -> None:
    instance, token = server.desk.clients.instance, server.token
    again = server.restarted()
    again.desk.clients.add("tests", "chrome-extension://someone-else")
    status, given = pair(again, again.desk.clients.new_code())
    third = again.restarted()
    assert third.desk.clients.instance == instance
    assert third.get("/v1/status", Authorization=f"Bearer {given['token']}").status_code == 200
    assert third.get("/v1/status", Authorization=f"Bearer {token}").status_code == 401
    third.database.close()
    assert status == 200
    assert json.dumps(given).count(given["token"]) == 1
