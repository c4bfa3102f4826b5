"""The server, the extension's background or a permission goes away in the middle of a chat, and nothing of the chat is
lost.
"""

from __future__ import annotations

import time

from playwright.sync_api import expect

from tests.e2e import chats
from tests.e2e.chromium import LIMIT_MS, Chromium
from tests.e2e.firefox import Firefox
from tests.e2e.people import Talk
from tests.e2e.processes import until
from tests.e2e.prosody import XmppChat
from tests.e2e.test_languages import strings

LONGER_THAN_READING_S = 3


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


def test_in_firefox_a_permission_that_was_taken_away_is_said_given_back_and_loses_nothing(
    firefox: Firefox, firefox_talk: Talk
) -> None:
    """Firefox lets a person withdraw the permission for the local server; Chromium does not."""
    words = strings("en")
    first, second = (message.text for message in chats.scam().conversation.messages[:2])
    firefox_talk.them.say(first)
    firefox_talk.judged(1)
    firefox.take_away("http://127.0.0.1/*")
    firefox_talk.them.say(second)
    firefox_talk.arrived(2)
    until(lambda: words["no_permission_fix"] in firefox_talk.popup().text, "that it is missing")

    firefox.open_own("options/options.html")
    firefox.click("#allow")
    until(lambda: words["no_permission_title"] not in firefox_talk.popup().text, "that it is there again")
    firefox_talk.judged(2)


def test_a_site_that_was_withdrawn_in_the_browser_is_read_no_more(
    talk: Talk, chromium: Chromium, xmpp: XmppChat
) -> None:
    first, second, third = (message.text for message in chats.scam().conversation.messages[:3])
    talk.them.say(first)
    talk.judged(1)
    chromium.take_away(xmpp.origin)
    try:
        on = chromium.settings().locator(
            "[data-pattern='http://chat.localhost/*']", has_text=strings("en")["switch_off"]
        )
        expect(on).to_have_count(0, timeout=LIMIT_MS)
        talk.them.say(second)
        talk.arrived(2)
        time.sleep(LONGER_THAN_READING_S)
        assert talk.verdict()["n_messages"] == 1
    finally:
        chromium.switch_on(xmpp.origin)
    talk.them.say(third)
    talk.judged(3)
