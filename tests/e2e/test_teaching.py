"""The real Lounge where no adapter knows it: under another address, with class names that mean nothing. The person
teaches it by two clicks, and from then on is warned there.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e import chats, lounge
from tests.e2e.chromium import Chromium, ShadowView
from tests.e2e.hashed import hash_classes
from tests.e2e.lounge import IrcChat
from tests.e2e.people import Talk, Typist
from tests.e2e.processes import until
from tests.e2e.product import Server
from tests.e2e.teaching import Teaching

PAIRS = iter((("ben", "erik"), ("carl", "frank")))  # a chat for each test: nothing in it from before
BEFORE = 6  # messages that are there when the page is taught: several by either side


@pytest.fixture
def talk(page: Page, chromium: Chromium, server: Server, irc: IrcChat, other_side: Browser) -> Iterator[Talk]:
    """Ben and a stranger. To the extension, ben's page is one that nobody has described."""
    chromium.switch_on(irc.hashed_origin)
    theirs = other_side.new_page()
    hash_classes(page)
    me, other = next(PAIRS)
    irc.open(page, me, other, irc.hashed_origin)
    irc.open(theirs, other, me)
    ben, erik = (Typist(one, lounge.BOX, lounge.ROW) for one in (page, theirs))
    yield Talk(ben, erik, server, ("", "", ""), ShadowView(page).look, lambda: chromium.popup(page))
    theirs.close()
    page.evaluate("localStorage.clear()")  # else the next one finds the person signed in
    chromium.settings().evaluate("chrome.storage.local.remove('taught')")  # and the page known


def address_of(chromium: Chromium, page: Page, origin: str) -> tuple[str, str, str]:
    """How the extension names the chat on a taught page."""
    rules = chromium.settings().evaluate("async () => (await chrome.storage.local.get('taught')).taught")
    place = page.evaluate("location.pathname + location.search + location.hash")
    return ("taught", origin, f"{rules[origin]['taught_at']} {place}")


def test_a_page_that_was_taught_is_read_and_warned_of(talk: Talk, page: Page, chromium: Chromium, irc: IrcChat) -> None:
    chat = chats.scam()
    said = chat.conversation.messages
    playing = talk.play(chat)
    for _ in range(BEFORE):
        next(playing)
    assert page.locator(".msg, .self, .content").count() == 0, "the names that an adapter goes by are gone"

    teaching = Teaching(chromium, page)
    teaching.begin("Teach this page")
    theirs, mine = ([m.text for m in said[:BEFORE] if m.sender == who] for who in ("them", "me"))
    page.get_by_text(theirs[0]).click()
    until(lambda: "one of your own" in teaching.says(), "the question for the second message")
    page.get_by_text(mine[0]).click()
    until(lambda: f"Read here: {len(theirs)} by them, {len(mine)} by you." in teaching.says(), "all read")
    labels = {"them": "them", "me": "you"}
    assert [one for one in teaching.outlines() if one] == [labels[message.sender] for message in said[:BEFORE]]
    teaching.press("Looks right")
    until(lambda: "Kept." in teaching.says(), "the rule kept")

    talk.address = address_of(chromium, page, irc.hashed_origin)
    for _ in playing:
        pass
    seen = talk.seen_after(len(said))
    assert seen.level in ("warning", "danger")
    timeline = talk.verdict()["timeline"]
    assert [point["sender"] for point in timeline] == [message.sender for message in said]
    assert [point["level"] for point in timeline] == chats.judged_at_once(chat, timeline)


SHORT = [
    ("them", "Hello, is this Ben from the choir?"),
    ("me", "It is. Who writes?"),
    ("them", "Erika, we sang together in May"),
    ("me", "Of course, how are you?"),
]
# The next version of the page no longer says in its rows who wrote them.
BUILT_ANEW = """
const strip = () => document.querySelectorAll('[data-from]').forEach((row) => row.removeAttribute('data-from'));
new MutationObserver(strip).observe(document, { subtree: true, childList: true });
"""


def test_it_can_be_taught_by_keyboard_is_read_on_the_next_visit_and_forgotten(
    talk: Talk, page: Page, chromium: Chromium, irc: IrcChat
) -> None:
    before = talk.me.shown()
    for n, (who, text) in enumerate(SHORT, start=before + 1):
        (talk.me if who == "me" else talk.them).say(text)
        talk.arrived(n)
    teaching = Teaching(chromium, page)
    teaching.begin("Teach this page")
    for text in (SHORT[2][1], SHORT[3][1]):
        until(partial(go_on, page, teaching, text), f"the arrow keys at {text}")
        page.keyboard.press("Enter")
    until(lambda: "Read here:" in teaching.says(), "the messages read")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    until(lambda: "Kept." in teaching.says(), "the rule kept")
    talk.address = address_of(chromium, page, irc.hashed_origin)

    page.reload()
    page.locator(lounge.ROW).first.wait_for()
    timeline = talk.judged(before + len(SHORT))["timeline"]
    assert [point["sender"] for point in timeline[-len(SHORT) :]] == [who for who, _ in SHORT]

    page.add_init_script(BUILT_ANEW)
    page.reload()
    page.get_by_text(SHORT[-1][1]).wait_for()
    until(lambda: "This page cannot be read" in talk.popup().text, "the page said to be unreadable")
    assert "This page seems to have changed since you taught it." in talk.popup().text
    assert "Teach again" in talk.popup().text

    options = chromium.settings()
    options.reload()
    options.get_by_role("button", name=f"Forget what was taught: {irc.hashed_origin}").click()
    until(lambda: "Teach this page" in talk.popup().text, "the page read without it")
    assert options.evaluate("async () => (await chrome.storage.local.get('taught')).taught") == {}


def go_on(page: Page, teaching: Teaching, text: str) -> bool:
    """Presses an arrow key, upwards first, unless the panel is at this message."""
    if f"“{text}”" in teaching.says():
        return True
    page.keyboard.press("ArrowUp" if text == SHORT[2][1] else "ArrowDown")
    return f"“{text}”" in teaching.says()
