import json
from datetime import UTC, datetime

import pytest

from eval.chats import BadSet, read_chats

WHOLE = {
    "id": "c-1", "label": "scam", "kind": "pig_butchering", "platform": "whatsapp", "lang": "en", "origin": "human",
    "pivot_at": 0, "ask_at": 1, "future_key": {"kept": "elsewhere"},
    "messages": [
        {"sender": "them", "text": "my uncle knows the market", "sent_at": "2026-03-02T19:04:00Z",
         "tactics": ["insider_mentor_tip"]},
        {"sender": "me", "text": "a line\u2028and another", "sent_at": "2026-03-02T21:04:00+02:00"},
    ],
}  # fmt: skip


@pytest.fixture
def write(tmp_path):
    def write(*rows):
        file = tmp_path / "some.jsonl"
        file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
        return file

    return write


def test_a_conversation_keeps_all_that_is_known_about_it(write):
    (chat,) = read_chats(write(WHOLE))
    assert (chat.id, chat.scam, chat.kind, chat.pivot_at, chat.ask_at) == ("c-1", True, "pig_butchering", 0, 1)
    assert (chat.conversation.platform, chat.lang, chat.origin) == ("whatsapp", "en", "human")
    assert chat.marks == (frozenset({"insider_mentor_tip"}), frozenset())
    assert [message.sent_at for message in chat.messages] == [datetime(2026, 3, 2, 19, 4, tzinfo=UTC)] * 2


def test_only_sender_text_and_label_are_needed(write):
    (chat,) = read_chats(write({"label": "benign", "messages": [{"sender": "me", "text": "hi"}]}))
    assert (chat.id, chat.marks, chat.pivot_at, chat.messages[0].sent_at) == ("line-1", None, None, None)


@pytest.mark.parametrize(
    ("more", "cluster"),
    [
        ({}, "c-1"),
        ({"writer": "w7"}, "w7"),
        ({"writer": None}, "c-1"),
        ({"writer": "w7", "family": "ri-003"}, "ri-003"),
    ],
)
def test_the_cluster_is_the_family_else_the_writer_else_the_chat(write, more, cluster):
    assert read_chats(write(WHOLE | more))[0].cluster == cluster


SECRET = {"sender": "me", "text": "secret words"}


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        ({"label": "unsure"}, "'label' must be one of scam, other_scam, benign"),
        ({"messages": []}, "it has no message"),
        ({"messages": "secret words"}, "not an object with a list 'messages'"),
        ({"messages": [SECRET, SECRET | {"sender": "she"}]}, "message 2: 'sender' must be"),
        ({"messages": [{"sender": "me"}]}, "message 1: 'text' must be a string"),
        ({"messages": [SECRET | {"sent_at": "secret words"}]}, "message 1: 'sent_at' must be an ISO 8601 time"),
        ({"messages": [SECRET | {"tactics": ["secret words"]}]}, "'tactics' must be a list of ids"),
        ({"ask_at": 2}, "'ask_at' must be the place of a message, counted from 0"),
        ({"pivot_at": -1}, "'pivot_at' must be"),
        ({"pivot_at": "0"}, "'pivot_at' must be"),
    ],
)
def test_a_broken_line_is_named_with_the_reason_and_its_text_kept_out_of_the_error(write, broken, why):
    marks = {"pivot_at": None, "ask_at": None}
    with pytest.raises(BadSet, match=rf"some\.jsonl:2: not a labelled conversation: {why}") as error:
        read_chats(write(WHOLE, WHOLE | {"id": "c-2"} | marks | broken))
    assert "secret words" not in str(error.value)
    assert error.value.__cause__ is None
    assert error.value.__suppress_context__


def test_an_id_that_stands_twice_is_refused(write):
    with pytest.raises(BadSet, match="1 ids stand twice, the first is c-1"):
        read_chats(write(WHOLE, WHOLE))
