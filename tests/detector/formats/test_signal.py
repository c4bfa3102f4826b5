"""The text that sigtop writes of a Signal conversation."""

import pytest

from detector import formats
from detector.errors import UnreadableChat

HEAD = "Conversation: Anna (+447911123456)\n\n"
SENT = "Sent: Mon, 9 Mar 2026 19:04:00 +0000"


def block(*fields, words=""):
    return "\n".join([*fields, *(["", words] if words else []), "", ""])


def incoming(words, *fields):
    return block("From: Anna (+447911123456)", "Type: incoming", SENT, *fields, words=words)


def texts(*blocks):
    return [m.text for m in formats.read((HEAD + "".join(blocks)).encode())[0].messages]


@pytest.mark.parametrize(
    ("attached", "read"),
    [
        ("dog.jpg (image/jpeg, 48 bytes)", "[photo]"),
        ("no filename (audio/aac, 48 bytes)", "[voice message]"),
        ("a (1).pdf (application/pdf, 48 bytes)", "[document]"),
        ("x (unknown type, 48 bytes)", "[document]"),
    ],
)
def test_attachments_are_told_in_words(attached, read):
    assert texts(incoming("look", f"Attachment: {attached}")) == [f"{read}\nlook"]


@pytest.mark.parametrize("kind", ["call-history", "keychange", "timer-notification", "unknown", "group-v2-change"])
def test_notices_are_left_out(kind):
    assert texts(incoming("hi"), block("From: Anna", f"Type: {kind}", SENT, words="something")) == ["hi"]


def test_words_that_look_like_fields_stay_words():
    said = "From: the bank\nSent: today\n\nFrom: me\n\nType: of car\n> not a quote"
    assert texts(incoming(said), incoming("ok")) == [said, "ok"]


def test_in_a_group_everybody_else_is_them_and_you_are_me():
    data = "Conversation: Yoga (group)\n\n" + "".join(
        block(f"From: {name}", f"Type: {kind}", SENT, words="hi")
        for name, kind in (("Anna (+447911123456)", "incoming"), ("Cy (cy.12)", "incoming"), ("You", "outgoing"))
    )
    chat = formats.read(data.encode())[0]
    assert (chat.id, [m.sender for m in chat.messages]) == ("Yoga", ["them", "them", "me"])


def test_what_cannot_be_read_is_told_by_its_line():
    data = HEAD + block("Type: incoming", SENT, words="secret") + incoming("hi").replace(SENT, "Sent: unknown")
    chats, found = formats.load(data.encode())
    assert [(m.text, m.sent_at) for m in chats[0].messages] == [("hi", None)]
    assert [problem.place for problem in found.problems] == ["line 3", "line 8"]
    assert "secret" not in str(found.problems)


def test_a_conversation_of_notices_alone_holds_no_message():
    with pytest.raises(UnreadableChat, match="no message"):
        formats.read((HEAD + block("From: Anna", "Type: keychange", SENT)).encode())


def test_the_short_layout_is_read_as_lines():
    read = formats.read(b"2026-03-09 19:04 Anna: hi\n2026-03-09 19:06 You: [1 attachment] hello\n")[0]
    assert [(m.sender, m.text) for m in read.messages] == [("them", "hi"), ("me", "[1 attachment] hello")]
