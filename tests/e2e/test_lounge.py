"""The same at The Lounge over ngIRCd."""

from __future__ import annotations

from tests.e2e import chats
from tests.e2e.people import Talk


def test_a_scam_is_warned_of(irc_talk: Talk) -> None:
    chat = chats.scam()
    assert all("\n" not in message.text for message in chat.conversation.messages), "IRC has no line breaks"
    for _ in irc_talk.play(chat):
        pass
    seen = irc_talk.seen_after(len(chat.conversation.messages))
    assert seen.level in ("warning", "danger")
    timeline = irc_talk.verdict()["timeline"]
    assert [point["level"] for point in timeline] == chats.judged_at_once(chat, timeline)
