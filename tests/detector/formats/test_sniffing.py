"""Which reader takes a file is seen from its content alone, and never from chance: of all the samples, one is sure."""

import io
import zipfile
from pathlib import Path

import pytest

from detector import formats

HERE = Path(__file__).parent
SAMPLES = sorted(path for path in HERE.glob("*/*.*") if path.suffix != ".pyc")
READERS = {"eml": "mail", "mbox": "mail", "instagram": "meta", "messenger": "meta"}  # where the folder says it not
SURE = 0.5  # below it are readers for what nobody else knows


def reader_of(sample):
    if sample.suffix == ".jsonl":
        return "transcript"
    return "telegram_html" if sample.suffix == ".html" else READERS.get(sample.parent.name, sample.parent.name)


def surest(source):
    """The names of the readers that are sure; where none is, of the one that will be asked."""
    found = {form.__name__.rpartition(".")[2]: form.sniff(source) for form in formats.known_formats()}
    return {name for name, sure in found.items() if sure >= SURE} or {max(found, key=found.get)}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_exactly_one_reader_is_sure_of_each_sample(sample):
    assert surest(formats.Source(sample.read_bytes())) == {reader_of(sample)}


@pytest.mark.parametrize(
    ("sample", "path"),
    [
        ("telegram/single.json", "ChatExport_2026-04-01/result.json"),
        ("telegram/page.html", "ChatExport_2026-04-01/messages.html"),
        ("instagram/message_1.json", "your_instagram_activity/messages/inbox/annalee_1/message_1.json"),
        ("messenger/message_1.json", "messages/inbox/annalee_1/message_1.json"),
        ("messenger/encrypted.json", "Anna Lee_7.json"),
        ("google_chat/english.json", "Takeout/Google Chat/Groups/DM 1/messages.json"),
    ],
)
def test_exactly_one_reader_is_sure_of_each_zip(sample, path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("readme.txt", "Thank you for using our export.")
        archive.writestr(path, (HERE / sample).read_bytes())
    assert surest(formats.Source(packed.getvalue())) == {reader_of(HERE / sample)}


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[]",
        '{"messages": []}',
        '{"messages": [1, null, "a"]}',
        '{"chats": {"list": []}}',
        '{"guild": 1, "channel": 2, "messages": []}',
        "<!DOCTYPE html><html><body>Anna: hi<br>Anna: ho</body></html>",
    ],
)
def test_what_only_resembles_an_export_is_claimed_by_nobody(text):
    assert all(form.sniff(formats.Source(text.encode())) == 0 for form in formats.known_formats())
