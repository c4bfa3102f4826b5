"""Watched chats over HTTP: idempotent, cheap at the end of a long chat, and the same after a restart."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import numpy as np
import pytest

from detector.taxonomy import taxonomy
from extension_backend.model_slot import ModelSlot
from tests.extension_backend.conftest import OVERLAP_MSGS, Server, me, them
from tests.extension_backend.fakes import CueNetwork, fake_judge

SCRIPT = [
    them("1", "good morning, did you sleep well"),
    me("2", "yes thank you, and you?"),
    them("3", "my uncle sent me his numbers again"),
    me("4", "what numbers do you mean"),
    them("5", "the profit is certain, you should try it too"),
    them("6", "start with a small deposit my darling, I show you how"),
]


def network_of(server: Server) -> CueNetwork:
    return server.slot.get().detector._tactic_model  # type: ignore[return-value]


def test_a_script_raises_the_level_step_by_step(server: Server) -> None:
    levels = [server.send("c", message)["level"] for message in SCRIPT]
    assert levels == sorted(levels, key=["none", "caution", "warning", "danger"].index)
    assert levels[0] == "none"
    assert levels[-1] == "danger"


def test_the_verdict_names_tactics_in_plain_words_with_their_messages(server: Server) -> None:
    verdict = server.send("c", *SCRIPT)
    found = {(finding["key"], finding["tactic"]) for finding in verdict["findings"]}
    assert found == {
        ("3", "insider_mentor_tip"),
        ("5", "guaranteed_returns"),
        ("6", "coached_small_start"),
        ("6", "love_bombing"),
    }
    assert verdict["findings"][0]["plain"] == taxonomy()["insider_mentor_tip"].plain
    assert verdict["findings"][0]["advice"] == taxonomy()["insider_mentor_tip"].advice
    assert verdict["alert"]["raised_at"] in ("5", "6")
    assert verdict["stage"] == {"id": "extract", "plain": "Asking for money, access or help"}


def test_what_is_not_sure_by_itself_is_a_reason_in_a_suspicious_chat(server: Server) -> None:
    hint = them("0", "on holiday by the sea again")
    assert server.send("c", hint)["findings"] == []
    found = server.send("c", hint, *SCRIPT)["findings"]
    assert [finding["tactic"] for finding in found if finding["key"] == "0"] == ["wealth_display"]


def test_a_finding_says_where_something_can_be_looked_up_in_utf16_units(server: Server) -> None:
    text = "🙂🙂 the profit is certain: https://fx-harbour.example/app now"
    start = text.encode("utf-16-le").index("https".encode("utf-16-le")) // 2
    (finding,) = server.send("c", them("1", text))["findings"]
    assert finding["spans"] == [[start, start + len("https://fx-harbour.example/app")]]


def test_the_timeline_has_every_message(server: Server) -> None:
    server.send("c", *SCRIPT)
    timeline = server.timeline("c")["timeline"]
    assert [moment["key"] for moment in timeline] == ["1", "2", "3", "4", "5", "6"]
    assert [moment["sender"] for moment in timeline][:2] == ["them", "me"]
    assert timeline[0]["risk"] < timeline[-1]["risk"]


def test_sending_again_costs_nothing_and_changes_nothing(server: Server) -> None:
    first = server.send("c", *SCRIPT)
    read = network_of(server).windows_read
    assert server.send("c", *SCRIPT) == first
    assert server.send("c", SCRIPT[2]) == first
    assert network_of(server).windows_read == read


def test_a_key_that_comes_twice_in_a_batch_counts_once(server: Server) -> None:
    assert server.send("c", SCRIPT[0], SCRIPT[1], SCRIPT[0])["n_messages"] == 2


def test_an_appended_message_is_one_forward_pass_whatever_the_length(server: Server) -> None:
    for start in range(0, 1000, 200):
        server.send("long", *(them(f"k{i}", f"message number {i} of many") for i in range(start, start + 200)))
    read = network_of(server).windows_read
    statements: list[str] = []
    server.database.connection.set_trace_callback(statements.append)
    server.send("long", *(them(f"k{i}", f"message number {i} of many") for i in range(996, 1001)))
    server.database.connection.set_trace_callback(None)
    assert network_of(server).windows_read == read + 1
    writes = [sql for sql in statements if sql.startswith(("INSERT INTO message", "UPDATE message"))]
    assert len(writes) == 1


@pytest.mark.parametrize("column", ["sent_at", "place"])
def test_looking_up_the_end_of_a_chat_uses_an_index(server: Server, column: str) -> None:
    sql = f"EXPLAIN QUERY PLAN SELECT min(place) FROM message WHERE conversation = 1 AND {column} > 5"
    plan = " ".join(row["detail"] for row in server.database.connection.execute(sql))
    assert "USING" in plan
    assert "SCAN" not in plan


def test_a_restart_loses_nothing_and_needs_only_the_usual_overlap(server: Server) -> None:
    chat = [*(them(f"f{i}", f"small talk, part {i}") for i in range(9)), *SCRIPT]
    server.send("whole", *chat)
    server.send("c", *chat[:11])
    again = server.restarted()
    again.send("c", *chat[11 - OVERLAP_MSGS :])
    assert again.timeline("c") == again.timeline("whole")
    again.database.close()


def test_a_context_that_was_lost_is_read_again_when_its_texts_come_by(server: Server) -> None:
    server.send("whole", *SCRIPT)
    server.send("c", *SCRIPT[:5])
    server.desk.forget_texts()
    alone = server.send("c", SCRIPT[5])
    healed = server.send("c", *SCRIPT)
    assert [f["probability"] for f in alone["findings"]] != [f["probability"] for f in healed["findings"]]
    assert server.timeline("c") == server.timeline("whole")


def test_a_time_that_comes_later_counts(server: Server) -> None:
    dated = [dict(m, sent_at=f"2026-0{i + 1}-01T10:00:00Z") for i, m in enumerate(SCRIPT)]
    server.send("dated", *dated)
    server.send("c", *SCRIPT)
    assert server.timeline("c")["risk"] != server.timeline("dated")["risk"]
    server.send("c", *dated)
    assert server.timeline("c") == server.timeline("dated")


def test_a_time_that_the_page_no_longer_shows_is_kept(server: Server) -> None:
    server.send("c", them("1", "good morning", "2026-03-02T19:04:00Z"))
    server.send("c", them("1", "good morning"))
    assert server.timeline("c")["timeline"][0]["sent_at"] == "2026-03-02T19:04:00Z"


@pytest.mark.parametrize("sent_at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1970-01-01T00:00:00Z"])
def test_a_nonsense_time_counts_as_none(server: Server, sent_at: str) -> None:
    server.send("c", them("1", "good morning", sent_at))
    assert server.timeline("c")["timeline"][0]["sent_at"] is None


def test_half_an_emoji_does_not_block_a_batch(server: Server) -> None:
    body = '{"site": "converse", "messages": [{"key": "1", "sender": "them", "text": "profit \\ud83d"}]}'
    headers = {"Host": f"127.0.0.1:{server.port}", "Authorization": f"Bearer {server.token}"}
    answer = server.http.post(
        "/v1/conversations/c/messages", data=body, headers=headers, content_type="application/json"
    )
    assert [finding["tactic"] for finding in answer.get_json()["findings"]] == ["guaranteed_returns"]


def test_a_chat_with_every_message_deleted_is_not_judged(server: Server) -> None:
    server.send("c", *SCRIPT)
    verdict = server.send("c", *(dict(message, deleted=True) for message in SCRIPT))
    assert (verdict["n_messages"], verdict["level"], verdict["assessable"]) == (0, "none", False)


def test_an_unknown_chat_is_not_found(server: Server) -> None:
    assert server.get("/v1/conversations/never-seen").get_json()["error"]["code"] == "unknown_conversation"


@pytest.mark.parametrize("name", ["a/b", "a b", "%C3%A9", "x" * 201, "a.b"])
def test_a_conversation_id_is_plain(server: Server, name: str) -> None:
    assert server.get(f"/v1/conversations/{name}").status_code in (404, 422)


def test_another_model_takes_a_chat_over_from_its_vectors(server: Server) -> None:
    before = server.send("c", *SCRIPT)
    server.database.close()
    with closing(sqlite3.connect(server.database.file)) as file, file:  # as if the tactics stood in another order then
        file.execute("UPDATE model SET tactics = ?", (json.dumps(taxonomy().ids[::-1]),))
        for row_id, vector in file.execute("SELECT id, vector FROM message").fetchall():
            turned = np.frombuffer(vector, dtype="<f4")[::-1].tobytes()
            file.execute("UPDATE message SET vector = ?, state = ? WHERE id = ?", (turned, b"", row_id))
    slot, judge = ModelSlot(), fake_judge()
    judge.detector.version = "fake-2"
    slot.fill(judge)
    newer = Server(server.folder, server.clock, slot)
    after = newer.timeline("c")
    assert after["model_version"] == "fake-2"
    assert (after["risk"], after["level"], after["findings"]) == (before["risk"], before["level"], before["findings"])
    newer.send("c", *SCRIPT)
    assert network_of(newer).windows_read == len(SCRIPT)
    newer.database.close()
