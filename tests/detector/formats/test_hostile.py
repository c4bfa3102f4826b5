"""Bytes from strangers: read, or refused with a `DetectorError`; never a crash, never a bomb."""

import io
import random
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detector import formats
from detector.errors import DetectorError, UnreadableChat
from detector.formats import transcript

WILD = st.text(
    alphabet=st.one_of(st.sampled_from('[]0123456789/.:, -apmAM\n\r:<>{}"\u200e\u202fàي٣'), st.characters()),
    max_size=120,
).map(lambda text: text.encode("utf-8", "surrogatepass"))
FILES = st.one_of(
    st.binary(max_size=200),
    WILD,
    WILD.map(lambda data: b"[1/2/24, 10:15:00] A: " + data),
    WILD.map(lambda data: b'{"messages":[{"sender":"me","text":"' + data + b'"}]}'),
    st.binary(max_size=200).map(lambda data: b"PK\x03\x04" + data),
)


def packed(name, text, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr(name, text)
    return out.getvalue()


def read_or_refuse(data, me=None):
    try:
        return formats.read(data, me)
    except DetectorError:
        return []


@settings(max_examples=400)
@given(data=FILES, me=st.sampled_from([None, "A"]))
def test_any_bytes_are_read_or_refused(data, me):
    for conversation in read_or_refuse(data, me):
        assert transcript.dump(conversation).encode("utf-8")


def test_a_damaged_zip_is_read_or_refused():
    whole = packed("_chat.txt", "[13/02/24, 10:15:00] A: hi\n" * 5)
    dice = random.Random(4)
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(3):
            data[dice.randrange(4, len(data))] = dice.randrange(256)
        read_or_refuse(bytes(data), "A")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (packed("_chat.txt", "[13/02/24, 10:15:00] A: hi\n" * 200_000), "too large"),
        (packed("_chat.txt", "[13/02/24, 10:15:00] A: hi\n")[:-30], "damaged"),
    ],
    ids=["nothing", "blanks", "bomb", "cut off"],
)
def test_a_refusal_says_why(data, why):
    with pytest.raises(UnreadableChat, match=why):
        formats.read(data)


def test_an_encrypted_zip_is_refused():
    data = bytearray(packed("_chat.txt", "[13/02/24, 10:15:00] A: hi\n", zipfile.ZIP_STORED))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(UnreadableChat, match="encrypted"):
        formats.read(bytes(data))


def test_names_that_climb_out_of_a_zip_write_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    data = packed("../../WhatsApp Chat with A.txt", "[13/02/24, 10:15:00] A: hi\n[13/02/24, 10:16:00] B: ho\n")
    assert [m.sender for m in formats.read(data)[0].messages] == ["them", "me"]
    assert list(tmp_path.iterdir()) == []
