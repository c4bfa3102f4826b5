"""Before a message goes out: asked only in a chat at risk, in the right words, and nothing of it kept."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest

from extension_backend.database import FILE_NAME
from extension_backend.model_slot import ModelSlot
from prompts import load_wording
from tests.extension_backend.conftest import ORIGIN, PORT, Clock, Server, me, them
from tests.extension_backend.fakes import CueNetwork

CARD = "sure, it is 4111 1111 1111 1111"
RISKY = [
    them("1", "my uncle sent me his numbers again"),
    me("2", "what numbers do you mean"),
    them("3", "the profit is certain, you should try it too"),
]
PATH = "/v1/conversations/c/draft"


@pytest.fixture
def risky(server: Server) -> Server:
    assert server.send("c", *RISKY)["level"] in ("caution", "warning")
    return server


def ask(server: Server, text: str, lang: str = "", **more: Any) -> dict[str, Any]:
    answer = server.post(f"{PATH}?lang={lang}" if lang else PATH, {"text": text, **more})
    assert answer.status_code == 200, answer.get_json()
    found: dict[str, Any] = answer.get_json()
    return found


@pytest.mark.parametrize("lang", ["en", "de", "ar"])
def test_a_risky_draft_is_asked_about_in_the_language_asked_for(risky: Server, lang: str) -> None:
    guard = load_wording(lang)["guard"]
    words = {part: guard[part] for part in ("title", "body", "back", "send", "again")}  # type: ignore[literal-required]
    reasons = [guard["acts"]["shares_code_or_login"]]
    wanted = {"ask": True, "acts": ["shares_code_or_login"], "words": {**words, "reasons": reasons}}
    assert ask(risky, CARD, lang) == wanted


@pytest.mark.parametrize("text", ["", "good night, sleep well", "x" * 8000])
def test_an_ordinary_draft_is_not(risky: Server, text: str) -> None:
    assert ask(risky, text) == {"ask": False, "acts": [], "words": None}


def test_what_the_model_reads_in_it_counts(risky: Server) -> None:
    assert ask(risky, "i have transferred it")["acts"] == ["reports_payment_done"]
    assert ask(risky, "of my id", picture=True)["acts"] == ["shares_identity_document"]


def test_a_code_and_a_picture_count_once_the_other_side_has_asked(risky: Server) -> None:
    assert not ask(risky, "482913")["ask"]
    assert not ask(risky, "", picture=True)["ask"]
    risky.send("c", RISKY[-1], them("4", "tell me your code please"))
    assert ask(risky, "482913")["acts"] == ["shares_code_or_login"]
    assert ask(risky, "", picture=True)["acts"] == ["shares_identity_document"]


def test_a_chat_that_is_not_at_risk_is_not_even_read(server: Server) -> None:
    server.send("c", them("1", "good morning"))
    network: CueNetwork = server.slot.get().detector._tactic_model  # type: ignore[assignment]
    before = network.windows_read
    assert not ask(server, CARD)["ask"]
    assert network.windows_read == before


@pytest.mark.parametrize("kind", ["trust", "snooze", "wrong"])
def test_a_chat_that_is_trusted_or_to_be_quiet_is_left_in_peace(risky: Server, kind: str) -> None:
    risky.post("/v1/conversations/c/feedback", {"kind": kind})
    assert not ask(risky, CARD)["ask"]


def test_nothing_of_a_draft_changes_the_chat_or_is_kept(risky: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    before = risky.timeline("c")
    dump = list(risky.database.connection.iterdump())
    recent = dict(risky.desk._recent._texts)
    ask(risky, CARD)
    assert risky.timeline("c") == before
    assert list(risky.database.connection.iterdump()) == dump
    assert dict(risky.desk._recent._texts) == recent
    assert "4111" not in caplog.text
    assert not [file for file in risky.folder.rglob(f"{FILE_NAME}*") if b"4111" in file.read_bytes()]


def test_a_chat_that_was_never_read_is_not_found(server: Server) -> None:
    answer = server.post(PATH, {"text": CARD})
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (404, "unknown_conversation")


@pytest.mark.parametrize("body", [{}, {"text": None}, {"text": "x" * 8001}, {"text": "", "picture": 1}, {"txt": "a"}])
def test_a_body_of_another_form_is_refused_without_being_repeated(risky: Server, body: dict[str, Any]) -> None:
    answer = risky.post(PATH, body)
    assert answer.status_code == 422
    assert "xxx" not in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Origin": "https://web.telegram.org"}, 403),
        ({"Origin": f"http://127.0.0.1:{PORT}"}, 401),  # our own page has a token of its own
        ({"Content_Type": "text/plain"}, 415),
        ({"Authorization": None}, 401),
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Origin": ORIGIN}, 200),
    ],
)
def test_the_guard_stands_before_it(risky: Server, headers: dict[str, str | None], status: int) -> None:
    assert risky.post(PATH, {"text": CARD}, **headers).status_code == status


def test_without_a_model_it_says_so(tmp_path: Path, clock: Clock) -> None:
    made = Server(tmp_path / "data", clock, ModelSlot())
    made.desk._rows.chat_or_new("c", 0.0)
    assert made.post(PATH, {"text": CARD}).get_json()["error"]["code"] == "loading"
    made.database.close()


def test_the_model_reads_a_draft_as_it_would_read_the_sent_message(risky: Server) -> None:
    desk = risky.desk
    chat = desk._rows.chat("c")
    assert chat
    rows = desk._rows.tail(chat, 0)
    text = "i have transferred it"
    ahead = desk.reader().read_ahead(rows, lambda row: desk._recent.get(chat.id, row.key), text)
    risky.send("c", RISKY[-1], me("4", text))
    sent = desk._rows.last(chat)
    assert sent
    assert ahead.astype("<f4").tobytes() == sent.vector
