"""The language of an answer: all of its words in the one that was asked for, and nothing else about it changes."""

from __future__ import annotations

from typing import Any

import pytest

from detector.wording import wording
from extension_backend.model_slot import ModelSlot
from prompts import WARNINGS_DIR
from tests.extension_backend.conftest import Clock, Server, them

LANGUAGES = sorted(file.stem for file in WARNINGS_DIR.glob("*.toml"))
TRANSLATED = [lang for lang in LANGUAGES if lang != "en"]
SCAM = [
    them("1", "my uncle sent me his numbers again"),
    them("2", "the profit is certain, start with a small deposit my darling"),
    them("3", "they have beaten us again"),
]
GERMAN = [
    them("4", "Hast du das Geld schon überwiesen, mein Schatz?"),
    them("5", "Bitte antworte mir, ich warte auf dich"),
    them("6", "Ich habe dir doch gestern alles erklärt"),
    them("7", "Warum schreibst du mir denn nicht mehr zurück?"),
]
WORDS = {"title", "body", "advice", "plain", "why_not"}

ROUTES = [
    ("GET", "/v1/status", None),
    ("GET", "/v1/wording", None),
    ("POST", "/v1/conversations/c/messages", {"site": "converse", "messages": SCAM}),
    ("GET", "/v1/conversations/c", None),
    ("POST", "/v1/conversations/c/feedback", {"kind": "untrust"}),
    ("POST", "/v1/assess", {"messages": [{"sender": m["sender"], "text": m["text"]} for m in SCAM]}),
]
VERDICTS = ROUTES[2:]


@pytest.fixture
def watched(server: Server) -> Server:
    """A server that has read the suspicious chat."""
    server.send("c", *SCAM)
    return server


def texts(found: Any) -> set[str]:
    """All words in a part of an answer, at any depth."""
    if isinstance(found, str):
        return {found} - {""}
    parts = found.values() if isinstance(found, dict) else found if isinstance(found, list) else []
    return {text for part in parts for text in texts(part)}


def words_in(verdict: dict[str, Any]) -> set[str]:
    """What a person reads in a verdict."""
    parts = [verdict, verdict["alert"], verdict["stage"], verdict["script"], *verdict["findings"]]
    return {text for part in parts for name in WORDS for text in texts(part.get(name))}


def without_words(found: Any) -> Any:
    if isinstance(found, dict):
        return {name: without_words(value) for name, value in found.items() if name not in WORDS}
    return [without_words(part) for part in found] if isinstance(found, list) else found


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("method", "path", "body"), VERDICTS)
def test_a_verdict_is_in_one_language(watched: Server, method: str, path: str, body: Any, lang: str) -> None:
    said = words_in(watched.call(method, f"{path}?lang={lang}", body).get_json())
    assert wording(lang)["levels"]["danger"]["title"] in said
    assert said <= texts(wording(lang))


@pytest.mark.parametrize("lang", TRANSLATED)
@pytest.mark.parametrize(("method", "path", "body"), VERDICTS)
def test_the_language_changes_nothing_but_the_words(
    watched: Server, method: str, path: str, body: Any, lang: str
) -> None:
    english, other = (watched.call(method, f"{path}?lang={one}", body).get_json() for one in ("en", lang))
    assert without_words(english) == without_words(other)
    assert not words_in(english) & words_in(other)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_words_themselves_come_whole(server: Server, lang: str) -> None:
    assert server.get(f"/v1/wording?lang={lang}").get_json() == wording(lang)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("before", "note"), [([], "not_assessable"), (SCAM, "partly_assessable")])
def test_why_a_chat_cannot_be_judged_is_said_in_the_language(
    server: Server, before: list[dict[str, Any]], note: str, lang: str
) -> None:
    server.send("g", *before, *GERMAN)
    why_not = server.get(f"/v1/conversations/g?lang={lang}").get_json()["why_not"]
    assert why_not == wording(lang)["notes"][note]["body"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("state", ["loading", "weights_missing", "weights_damaged"])
def test_a_server_that_cannot_judge_says_so_in_the_language(tmp_path: Any, state: Any, lang: str) -> None:
    slot = ModelSlot()
    slot.state = state
    server, note = Server(tmp_path, Clock(), slot), wording(lang)["notes"][state]
    assert server.get(f"/v1/status?lang={lang}").get_json()["message"] == note["body"]
    said = server.post(f"/v1/assess?lang={lang}", VERDICTS[-1][2]).get_json()["error"]
    assert (said["code"], note["title"] in said["message"], note["body"] in said["message"]) == (state, True, True)
    server.database.close()


@pytest.mark.parametrize("lang", ["fr", "fr-CA", "xx", "nds", "EN", "en-GB"])
@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
def test_a_language_without_words_is_english_as_a_whole(
    watched: Server, method: str, path: str, body: Any, lang: str
) -> None:
    assert watched.call(method, f"{path}?lang={lang}", body).get_json() == watched.call(method, path, body).get_json()


@pytest.mark.parametrize(("asked", "given"), [("de-AT", "de"), ("pt", "pt_BR"), ("pt-BR", "pt_BR"), ("es-419", "es")])
@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
def test_a_variety_of_a_language_gets_the_nearest(
    watched: Server, method: str, path: str, body: Any, asked: str, given: str
) -> None:
    near, same = (watched.call(method, f"{path}?lang={one}", body).get_json() for one in (asked, given))
    assert near == same


@pytest.mark.parametrize("lang", ["", "e", "german", "../de", "de/", "de--AT", "de%0A", "d%C3%A9", "de AT", "a-" * 9])
@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
def test_what_is_no_language_is_refused(server: Server, method: str, path: str, body: Any, lang: str) -> None:
    server.send("c", them("0", "good morning"))
    answer = server.call(method, f"{path}?lang={lang}", body)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (422, "invalid")
    assert server.timeline("c")["n_messages"] == 1
