"""What an export says beside its messages: dates, notices, media, and whose chat it is."""

import pytest

from detector import formats
from detector.errors import UnknownSpeaker


def lines(*said):
    """Messages of an export whose dates are as given."""
    return "\n".join(f"[{day}, 10:00:00] {text}" for day, text in said).encode()


def days(data):
    return [f"{m.sent_at:%m-%d}" for m in formats.read(data, me="Bo")[0].messages]


def texts(*said):
    data = lines(*(("13/01/2026", text) for text in ("Bo: hi", *said)))
    return [m.text for m in formats.read(data, me="Bo")[0].messages][1:]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (["01/02/2026", "13/02/2026"], ["02-01", "02-13"]),
        (["01/02/2026", "01/13/2026"], ["01-02", "01-13"]),
        (["01/02/2026", "03/02/2026", "01/03/2026"], ["02-01", "02-03", "03-01"]),
        (["11/12/2026", "12/01/2026", "12/02/2026"], ["11-12", "12-01", "12-02"]),
        (["01/02/2026"], ["02-01"]),
    ],
    ids=[
        "a day above 12",
        "a month's place above 12",
        "time runs on, day first",
        "time runs on, month first",
        "neither",
    ],
)
def test_the_order_of_day_and_month_is_settled_over_the_whole_file(written, read):
    assert days(lines(*((day, "Bo: hi") for day in written))) == read


def test_slashes_with_am_and_pm_alone_read_as_american():
    data = b"[1/2/26, 10:00:00 AM] Bo: hi\n[1/2/26, 12:05:00 AM] Bo: hi"
    assert [f"{m.sent_at:%m-%d %H:%M}" for m in formats.read(data, me="Bo")[0].messages] == [
        "01-02 10:00",
        "01-02 00:05",
    ]


def test_a_date_that_does_not_exist_is_unknown_and_the_message_stays():
    read = formats.read(lines(("13/01/2026", "Bo: a"), ("31/02/2026", "Bo: b")), me="Bo")[0].messages
    assert [(m.text, m.sent_at is None) for m in read] == [("a", False), ("b", True)]


@pytest.mark.parametrize(
    "notice",
    [
        "Messages and calls are end-to-end encrypted. Tap to learn more.",
        "Anna: \u200eMessages and calls are end-to-end encrypted.",
        "Anna: \u200eYour security code with Anna changed.",
        "Anna created group “Family”",
        "Anna: \u200eThis message was deleted.",
        "Anna: You deleted this message",
    ],
)
def test_notices_and_deleted_messages_are_left_out(notice):
    assert texts(notice) == []


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Anna: \u200eimage omitted", "[photo]"),
        ("Anna: \u200eaudio omitted", "[voice message]"),
        ("Anna: \u200evideo note omitted", "[video]"),
        ("Anna: Plan.pdf • \u200e3 pages \u200edocument omitted", "[document]"),
        ("Anna: \u200eContact card omitted", "[contact]"),
        ("Anna: \u200e<attached: 00000042-STICKER-2026-01-13-10-00-00.webp>", "[sticker]"),
        ("Anna: IMG-20260113-WA0001.jpg (file attached)\nlook at this", "[photo] look at this"),
        ("Anna: <Media omitted>", "[media]"),
        ("Anna: \u200eMissed voice call, \u200etap to call back", "[missed call]"),
        ("Anna: pay now \u200e<This message was edited>", "pay now"),
    ],
)
def test_media_calls_and_edits_are_told_in_words(written, read):
    assert texts(written) == [read]


@pytest.mark.parametrize(
    "text",
    [
        "the image omitted a lot",
        "is WhatsApp really end-to-end encrypted? " + "I read a long text about it. " * 12,
        "note: see https://a.example: there",
        "I deleted this message",
    ],
)
def test_what_a_person_wrote_about_such_things_stays(text):
    assert texts(f"Anna: {text}") == [text.strip()]


def test_a_hidden_mark_before_the_words_hides_no_message():
    assert texts("Anna: \u200esend me money") == ["send me money"]


def test_the_file_name_tells_who_the_other_is():
    chat = lines(("13/01/2026", "Anna: hi"), ("13/01/2026", "Bo: hello"))
    read = formats.read(chat, name="WhatsApp Chat with Anna.txt")[0]
    assert (read.id, [m.sender for m in read.messages]) == ("Anna", ["them", "me"])


@pytest.mark.parametrize(("name", "sender"), [("WhatsApp Chat - Anna.zip", "me"), ("WhatsApp Chat - Bo.zip", "them")])
def test_the_file_name_tells_whose_side_it_is_where_one_person_writes(name, sender):
    assert [m.sender for m in formats.read(lines(("13/01/2026", "Bo: hi")), name=name)[0].messages] == [sender]


def test_without_a_hint_the_names_are_asked_and_never_logged():
    chat = lines(("13/01/2026", "Anna: hi"), ("13/01/2026", "~ Bo: hello"))
    with pytest.raises(UnknownSpeaker) as asked:
        formats.read(chat)
    assert asked.value.names == ("Anna", "Bo")
    assert "Anna" not in str(asked.value)


def test_in_a_group_everybody_else_is_them():
    chat = lines(("13/01/2026", "Anna: hi"), ("13/01/2026", "Cy: hey"), ("13/01/2026", "Bo: hello"))
    assert [m.sender for m in formats.read(chat, me="bo ")[0].messages] == ["them", "them", "me"]
