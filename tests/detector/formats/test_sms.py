"""A backup of all text messages: who is whom, what is no message, and XML that must not be trusted."""

import pytest

from detector import formats
from detector.errors import UnreadableChat

MINUTE = 60_000
START = 1_773_083_040_000  # 2026-03-09 19:04 UTC


def sms(text, kind=1, address="+447911123456", minute=0, **more):
    values = {"address": address, "date": START + minute * MINUTE, "type": kind, "body": text} | more
    return "<sms " + " ".join(f'{name}="{value}"' for name, value in values.items()) + " />"


def backup(*entries, head="<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>"):
    return "\n".join([head, f'<smses count="{len(entries)}">', *entries, "</smses>"]).encode()


def said(*entries):
    return [(m.sender, m.text) for m in formats.read(backup(*entries))[0].messages]


def test_every_contact_is_a_chat_of_its_own():
    chats = formats.read(
        backup(
            sms("hi", contact_name="Anna Lee"),
            sms("your parcel is here", address="POST", minute=1, contact_name="(Unknown)"),
            sms("hello", 2, minute=2, contact_name="Anna Lee"),
        )
    )
    assert [(chat.id, [(m.sender, m.text) for m in chat.messages]) for chat in chats] == [
        ("Anna Lee", [("them", "hi"), ("me", "hello")]),
        ("POST", [("them", "your parcel is here")]),
    ]


def test_in_a_group_everybody_else_is_them():
    head = '<mms address="+1555000001~+1555000002" msg_box="{}" date="{}">'
    group = head + '<parts><part ct="text/plain" text="{}" /></parts>'
    addr = '<addrs><addr address="+1555000002" type="137" /></addrs></mms>'
    entries = [group.format(box, START + i, f"m{i}") + addr for i, box in enumerate((1, 2))]
    assert said(*entries) == [("them", "m0"), ("me", "m1")]


@pytest.mark.parametrize(
    "entry",
    [
        sms("not sent yet", 3),
        sms("null"),
        sms(""),
        f'<mms address="1" date="{START}" msg_box="1"><parts><part ct="application/smil" text="a" /></parts></mms>',
    ],
    ids=["draft", "null", "empty", "layout only"],
)
def test_drafts_and_empty_messages_are_left_out(entry):
    assert said(sms("hi"), entry) == [("them", "hi")]


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (sms("secret", 9), "'type'"),
        ('<sms address="1" type="1" date="1" body="secret & more" />', "damaged"),
        ('<sms address="1" type="1" date="1" body="secret &other;" />', "damaged"),
        ('<sms address="1" type="1" date="1" body="secret', "damaged"),
        (f'<sms type="1" date="{START}" body="secret" />', "'address'"),
        ('<mms address="1" date="1"><parts><part ct="text/plain" text="secret" /></parts></mms>', "'msg_box'"),
    ],
    ids=["type", "ampersand", "entity", "cut off", "address", "box"],
)
def test_a_bad_message_is_told_by_its_line_and_the_others_are_kept(bad, why):
    chats, found = formats.load(backup(sms("one"), bad, sms("two", minute=1)))
    assert [m.text for m in chats[0].messages] == ["one", "two"]
    assert [problem.place for problem in found.problems] == ["line 4"]
    assert why in found.problems[0].why
    assert "secret" not in found.problems[0].why


def test_a_message_without_a_time_is_kept_and_told():
    chats, found = formats.load(backup(sms("one"), sms("two", date="soon")))
    assert [(m.text, m.sent_at is None) for m in chats[0].messages] == [("one", False), ("two", True)]
    assert [problem.place for problem in found.problems] == ["line 4"]


def test_a_backup_that_is_cut_off_is_read_up_to_there():
    data = backup(sms("one"), sms("two", minute=1))
    chats, found = formats.load(data[: data.index(b"two")])
    assert [m.text for m in chats[0].messages] == ["one"]
    assert len(found.problems) == 1


BOMB = '<!DOCTYPE smses [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE smses [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "data",
    [
        backup(sms("&b;"), head=BOMB),
        backup(sms("&a;"), head=OUTSIDE),
        backup(sms("hi"), head='<!doctype smses SYSTEM "http://example.com/a.dtd">'),
        backup(sms("hi"), "<!ENTITY a 'b'>"),
        backup(sms("&b;"), head=BOMB).decode().encode("utf-16"),
        backup(sms("hi"), f'<mms address="1" msg_box="1">{BOMB}</mms>'),
    ],
    ids=["bomb", "external entity", "external type", "entity alone", "utf-16", "inside"],
)
def test_document_types_and_entities_are_refused_before_anything_is_read(data):
    with pytest.raises(UnreadableChat, match="DOCTYPE"):
        formats.read(data)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("&#55357;&#56842;", "😊"),
        ("a&#55357; b", "a\ufffd b"),
        ("a&#0;&#8;b", "a  b"),
        ("a\x01b", "a b"),
        ("&#60;b&#62; &#38;amp; &#x1F60A;", "<b> &amp; 😊"),
        ("one&#10;two", "one\ntwo"),
        ("&#9999999;", "\ufffd"),
    ],
)
def test_characters_that_are_none_in_xml_spoil_nothing(written, read):
    assert said(sms(written)) == [("them", read)]
