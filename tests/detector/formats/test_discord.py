"""Discord chats: messages and notices, who the other person is, embeds, and bad entries."""

import json

import pytest

from detector import formats
from detector.errors import UnknownSpeaker

ANNA = {"id": "1", "name": "annalee", "nickname": "Anna"}
ME = {"id": "2", "name": "maria", "nickname": "Maria"}


def said(content, who=ANNA, **more):
    return {
        "id": "9",
        "type": "Default",
        "timestamp": "2026-03-09T19:04:00+00:00",
        "content": content,
        "author": who,
    } | more


def export(*messages, kind="DirectTextChat", name="annalee"):
    channel = {"id": "5", "type": kind, "name": name}
    return {"guild": {"id": "0", "name": "Direct Messages"}, "channel": channel, "messages": list(messages)}


def load(content, me=None):
    return formats.load(json.dumps(content).encode(), me)


def senders(*messages, me=None, **more):
    return [message.sender for message in load(export(*messages, **more), me)[0][0].messages]


@pytest.mark.parametrize(
    ("message", "read"),
    [
        (said("hi", type="Reply"), ["hi"]),
        (said("hi", type="20"), ["hi"]),
        (said("Pinned a message.", type="ChannelPinnedMessage"), []),
        (said("joined", type=7), []),
        (said("won", type="46"), []),
        (said("Started a call.", type="Call"), ["[call 1 min]"]),
        (said("", attachments=[{"fileName": "a.mp4"}, {"fileName": "b"}]), ["[video] [document]"]),
        (said("look", stickers=[{"name": "wave"}]), ["[sticker] look"]),
        (said("", embeds=[{"title": "News", "description": "open day", "url": None}]), ["News\nopen day"]),
        (said("see", embeds=[{"title": "News"}]), ["see"]),
        (
            said("", forwardedMessage={"content": "open day", "attachments": [{"fileName": "a.png"}]}),
            ["[photo] open day"],
        ),
        (said(""), []),
    ],
)
def test_what_people_sent_is_told_from_notices(message, read):
    assert [found.text for found in load(export(said("first"), message))[0][0].messages][1:] == read


@pytest.mark.parametrize("name", ["annalee", "Anna", "ANNA"])
def test_a_direct_chat_is_named_after_the_other(name):
    assert senders(said("a"), said("b", ME), name=name) == ["them", "me"]
    assert senders(said("a", ME), name=name) == ["me"]
    assert senders(said("a"), name=name) == ["them"]


def test_two_people_of_one_name_stay_two():
    other = {"id": "3", "name": "anna2", "nickname": "Anna"}
    assert senders(said("a"), said("b", other)) == ["them", "me"]


@pytest.mark.parametrize("more", [{"kind": "GuildTextChat"}, {"name": "a renamed chat"}])
def test_without_a_hint_the_names_are_asked(more):
    with pytest.raises(UnknownSpeaker) as asked:
        senders(said("a"), said("b", ME), **more)
    assert asked.value.names == ("Anna", "Maria")
    assert senders(said("a"), said("b", ME), me="maria", **more) == ["them", "me"]


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (None, "not an object"),
        (said("zebra", who=None), "'author' must be an object with a 'name'"),
        (said("zebra", who={"name": 7}), "'author' must be an object with a 'name'"),
        (said({"zebra": 1}), "'content' must be a string"),
        (said("zebra", type={}), "'type' must be a word or a number"),
    ],
)
def test_a_bad_entry_is_told_by_its_place_and_the_rest_is_kept(bad, why):
    read, found = load(export(said("a"), bad, said("b", timestamp="zebra")))
    assert [message.text for message in read[0].messages] == ["a", "b"]
    assert [(problem.place, problem.why) for problem in found.problems] == [("chat 1", f"message 2: {why}")]
