"""Exports from strangers: whatever stands in them, they are read or refused with a `DetectorError`."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detector import formats
from detector.errors import DetectorError
from detector.formats import transcript

WILD = st.text(
    alphabet=st.one_of(st.sampled_from("<>&;#\"'=?@:,.()[]{}\\\n\r\t |>-_ 0129aFx\u200e\x00"), st.characters()),
    max_size=150,
).map(lambda text: text.encode("utf-8", "surrogatepass"))
SMS = b"<?xml version='1.0'?>\n<smses>\n<sms address='1' type='1' date='1' body='%s' />\n<mms %s></smses>"
MAIL = b"From: %s\nTo: b@example.com\nDate: %s\nMIME-Version: 1.0\nContent-Type: %s\n\n%s"
HEADS = {
    "sms": lambda a, b, c: SMS.replace(b"%s", a, 1).replace(b"%s", b),
    "mail": lambda a, b, c: (
        MAIL.replace(b"%s", a, 1).replace(b"%s", b, 1).replace(b"%s", b"text/html; " + b).replace(b"%s", c)
    ),
    "mbox": lambda a, b, c: (
        b"From x\nFrom: a@example.com\nTo: b\nDate: x\n\n" + a + b"\n\nFrom y\nFrom: " + b + b"\n\n" + c
    ),
    "table": lambda a, b, c: b"date,from,text,type\n" + a + b"," + b + b',"' + c + b'",in\n' + a,
    "signal": lambda a, b, c: b"Conversation: A\n\nFrom: " + a + b"\nType: incoming\nSent: " + b + b"\n\n" + c,
    "tinder": lambda a, b, c: (
        b'{"Messages":[{"match_id":1,"messages":[{"from":"' + a + b'","message":"' + b + b'"}]},' + c
    ),
    "hinge": lambda a, b, c: b'[{"chats":[{"body":"' + a + b'","timestamp":"' + b + b'"}]},' + c,
}


@pytest.mark.parametrize("head", HEADS)
@settings(max_examples=150)
@given(parts=st.tuples(WILD, WILD, WILD), me=st.sampled_from([None, "A"]))
def test_whatever_stands_in_an_export_is_read_or_refused(head, parts, me):
    try:
        chats = formats.read(HEADS[head](*parts), me)
    except DetectorError:
        return
    assert all(transcript.dump(chat).encode("utf-8") for chat in chats)
