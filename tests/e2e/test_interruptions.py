"""The server or the extension's background goes away in the middle of a chat, and nothing of the chat is lost."""

from __future__ import annotations

from tests.e2e import chats
from tests.e2e.chromium import Chromium
from tests.e2e.people import Talk


def assert_judged_as_in_one_go(talk: Talk) -> None:
    chat = chats.scam()
    timeline = talk.judged(len(chat.conversation.messages))["timeline"]
    assert [point["sender"] for point in timeline] == [message.sender for message in chat.conversation.messages]
    assert [point["level"] for point in timeline] == chats.judged_at_once(chat, timeline)
    assert talk.seen_after(len(timeline)).level == timeline[-1]["level"] != "none"


def test_a_server_killed_and_started_again_loses_nothing(talk: Talk) -> None:
    chat = chats.scam()
    for index in talk.play(chat):
        if index == chats.pivot(chat):
            talk.judged(index)  # but maybe not this message
            talk.server.kill()
        if index == chats.pivot(chat) + 2:
            assert "not running" in talk.popup().text
            talk.server.start()
    assert_judged_as_in_one_go(talk)


def test_a_background_killed_in_the_middle_loses_nothing(talk: Talk, chromium: Chromium) -> None:
    chat = chats.scam()
    for index in talk.play(chat):
        if index % 10 == 5:
            chromium.kill_worker()
    assert_judged_as_in_one_go(talk)
