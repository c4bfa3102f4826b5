"""What the person says has an effect, and only that effect."""

from __future__ import annotations

from typing import Any

import pytest

from tests.extension_backend.conftest import Clock, Server, me, them

DAY_S = 86_400
WARNING = [them("1", "my uncle knows a way"), me("2", "what way do you mean")]


def say(server: Server, kind: str, conversation: str = "c", **more: Any) -> dict[str, Any]:
    answer = server.post(f"/v1/conversations/{conversation}/feedback", {"kind": kind, **more})
    verdict: dict[str, Any] = answer.get_json()
    assert answer.status_code == 200, verdict
    return verdict


def tactics(verdict: dict[str, Any]) -> list[str]:
    return [finding["tactic"] for finding in verdict["findings"]]


def test_a_wrong_finding_leaves_the_verdict_and_stays_out(server: Server) -> None:
    server.send("c", *WARNING, them("3", "profit on telegram is certain"))
    assert tactics(say(server, "wrong", key="3", tactic="guaranteed_returns")) == [
        "insider_mentor_tip",
        "platform_migration",
    ]
    assert tactics(server.send("c", them("4", "good night then"))) == ["insider_mentor_tip", "platform_migration"]
    assert tactics(say(server, "wrong", key="3")) == ["insider_mentor_tip"]


def test_feedback_is_kept(server: Server) -> None:
    server.send("c", *WARNING)
    say(server, "wrong", key="1", tactic="insider_mentor_tip", note="he is my real uncle")
    row = server.database.connection.execute("SELECT kind, tactic, note FROM feedback").fetchone()
    assert (row["kind"], row["tactic"]) == ("wrong", "insider_mentor_tip")
    assert server.database.keys.unseal(row["note"]) == "he is my real uncle"


def test_a_wrong_alert_is_quiet_until_something_new_is_found(server: Server, clock: Clock) -> None:
    assert server.send("c", *WARNING)["alert"]
    verdict = say(server, "wrong")
    assert (verdict["alert"], verdict["quiet"]) == (None, "disputed")
    assert verdict["level"] != "none"
    clock.forward(30 * DAY_S)
    assert server.send("c", them("3", "how was your holiday"))["quiet"] == "disputed"  # a hint is no finding
    verdict = server.send("c", them("4", "come to telegram"))
    assert verdict["quiet"] is None
    assert verdict["alert"]


def test_snoozing_lasts_a_day(server: Server, clock: Clock) -> None:
    server.send("c", *WARNING)
    assert say(server, "snooze")["quiet"] == "snoozed"
    clock.forward(DAY_S - 60)
    verdict = server.timeline("c")
    assert (verdict["alert"], verdict["quiet"]) == (None, "snoozed")
    clock.forward(120)
    assert server.timeline("c")["alert"]


@pytest.mark.parametrize("kind", ["snooze", "wrong"])
def test_a_higher_level_is_never_quiet(server: Server, clock: Clock, kind: str) -> None:
    before = server.send("c", *WARNING)["level"]
    say(server, kind)
    clock.forward(60)
    verdict = server.send("c", them("3", "the profit is certain, make a deposit"))
    assert verdict["level"] != before
    assert verdict["alert"]["level"] == verdict["level"]


def test_a_trusted_chat_is_not_read(server: Server) -> None:
    server.send("c", *WARNING)
    verdict = say(server, "trust")
    assert (verdict["trusted"], verdict["level"], verdict["risk"], verdict["findings"]) == (True, "none", None, [])
    verdict = server.send("c", them("3", "the profit is certain, make a deposit"))
    assert (verdict["trusted"], verdict["n_messages"], verdict["alert"]) == (True, 2, None)


def test_a_chat_can_be_trusted_before_its_first_message(server: Server) -> None:
    assert say(server, "trust", "unseen")["trusted"]
    assert server.send("unseen", *WARNING)["trusted"]


def test_trust_can_be_taken_back(server: Server) -> None:
    before = server.send("c", *WARNING)
    say(server, "trust")
    server.send("c", them("3", "the profit is certain, make a deposit"))
    assert say(server, "untrust") == before
    assert server.send("c", them("3", "the profit is certain, make a deposit"))["n_messages"] == 3


@pytest.mark.parametrize("kind", ["wrong", "snooze", "untrust"])
def test_feedback_on_an_unknown_chat_is_not_found(server: Server, kind: str) -> None:
    assert server.post("/v1/conversations/unseen/feedback", {"kind": kind}).status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"kind": "wrong", "key": "9"}, 404),
        ({"kind": "wrong", "key": "1", "tactic": "no_such_tactic"}, 422),
        ({"kind": "wrong", "tactic": "guaranteed_returns"}, 422),
        ({"kind": "hooray"}, 422),
        ({"kind": "wrong", "note": "x" * 501}, 422),
        ({}, 422),
    ],
)
def test_feedback_about_nothing_is_refused(server: Server, body: dict[str, Any], status: int) -> None:
    server.send("c", *WARNING)
    assert server.post("/v1/conversations/c/feedback", body).status_code == status
