"""Two people at Converse.js over Prosody. One of them, anna, has Second Look. Whole chats are typed in both pages."""

from __future__ import annotations

import pytest

from detector.taxonomy import taxonomy
from prompts import load_wording
from tests.e2e import chats
from tests.e2e.overlay import LEVELS, Seen
from tests.e2e.people import Talk, Typist
from tests.e2e.processes import until


@pytest.mark.parametrize("browser", ["talk", "firefox_talk"], ids=["chromium", "firefox"])
def test_a_scam_is_warned_of_step_by_step_and_before_the_ask(browser: str, request: pytest.FixtureRequest) -> None:
    talk: Talk = request.getfixturevalue(browser)
    chat = chats.scam()
    seen = [talk.seen_after(index + 1) for index in talk.play(chat)]

    assert [now.level for now in seen] == chats.judged_at_once(chat, talk.verdict()["timeline"])
    caution, warning, danger = (chats.first([now.level for now in seen], level) for level in LEVELS)
    assert caution < warning < min(danger, chats.ask(chat))
    assert_says_why_and_what_to_do(seen[warning])
    assert seen[warning].marks, "the messages that the warning rests on are marked"
    assert any(now.is_said("status") for now in seen[caution:danger])
    until(lambda: talk.seen_after(len(seen)).is_said("alert"), "the danger said aloud")

    popup = talk.popup()
    assert seen[-1].title in popup.text
    assert f"{len(seen)} messages read." in popup.text
    assert popup.pictures == 1
    assert [rise.split(":")[0] for rise in popup.rises] == [
        f"Message {at + 1}" for at in sorted({caution, warning, danger})
    ]


def assert_says_why_and_what_to_do(seen: Seen) -> None:
    words = load_wording()["levels"][seen.level]
    for line in (words["title"], words["body"], *words["advice"]):
        assert line in seen.text
    assert any(tactic.plain in seen.text for tactic in taxonomy().tactics)


@pytest.mark.parametrize("kind", ["friend_on_crypto", "genuine_recruiter", "long_distance_couple"])
def test_an_honest_chat_shows_nothing_above_caution(talk: Talk, kind: str) -> None:
    chat = chats.honest(kind)
    for _ in talk.play(chat):
        pass
    assert talk.seen_after(len(chat.conversation.messages)).level in ("none", "caution")
    assert {point["level"] for point in talk.verdict()["timeline"]} <= {"none", "caution"}


KNOCK = "fetch(given[0], { mode: 'no-cors' }).then(() => 'reached', () => 'refused')"


def test_a_public_page_cannot_reach_the_server_itself_in_chromium(talk: Talk) -> None:
    """All other tests run on such pages too, and are warned: it is the extension's background that asks."""
    assert isinstance(talk.me, Typist)
    hello = f"http://127.0.0.1:{talk.server.port}/v1/hello"
    assert talk.me.page.evaluate(f"(...given) => {KNOCK}", hello) == "refused"
