"""Telegram's HTML pages: only words are taken, whatever else is on a page."""

import io
import time
import zipfile
from pathlib import Path

import pytest

from detector import formats
from detector.errors import UnreadableChat

SAMPLES = Path(__file__).parent / "telegram"
HEAD = '<html><body><div class="page_wrap"><div class="page_header"><div class="text bold">Anna</div></div>'


def post(inner, name="Anna", more=""):
    named = f'<div class="from_name">{name}</div>' if name else ""
    return (
        f'<div class="message default clearfix {more}"><div class="body">'
        '<div class="pull_right date details" title="09.03.2026 19:04:00 UTC-05:30">19:04</div>'
        f"{named}{inner}</div></div>"
    )


def texts(*posts):
    return [message.text for message in formats.read((HEAD + "".join(posts)).encode())[0].messages]


def text(inner):
    return texts(post(f'<div class="text">{inner}</div>'))[0]


@pytest.mark.parametrize(
    ("inner", "read"),
    [
        ("\na &lt;script&gt;alert(1)&lt;/script&gt; b\n   ", "a <script>alert(1)</script> b"),
        ("a <script>alert('</div>')</script> b", "a  b"),
        ("a<style>.text { color: red }</style> b", "a b"),
        ('a<img src="x" onerror="alert(1)"> b', "a b"),
        ("a<br>\n   b<br><br>c", "a\nb\n\nc"),
        ("a\n   b", "a b"),
        ("<strong>a</strong> <em>b</em> <code>c</code>", "a b c"),
        ('<span class="spoiler hidden"><span aria-hidden="true">a</span></span> b', "a b"),
        ('<a href="https://a.example/?b=1&amp;c=2">my bank</a>', "my bank (https://a.example/?b=1&c=2)"),
        ('<a href="https://t.me/cy">@cy</a>, <a href="mailto:a@b.example">a@b.example</a>', "@cy, a@b.example"),
        ('<a href="javascript:alert(1)">a</a>', "a"),
        ("<div>a</div>b<blockquote>c</blockquote>", "a\nb\nc"),
        ("1 < 2 > 0 && a<b", "1 < 2 > 0 && a<b"),
    ],
)
def test_a_page_becomes_plain_text(inner, read):
    assert text(inner) == read


@pytest.mark.parametrize(
    ("inner", "read"),
    [
        ('<a class="video_file_wrap clearfix pull_left" href="v.mp4"></a>', "[video]"),
        ('<a class="animated_wrap clearfix pull_left" href="v.mp4"></a>', "[gif]"),
        ('<div class="media media_video"><div class="title bold">Animation</div></div>', "[gif]"),
        ('<div class="media media_file"><div class="title bold">cat.jpg</div></div>', "[photo]"),
        ('<div class="media media_contact"><div class="title bold">Cy</div></div>', "[contact]"),
        (
            '<div class="media media_call"><div class="status details">Outgoing (130 seconds)</div></div>',
            "[call 2 min]",
        ),
        ('<div class="media media_call"><div class="status details">Cancelled</div></div>', "[missed call]"),
        (
            '<div class="media_poll"><div class="question bold">tea?</div><div class="answer">- yes</div></div>',
            "[poll] tea?",
        ),
    ],
)
def test_media_and_calls_are_told_in_words(inner, read):
    assert texts(post(f'<div class="media_wrap clearfix">{inner}</div>')) == [read]


def test_the_zone_of_a_time_counts():
    sent_at = formats.read((HEAD + post('<div class="text">a</div>')).encode())[0].messages[0].sent_at
    assert f"{sent_at:%d %H:%M}" == "10 00:34"


def test_names_of_bots_and_of_those_who_are_quoted_are_no_names_of_senders():
    forwarded = (
        '<div class="forwarded body"><div class="from_name">News <span>1.1.2026</span></div>'
        '<div class="text">a</div></div>'
    )
    data = HEAD + post(forwarded, "Cy via @gif") + post('<div class="text">b</div>', "", "joined")
    assert [m.sender for m in formats.read(data.encode(), me="cy")[0].messages] == ["me", "me"]


def test_a_message_without_a_name_is_told_by_its_line():
    data = HEAD + "\n" + post('<div class="text">zebra</div>', "") + "\n" + post('<div class="text">a</div>')
    read, found = formats.load(data.encode())
    assert [message.text for message in read[0].messages] == ["a"]
    assert [(problem.place, problem.why) for problem in found.problems] == [("line 2", "a message without a name")]


def test_a_page_without_messages_is_unreadable():
    with pytest.raises(UnreadableChat, match="no message"):
        formats.read((HEAD + '<div class="message service"><div class="body details">a</div></div>').encode())


def test_the_parts_of_a_zip_are_read_in_their_order():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in ("10", "2", ""):
            archive.writestr(f"a/messages{number}.html", HEAD + post(f'<div class="text">part {number}</div>'))
        archive.writestr("b/messages.html", HEAD + post('<div class="text">b</div>'))
    read = formats.read(packed.getvalue())
    assert [message.text for message in read[0].messages] == ["part", "part 2", "part 10"]
    assert [one.id for one in read] == ["Anna", "Anna (2)"]


@pytest.mark.parametrize(
    "piece", ["<", "<a ", "<a '", '<a href="', "<!--", "&", "</div>", "<div class='text'>", " ", "a=", "<script>"]
)
def test_a_hostile_page_takes_no_longer_than_a_large_one(piece):
    start = time.process_time()
    page = (
        HEAD + post('<div class="text">a</div>') + '<div class="message default"><div class="text">' + piece * 300_000
    )
    assert formats.read(page.encode())[0].messages[0].text == "a"
    assert time.process_time() - start < 10
