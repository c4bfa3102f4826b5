"""Screenshots: whichever app drew a chat, the same messages are read, each once; what is not sure is said to be so."""

import io
import struct
import zipfile
import zlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PIL import Image, ImageFilter

from detector import cli, formats
from detector.errors import Unavailable, UnknownFormat, UnreadableChat
from detector.formats import screenshots
from detector.formats._source import Source
from detector.pictures import ocr
from detector.pictures.picture import MAX_PIXELS
from tests.detector.formats.drawn_chats import APPS, Said, painter

# Measured at 26 messages of a corpus chat in every style: 0.1 to 0.2 % as PNG.
MOST_WRONG = 0.01  # share of letters
CHAT = [
    Said("day", "12 March 2026"),
    Said("them", "Good morning my dear, did you sleep well? I was thinking about you the whole night.", "09:02"),
    Said("me", "Good morning! Yes, thank you.", "09:05"),
    Said("me", "And you?", "09:05"),
    Said("them", "I am very happy today \U0001f60a my uncle gave me a tip again", "09:07"),
    Said("them", "\u2764\ufe0f", "09:08"),
    Said("me", "What kind of tip?", "09:11", quote="my uncle gave me a tip again"),
    Said(
        "them", "He works for a big trading company in Singapore. Last week I made $4,300 with a short trade.", "09:14"
    ),
    Said("day", "13 March 2026"),
    Said("me", "I do not know, that sounds risky. See you at 10:30", "18:40"),
    Said("them", "Start small: 500 USDT at https://profit-site.example is enough", "18:42"),
    Said("me", "I will think about it", "18:45"),
]
SAID = [said for said in CHAT if said.side != "day"]
TEXTS = [said.text.replace("\U0001f60a ", "").replace("\u2764\ufe0f", "[emoji]") for said in SAID]
TIMES = [datetime(2026, 3, 12 + (i >= 7), int(s.time[:2]), int(s.time[3:]), tzinfo=UTC) for i, s in enumerate(SAID)]


@pytest.fixture(scope="module")
def paint(playwright):
    with painter(playwright) as made:
        yield made.pictures


@pytest.fixture(scope="module")
def pictures(paint):
    """Two screenshots of a phone, the second half a screen below the first."""
    return paint(APPS["telegram light"], CHAT)


def packed(pictures):
    return screenshots.together([(f"{number}.png", data) for number, data in enumerate(pictures)])


def seen(pictures):
    return [message for shot in screenshots.shots(Source(packed(pictures))) for message in shot.messages]


def wrong_share(read, written):
    """Character error rate: the edits from one text to the other, by the letters written (Levenshtein's distance)."""
    row = list(range(len(written) + 1))
    for i, letter in enumerate(read, start=1):
        before, row = row, [i]
        for j, other in enumerate(written, start=1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != other)))
    return row[-1] / len(written)


def one_line(texts):
    return " ".join(" ".join(texts).split())


@pytest.mark.parametrize("app", APPS)
def test_whichever_app_drew_it_the_same_messages_are_read(paint, app, record_property):
    read = seen(paint(APPS[app], CHAT))
    assert [message.sender for message in read] == [said.side for said in SAID]
    wrong = wrong_share(one_line(message.text for message in read), one_line(TEXTS))
    record_property("character error rate", wrong)
    assert wrong <= MOST_WRONG
    assert [message.sent_at for message in read] == (TIMES if APPS[app].times else [None] * len(TIMES))


@pytest.mark.parametrize("app", ["imessage light", "telegram light", "whatsapp dark", "whatsapp light"])
def test_pictures_that_a_messenger_sent_on_as_jpeg_are_read(paint, app):
    read = seen(paint(APPS[app], CHAT, "jpeg"))
    assert [message.sender for message in read] == [said.side for said in SAID]
    assert wrong_share(one_line(message.text for message in read), one_line(TEXTS)) <= 2 * MOST_WRONG


def test_pictures_that_were_taken_upwards_are_put_in_order(pictures):
    assert len(pictures) > 1
    assert [(m.sender, m.text) for m in seen(pictures[::-1])] == [(m.sender, m.text) for m in seen(pictures)]


def test_pictures_that_do_not_meet_are_ordered_by_their_dates(paint):
    app = replace(APPS["whatsapp light"], height=400)
    first, second = (paint(app, part, at=[0])[0] for part in (CHAT[:3], CHAT[8:10]))
    assert [m.text[:4] for m in seen([second, first])] == ["Good", "Good", "I do"]


def test_a_picture_taken_twice_is_told_once(pictures):
    assert [m.text for m in seen([pictures[0], pictures[0]])] == [m.text for m in seen(pictures[:1])]


def test_yesterday_is_a_date_where_the_name_of_the_picture_says_when_it_was_taken(paint):
    chat = [Said("day", "Yesterday"), *CHAT[1:3]]
    (picture,) = paint(APPS["whatsapp light"], chat, at=[0])

    def days(name):
        (shot,) = screenshots.shots(Source(picture, name))
        return [message.sent_at and f"{message.sent_at:%Y-%m-%d}" for message in shot.messages]

    assert days("Screenshot_20260313-102455.png") == ["2026-03-12", "2026-03-12"]
    assert days("picture.png") == [None, None]


def test_where_both_write_on_the_left_nobody_is_taken_for_the_person(paint):
    drawn = [replace(said, side="them") for said in CHAT[1:5]]
    left = replace(APPS["telegram dark"], extra_css=".row:nth-child(even) .bubble { background: #2b5278; }")
    pictures = paint(left, drawn, at=[0])
    assert [(m.sender, m.unsure) for m in seen(pictures)] == [("", (screenshots.SIDE,))] * 4
    found = screenshots.read(Source(packed(pictures)))
    assert [(problem.line, problem.kept) for problem in found.problems] == [(1, False)] * 4
    with pytest.raises(UnreadableChat, match="not clear which side"):
        formats.read(packed(pictures))


def test_letters_that_are_not_clear_are_said_to_be_so(pictures):
    out = io.BytesIO()
    Image.open(io.BytesIO(pictures[0])).convert("RGB").filter(ImageFilter.GaussianBlur(7)).save(out, "PNG")
    read = seen([out.getvalue()])
    misread = [m for m in read if min(wrong_share(m.text, text) for text in TEXTS) > 0.3]
    assert misread
    assert all(screenshots.LETTERS in message.unsure for message in misread)


def test_several_pictures_make_one_file_that_is_always_the_same(pictures):
    given = [("b/../../x.png", pictures[0]), (".hidden.png", pictures[1]), ("x.png", pictures[1])]
    data = screenshots.together(given)
    assert data == screenshots.together(given)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == ["x.png", "hidden.png", "3-x.png"]
        assert archive.read("x.png") == pictures[0]


def test_the_command_line_takes_several_pictures_and_a_folder(pictures, tmp_path, capsys):
    for number, data in enumerate(pictures):
        (tmp_path / f"{number}.png").write_bytes(data)
    files = [str(file) for file in sorted(tmp_path.iterdir())]
    assert cli.main(["convert", *files, "--me", "Ana"]) == 0
    of_files = capsys.readouterr().out
    assert cli.main(["convert", str(tmp_path)]) == 0
    assert capsys.readouterr().out == of_files
    assert '"sender": "me", "text": "And you?"' in of_files


def test_several_files_that_are_no_pictures_are_refused(tmp_path, capsys):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Anna: hello\n")
    assert cli.main(["convert", str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]) == 2
    assert "must all be pictures" in capsys.readouterr().err


def test_a_zip_with_anything_but_pictures_is_none_of_them():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("1.png", b"\x89PNG\r\n\x1a\n")
        archive.writestr("notes.bin", b"\0")
    with pytest.raises(UnknownFormat):
        formats.read(out.getvalue())


def png(width, height, body=b"", chunk=b""):
    def part(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = part(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk + part(b"IDAT", body) + part(b"IEND", b"")


def text_chunk_bomb():
    data = b"Comment\0\0" + zlib.compress(b"\0" * 200_000_000, 9)
    return struct.pack(">I", len(data)) + b"zTXt" + data + struct.pack(">I", zlib.crc32(b"zTXt" + data))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (png(60_000, 60_000), "million pixels"),
        (png(MAX_PIXELS // 100 + 1, 100), "million pixels"),
        (png(20, 20, zlib.compress(b"\0" * 1220)), "too small"),
        (png(400, 400), "damaged or cut off"),
        (png(400, 400, zlib.compress(b"\0" * 1000)), "damaged or cut off"),
        (png(400, 400, zlib.compress(b"\0" * 480_400), text_chunk_bomb()), "damaged or cut off|no bubble"),
        (png(400, 400, zlib.compress(b"\0" * 480_400)), "no bubble of a chat"),
        (b"\xff\xd8\xff\xe0 and no more", "damaged or cut off"),
    ],
    ids=["bomb", "too many pixels", "icon", "no pixels", "cut off", "text bomb", "black", "jpeg"],
)
def test_a_hostile_picture_is_refused_with_a_reason(data, why):
    with pytest.raises(UnreadableChat, match=f"picture 1: .*({why})"):
        formats.read(data)


def test_one_damaged_picture_among_others_is_named_and_the_rest_is_read(pictures):
    found = screenshots.read(Source(packed([b"\x89PNG\r\n\x1a\n", pictures[0]])))
    assert [(problem.place, "damaged" in problem.why) for problem in found.problems] == [("picture 1", True)]
    assert found.chats[0].lines[0].text == TEXTS[0]


def test_without_tesseract_it_is_said_what_to_install(pictures, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unavailable, match="apt-get install tesseract-ocr"):
        formats.read(pictures[0])


def test_a_picture_that_takes_too_long_is_given_up(pictures, monkeypatch):
    monkeypatch.setattr(ocr, "LIMIT_S", 0.001)
    with pytest.raises(UnreadableChat, match="took too long"):
        formats.read(pictures[0])


def test_nothing_is_written_to_the_disk(pictures, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    assert formats.read(pictures[0])[0].messages
    assert list(tmp_path.iterdir()) == []
