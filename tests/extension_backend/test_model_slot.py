"""No model, no verdict: the server says so, and never answers as if nothing had been found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from extension_backend.model_slot import ModelSlot
from tests.extension_backend.conftest import Clock, Server, them
from tests.extension_backend.fakes import fake_judge

NEEDS_A_VERDICT = [
    ("POST", "/v1/conversations/c/messages", {"site": "converse", "messages": [them("1", "hello")]}),
    ("POST", "/v1/conversations/c/feedback", {"kind": "trust"}),
    ("POST", "/v1/assess", {"messages": [{"sender": "them", "text": "hello"}]}),
]


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path / "data", Clock(), ModelSlot())
    yield made
    made.database.close()


def damage(folder: Path) -> None:
    folder.mkdir()
    (folder / "tactics.onnx").write_bytes(b"half of a model")
    (folder / "SHA256SUMS").write_text(f"{'0' * 64}  tactics.onnx\n")


@pytest.mark.parametrize(("method", "path", "body"), NEEDS_A_VERDICT)
def test_while_loading_the_client_is_asked_to_come_back(empty: Server, method: str, path: str, body: object) -> None:
    answer = empty.call(method, path, body)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (503, "loading")
    assert int(answer.headers["Retry-After"]) >= 1


@pytest.mark.parametrize(("method", "path", "body"), NEEDS_A_VERDICT)
@pytest.mark.parametrize("state", ["weights_missing", "weights_damaged"])
def test_without_weights_there_is_no_verdict(
    empty: Server, tmp_path: Path, state: str, method: str, path: str, body: object
) -> None:
    if state == "weights_damaged":
        damage(tmp_path / "weights")
    empty.slot.load(tmp_path / "weights")
    answer = empty.call(method, path, body)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (503, state)
    assert "make train" in answer.get_json()["error"]["message"]
    status = empty.get("/v1/status").get_json()
    assert (status["state"], status["model_version"]) == (state, None)
    assert "model" in status["message"]


def test_what_was_judged_before_is_not_shown_without_a_model(server: Server) -> None:
    server.send("c", them("1", "my uncle knows a way"))
    server.database.close()
    without = Server(server.folder, server.clock, ModelSlot())
    assert without.get("/v1/conversations/c").status_code == 503
    without.database.close()


def test_forgetting_works_without_a_model(empty: Server) -> None:
    assert empty.post("/v1/forget").get_json() == {"forgotten": 0}


def test_once_loaded_it_answers(empty: Server) -> None:
    assert empty.get("/v1/status").get_json()["state"] == "loading"
    empty.slot.fill(fake_judge())
    status = empty.get("/v1/status").get_json()
    assert (status["state"], status["model_version"]) == ("ready", "fake-1")
    assert empty.send("c", them("1", "hello"))["n_messages"] == 1
