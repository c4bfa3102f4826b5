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


@pytest.mark.parametrize(
    "broken",
    [
        {"label": "unsure"}, {"messages": []}, {"messages": [{"sender": "she", "text": "secret words"}]},
        {"messages": [{"sender": "me"}]}, {"ask_at": 2}, {"pivot_at": -1}, {"messages": "secret words"},
        {"messages": [{"sender": "me", "text": "secret words", "sent_at": "secret words"}]},
        {"messages": [{"sender": "me", "text": "secret words", "tactics": ["no_such_tactic"]}], "ask_at": None},
    ],
)  # fmt: skip
def test_a_broken_line_is_named_and_its_text_kept_out_of_the_error(write, broken):
    with pytest.raises(BadSet, match=r"some\.jsonl:2: not a labelled conversation") as error:
        read_chats(write(WHOLE, WHOLE | {"id": "c-2"} | broken))
    assert "secret words" not in str(error.value)
    assert error.value.__cause__ is None
    assert error.value.__suppress_context__


def test_an_id_that_stands_twice_is_refused(write):
    with pytest.raises(BadSet, match="1 ids stand twice, the first is c-1"):
        read_chats(write(WHOLE, WHOLE))
