"""A whole transcript at once: the same verdict as message by message, and nothing kept."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest

from tests.extension_backend.conftest import Server, me, them

CHAT = [
    them("0", "good morning my darling", "2026-03-02T19:04:00Z"),
    me("1", "good morning to you too", "2026-03-02T19:05:00Z"),
    them("2", "my uncle sent me his numbers", "2026-03-09T08:00:00Z"),
    them("3", "the profit is certain, make a deposit", "2026-03-11T08:00:00Z"),
]
PASTED = "Ann: good morning\nBob: my uncle says hi\nAnn: oh does he\nBob: the profit is certain"


def assess_file(server: Server, text: str, name: str = "chat.txt", **more: Any) -> Any:
    data = b64encode(text.encode()).decode()
    return server.post("/v1/assess", {"file": {"name": name, "data": data}, **more})


def test_a_transcript_gets_the_verdict_of_the_watched_chat(server: Server) -> None:
    server.send("c", *CHAT)
    lines = [{"sender": m["sender"], "text": m["text"], "sent_at": m["sent_at"]} for m in CHAT]
    assert server.post("/v1/assess", {"messages": lines}).get_json() == server.timeline("c")


def test_nothing_of_it_is_stored(server: Server) -> None:
    server.post("/v1/assess", {"messages": [{"sender": "them", "text": "good morning"}]})
    assert server.database.connection.execute("SELECT count(*) FROM conversation").fetchone()[0] == 0


def test_a_file_comes_back_with_its_messages(server: Server) -> None:
    verdict = assess_file(server, PASTED, me="Ann").get_json()
    assert [message["sender"] for message in verdict["messages"]] == ["me", "them", "me", "them"]
    assert verdict["messages"][3] == {
        "index": 3,
        "sender": "them",
        "text": "the profit is certain",
        "sent_at": None,
    }
    assert {finding["key"] for finding in verdict["findings"]} == {"1", "3"}


@pytest.mark.parametrize("more", [{}, {"me": "Carla"}])
def test_a_file_that_does_not_say_who_is_who_asks(server: Server, more: dict[str, str]) -> None:
    answer = assess_file(server, PASTED, **more)
    error = answer.get_json()["error"]
    assert (answer.status_code, error["code"], sorted(error["names"])) == (422, "who_is_me", ["Ann", "Bob"])


@pytest.mark.parametrize("text", ["", "just a shopping list, eggs and milk and bread", "\x00\x01\x02" * 50])
def test_what_is_no_chat_is_said_to_be_none(server: Server, text: str) -> None:
    answer = assess_file(server, text)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (422, "unreadable_file")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"messages": []},
        {"messages": [{"sender": "them", "text": "hi"}], "file": {"name": "a", "data": ""}},
        {"messages": [{"sender": "unknown", "text": "hi"}]},
        {"file": {"name": "a", "data": "not base64!"}},
        {"file": {"name": "a", "data": "é"}},
    ],
)
def test_a_body_that_is_neither_is_refused(server: Server, body: dict[str, Any]) -> None:
    assert server.post("/v1/assess", body).status_code == 422


def test_a_transcript_may_be_longer_than_a_batch(server: Server) -> None:
    lines = [{"sender": "them", "text": f"good morning number {i} " + "la " * 300} for i in range(400)]
    assert server.post("/v1/assess", {"messages": lines}).get_json()["n_messages"] == 400


def test_a_chat_in_another_language_cannot_be_judged(server: Server) -> None:
    lines = [
        "Guten Morgen, hast du gut geschlafen?",
        "Ja, danke, und du?",
        "Mein Onkel hat mir von einem Geschäft erzählt",
    ]
    body = {"messages": [{"sender": "them", "text": line} for line in lines]}
    verdict = server.post("/v1/assess", body).get_json()
    assert (verdict["assessable"], verdict["level"], verdict["risk"], verdict["alert"]) == (False, "none", None, None)
    assert "English" in verdict["why_not"]


def test_a_change_of_language_does_not_clear_what_was_found(server: Server) -> None:
    english = ["my uncle knows a way and the profit is certain", "make a deposit today"]
    german = ["Hast du das Geld schon überwiesen, mein Schatz?", "Bitte antworte mir, ich warte auf dich"] * 3
    body = {"messages": [{"sender": "them", "text": line} for line in english + german]}
    verdict = server.post("/v1/assess", body).get_json()
    assert (verdict["level"], verdict["assessable"]) == ("danger", True)
    assert "not in English" in verdict["why_not"]
    assert verdict["alert"]


def test_signs_of_a_captive_are_told_beside_the_risk(server: Server) -> None:
    body = {"messages": [{"sender": "them", "text": "they have beaten us again, please do not reply"}]}
    verdict = server.post("/v1/assess", body).get_json()
    assert verdict["distress"] is True
