"""Tables: columns by their names, rows that do not fit, quotes that do not end, and whose chat it is."""

import pytest

from detector import formats
from detector.errors import UnknownFormat, UnknownSpeaker, UnreadableChat

HEAD = "date,from,text\n"
IMAZING = (
    "Chat Session,Message Date,Service,Type,Sender ID,Sender Name,Status,Replying to,Subject,Text,Attachment\n"
    "Anna,2026-03-09 19:04:00,SMS,Incoming,+447911123456,Anna,Read,,,hi,\n"
    "Anna,2026-03-09 19:05:00,SMS,Notification,,,,,,something,\n"
    "Anna,2026-03-09 19:06:00,SMS,Outgoing,,,Read,,,hello,\n"
    "Bo,2026-03-09 19:07:00,SMS,Incoming,+447911654321,,Read,,,,IMG_1.HEIC\n"
)


def said(text, me="Bo"):
    return [(m.sender, m.text) for m in formats.read(text.encode(), me)[0].messages]


@pytest.mark.parametrize(
    "text",
    [
        "from,text\nBo,hi\n",
        "Sender;Message\nBo;hi",
        "Absender\tNachricht\nBo\thi",
        '"Remitente"|"Mensaje"\n"Bo"|"hi"',
        "text,number,message_id,sender_name\nhi,7,1,Bo",
        "Message Body,From Name\r\nhi,Bo\r\n",
        "Notes on a chat\n\nwho,content\nBo,hi",
        "SEP=;\nauthor;body\nBo;hi",
    ],
)
def test_columns_are_found_by_their_names(text):
    assert said(text) == [("me", "hi")]


@pytest.mark.parametrize(
    ("dates", "read"),
    [
        (["03/04/2026 10:00", "13/04/2026 10:00"], ["04-03 10:00", "04-13 10:00"]),
        (["03/04/2026 10:00", "04/13/2026 10:00"], ["03-04 10:00", "04-13 10:00"]),
        (["3.4.2026", "2026-04-05"], ["04-03 00:00", "04-05 00:00"]),
        (["1773083040", "1773083040000"], ["03-09 19:04", "03-09 19:04"]),
        (["2026-03-09T19:04:00+02:00", "Mon, 9 Mar 2026 19:04:00 GMT"], ["03-09 17:04", "03-09 19:04"]),
        (["2026-03-09 19:04:00 UTC", "2026-03-09T19:05:00.123Z"], ["03-09 19:04", "03-09 19:05"]),
    ],
)
def test_dates_are_read_as_the_whole_table_writes_them(dates, read):
    text = HEAD + "".join(f'"{date}",Bo,hi\n' for date in dates)
    assert [f"{m.sent_at:%m-%d %H:%M}" for m in formats.read(text.encode(), "Bo")[0].messages] == read


def test_a_table_without_the_columns_says_which_were_looked_for():
    with pytest.raises(UnreadableChat) as refused:
        formats.read(b"item,price,secret\nbread,2,a\nmilk,1,b\n")
    assert all(f"'{name}'" in str(refused.value) for name in ("from", "sender", "text", "message", "body", "date"))
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("text", ["one, two\nthree, four\n", "from\nBo\n", "a,b,c\n", '{"from":1,"text":2,\n"a":3}'])
def test_what_is_no_table_is_not_taken_for_one(text):
    with pytest.raises(UnknownFormat):
        said(text)


def test_the_columns_of_imazing_tell_who_is_me_and_which_chat():
    chats = formats.read(IMAZING.encode())
    assert [(chat.id, [(m.sender, m.text) for m in chat.messages]) for chat in chats] == [
        ("Anna", [("them", "hi"), ("me", "hello")]),
        ("Bo", [("them", "[photo]")]),
    ]


def test_without_a_direction_the_names_are_asked_about():
    with pytest.raises(UnknownSpeaker) as asked:
        formats.read(b"from,text\nAnna,hi\nBo,ho\n")
    assert asked.value.names == ("Anna", "Bo")
    assert said("from,text\nAnna,hi\nMe,ho\n", None) == [("them", "hi"), ("me", "ho")]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("secret", "1 cells where the first row has 3"),
        ("2026-03-09,,secret", "who wrote"),
        ('2026-03-09,Bo,"secret', "quote"),
    ],
)
def test_a_bad_row_is_told_by_its_line_and_the_others_are_kept(row, why):
    chats, found = formats.load(f'{HEAD}2026-03-09,Bo,"one\nmore"\n{row}\n2026-03-10,Bo,two\n'.encode(), "Bo")
    assert [m.text for m in chats[0].messages] == ["one\nmore", "two"]
    assert [problem.place for problem in found.problems] == ["line 4"]
    assert why in found.problems[0].why
    assert "secret" not in found.problems[0].why


def test_a_time_that_cannot_be_understood_is_told_and_the_message_kept():
    chats, found = formats.load(f"{HEAD}soon,Bo,one\n,Bo,two\n".encode(), "Bo")
    assert [(m.text, m.sent_at) for m in chats[0].messages] == [("one", None), ("two", None)]
    assert [problem.place for problem in found.problems] == ["line 2"]


def test_the_delimiter_in_a_text_at_the_end_without_quotes_is_part_of_it():
    assert said(HEAD + "2026-03-09,Bo,well, yes, I am\n") == [("me", "well, yes, I am")]


def test_empty_rows_are_no_messages():
    assert said("from,text,media\nBo,hi,\n,,\nBo,,\nBo,,a.mp4\n") == [("me", "hi"), ("me", "[video]")]


def test_cells_longer_than_any_message_are_told_and_reading_gives_up_after_some():
    endless = '2026-03-09,Bo,"' + "x" * 140_000 + "\n"
    chats, found = formats.load((HEAD + endless + "2026-03-09,Bo,hi\n" + endless * 30).encode(), "Bo")
    assert [m.text for m in chats[0].messages] == ["hi"]
    assert len(found.problems) == 21
    assert "nothing after this" in found.problems[-1].why
