"""What is on the disk: numbers and keyed hashes, for this user only, and nothing once it is forgotten."""

from __future__ import annotations

import json
import sqlite3
import stat
from base64 import b64encode
from pathlib import Path

import pytest

from extension_backend.database import MIGRATIONS, Database, migrate
from extension_backend.keys import Keys
from extension_backend.rows import KEEP_DAYS
from tests.extension_backend.conftest import Clock, Server, me, them

SECRETS = ["Penelope Wintergreen", "wintergreen-4711", "loves-the-saxophone", "she-said-it-herself"]


def everything_on_disk(server: Server) -> bytes:
    return b"".join(file.read_bytes() for file in server.folder.rglob("*") if file.is_file())


def tell_secrets(server: Server) -> None:
    text, conversation, key, note = SECRETS
    server.send(conversation, them(key, f"my uncle knows {text}"), me("k2", f"who is {text}?"))
    server.send(conversation, them(key, f"my uncle met {text}, profit"), me("k2", f"who is {text}?"))
    path = f"/v1/conversations/{conversation}/feedback"
    assert server.post(path, {"kind": "wrong", "key": key, "note": note}).status_code == 200
    data = b64encode(f"Ann: I know {text}\nBob: my uncle too".encode()).decode()
    assert server.post("/v1/assess", {"file": {"name": f"{key}.txt", "data": data}, "me": "Ann"}).status_code == 200


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_no_text_id_key_or_note_is_in_any_file(server: Server, encoding: str) -> None:
    tell_secrets(server)
    stored = everything_on_disk(server)
    assert len(stored) > 10_000
    for secret in [*SECRETS, "Penelope", "uncle", "saxophone"]:
        assert secret.encode(encoding) not in stored
        assert b64encode(secret.encode(encoding)).strip(b"=") not in stored


def test_keys_come_back_out_for_the_one_who_may_ask(server: Server) -> None:
    tell_secrets(server)
    again = server.restarted()
    assert [moment["key"] for moment in again.timeline(SECRETS[1])["timeline"]] == [SECRETS[2], "k2"]
    again.database.close()


def test_nothing_of_a_chat_is_logged(
    server: Server, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    server.app.config["PROPAGATE_EXCEPTIONS"] = False
    detector = server.slot.get().detector

    def fail(batch: object) -> None:
        raise RuntimeError(f"cannot read {SECRETS[0]}")

    detector.tactics = fail  # type: ignore[method-assign, assignment]
    body = {"site": "converse", "messages": [them("k", SECRETS[0])]}
    answer = server.post(f"/v1/conversations/{SECRETS[1]}/messages", body)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (500, "internal")
    printed = capfd.readouterr()
    logged = caplog.text + printed.out + printed.err + answer.get_data(as_text=True)
    assert "RuntimeError" in logged
    assert not [secret for secret in SECRETS if secret in logged]


@pytest.mark.parametrize("value", [{"key": "k", "sender": "Penelope"}, {"key": "k", "sender": "them", "Penelope": 1}])
def test_an_invalid_body_is_answered_without_its_values(server: Server, value: dict[str, object]) -> None:
    answer = server.post("/v1/conversations/c/messages", {"site": "converse", "messages": [value]})
    assert answer.status_code == 422
    assert "Penelope" not in answer.get_data(as_text=True)


def test_folder_and_files_are_for_this_user_only(server: Server) -> None:
    tell_secrets(server)
    assert stat.S_IMODE(server.folder.stat().st_mode) == 0o700
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in server.folder.iterdir()}
    assert set(modes) >= {"second-look.sqlite3", "key"}
    assert set(modes.values()) == {0o600}


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("foreign_keys", 1), ("secure_delete", 1), ("busy_timeout", 15000)],
)
def test_the_database_is_opened_with_care(server: Server, pragma: str, value: object) -> None:
    assert server.database.connection.execute(f"PRAGMA {pragma}").fetchone()[0] == value


def count_of(server: Server, table: str) -> int:
    count: int = server.database.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    return count


def test_forgetting_one_chat_leaves_the_others(server: Server) -> None:
    tell_secrets(server)
    server.send("other", them("1", "good morning"))
    assert server.post(f"/v1/conversations/{SECRETS[1]}/forget").get_json() == {"forgotten": 1}
    assert server.get(f"/v1/conversations/{SECRETS[1]}").status_code == 404
    assert server.timeline("other")["n_messages"] == 1
    assert (count_of(server, "message"), count_of(server, "feedback")) == (1, 0)


def test_forgetting_everything_keeps_the_pairing(server: Server) -> None:
    tell_secrets(server)
    server.send("other", them("1", "good morning"))
    assert server.post("/v1/forget").get_json() == {"forgotten": 2}
    assert count_of(server, "message") == 0
    assert server.get("/v1/status").status_code == 200


def test_what_was_forgotten_is_wiped_from_the_files(server: Server) -> None:
    tell_secrets(server)
    rows = server.database.connection.execute("SELECT key, vector, state FROM message").fetchall()
    wiped = [row["key"] for row in rows] + [row["vector"] for row in rows]
    assert all(blob in everything_on_disk(server) for blob in wiped)
    server.post("/v1/forget")
    assert not [blob for blob in wiped if blob in everything_on_disk(server)]


def test_chats_without_news_for_half_a_year_are_forgotten(server: Server, clock: Clock) -> None:
    server.send("old", them("1", "good morning"))
    clock.forward(KEEP_DAYS * 86_400 - 60)
    server.send("new", them("1", "good morning"))
    clock.forward(120)
    assert server.desk.forget_old() == 1
    assert server.get("/v1/conversations/old").status_code == 404
    assert server.timeline("new")["n_messages"] == 1


def test_migrations_run_once_and_in_order(tmp_path: Path) -> None:
    for _ in range(2):
        database = Database(tmp_path)
        assert database.connection.execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS)
        database.close()


def test_a_file_of_a_newer_version_is_left_alone() -> None:
    newer = sqlite3.connect(":memory:")
    newer.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(RuntimeError, match="newer"):
        migrate(newer, MIGRATIONS)
    newer.close()


def test_sealing_opens_with_the_same_key_only() -> None:
    key, other = Keys(b"a" * 32), Keys(b"b" * 32)
    for plain in ["", "k", "m-1", "ключ 🔑", "x" * 200]:
        sealed = key.seal(plain)
        assert key.unseal(sealed) == plain
        assert key.seal(plain) == sealed
        with pytest.raises(ValueError, match="another key"):
            other.unseal(sealed)


def test_hashes_tell_lists_of_parts_apart() -> None:
    key = Keys(b"a" * 32)
    assert len({key.hash(*parts) for parts in [("ab", "c"), ("a", "bc"), ("abc",), ("abc", "")]}) == 4


def test_a_damaged_key_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"short")
    with pytest.raises(ValueError, match="damaged"):
        Database(tmp_path)


def test_an_answer_is_plain_json(server: Server) -> None:
    answer = server.get("/v1/wording")
    assert answer.mimetype == "application/json"
    assert json.loads(answer.get_data())["lang"] == "en"
