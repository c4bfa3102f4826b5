"""However a chat was exported, the same conversation is read: a folder a format, its variants and one expected file."""

import dataclasses
import io
import zipfile
from pathlib import Path

import pytest

from detector import formats

HERE = Path(__file__).parent
VARIANTS = sorted(path for path in HERE.glob("*/*.*") if path.name != "expected.jsonl" and path.suffix != ".pyc")


def expected(variant):
    return formats.read(variant.with_name("expected.jsonl"))[0]


def without_kind(conversation):
    """Android says that media were left out, not which."""
    messages = (dataclasses.replace(m, text=m.text.replace("[media]", "[photo]")) for m in conversation.messages)
    return dataclasses.replace(conversation, messages=tuple(messages))


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_variant_is_the_same_conversation(variant):
    assert without_kind(formats.read(variant, me="maria")[0]) == expected(variant)


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: zipped({"_chat.txt": text}),
        lambda text: zipped({"photo.jpg": "\xff", "notes.txt": "a", "WhatsApp Chat with Anna Lee.txt": text}),
    ],
    ids=["windows lines", "bom", "utf-16", "ios zip", "android zip"],
)
@pytest.mark.parametrize("variant", ["android_us_12h", "ios_german"])
def test_encoding_and_packing_change_nothing(variant, encode):
    path = HERE / "whatsapp" / f"{variant}.txt"
    read = formats.read(encode(path.read_text(encoding="utf-8")), me="Maria")[0]
    assert without_kind(read).messages == expected(path).messages


def zipped(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return packed.getvalue()
