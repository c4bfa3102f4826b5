"""Telegram's result.json: what people sent, who is "me", and what of a damaged file is kept."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from detector import formats
from detector.errors import UnknownSpeaker

SAMPLES = Path(__file__).parent / "telegram"
ANNA, ME = {"from": "Anna", "from_id": "user42"}, {"from": "Maria", "from_id": "user7"}


def chat(*messages, **more):
    return {"name": "Anna", "type": "personal_chat", "id": 42, "messages": list(messages)} | more


def said(text, who=ANNA, **more):
    return {"id": 1, "type": "message", "date": "2026-03-09T19:04:00", **who, "text": text} | more


def load(content, me=None):
    return formats.load(json.dumps(content).encode(), me)


def texts(*messages):
    return [message.text for message in load(chat(said("first"), *messages))[0][0].messages][1:]


@pytest.mark.parametrize(
    ("more", "read"),
    [
        ({"photo": "photos/1.jpg"}, "[photo]"),
        ({"file": "f", "media_type": "animation"}, "[gif]"),
        ({"file": "f", "media_type": "video_message"}, "[video]"),
        ({"file": "(File not included.)", "mime_type": "image/jpeg"}, "[photo]"),
        ({"file": "(File not included.)", "mime_type": "application/zip"}, "[document]"),
        ({"contact_information": {"first_name": "Cy", "phone_number": "1"}}, "[contact]"),
        ({"location_information": {"latitude": 1, "longitude": 2}, "place_name": "Cafe"}, "[location]"),
        ({"poll": {"question": "tea?", "answers": [{"text": "yes"}]}}, "[poll] tea?"),
        ({"text": ["a ", {"type": "bold", "text": "b"}, " c"]}, "a b c"),
        (
            {"text": [{"type": "text_link", "text": "https://a.example", "href": "https://a.example"}]},
            "https://a.example",
        ),
        (
            {"text": [{"type": "text_link", "text": "my bank", "href": "https://a.example"}]},
            "my bank (https://a.example)",
        ),
        ({"text": "look", "photo": "1.jpg", "forwarded_from": "News", "edited": "2026-03-09T19:05:00"}, "[photo] look"),
    ],
)
def test_media_and_parts_of_a_text_are_told_in_words(more, read):
    assert texts(said("") | more) == [read]


@pytest.mark.parametrize(
    ("action", "read"),
    [
        ({"action": "phone_call", "discard_reason": "missed"}, ["[missed call]"]),
        ({"action": "phone_call", "discard_reason": "busy"}, ["[missed call]"]),
        ({"action": "phone_call", "discard_reason": "hangup", "duration_seconds": 130}, ["[call 2 min]"]),
        ({"action": "pin_message"}, []),
        ({"action": "create_group", "title": "a", "members": ["b"]}, []),
    ],
)
def test_calls_are_told_and_other_notices_left_out(action, read):
    notice = {"type": "service", "actor": "Anna", "actor_id": "user42", "text": ""} | action
    assert texts(notice, {"id": 9, "type": "unsupported"}) == read


def test_the_date_is_real_utc_where_the_export_has_it():
    messages = load(chat(said("a", date_unixtime="1773083040"), said("b"), said("c", date="soon")))[0][0].messages
    assert [message.sent_at and f"{message.sent_at:%H:%M}" for message in messages] == ["19:04", "19:04", None]


@pytest.mark.parametrize(
    ("messages", "senders"),
    [
        ((said("a"), said("b", ME)), ["them", "me"]),
        ((said("a"), said("b", {"from": "Anna", "from_id": "user7"})), ["them", "me"]),
        (
            (said("a", {"from": None, "from_id": "user42"}), said("b", {"from": None, "from_id": "user7"})),
            ["them", "me"],
        ),
        ((said("a"),), ["them"]),
        ((said("a", ME),), ["me"]),
        ((said("a", {"from": "Anna"}), said("b", {"from": "Maria"})), ["them", "me"]),
    ],
    ids=["two names", "one name twice", "deleted accounts", "only they write", "only I write", "no account numbers"],
)
def test_in_a_chat_of_two_the_other_one_is_known(messages, senders):
    assert [message.sender for message in load(chat(*messages))[0][0].messages] == senders


def test_a_contact_whose_name_means_i_in_some_language_is_not_me():
    ben = chat(said("a", {"from": "Ben", "from_id": "user42"}), said("b", ME), name="Ben")
    assert [message.sender for message in load(ben)[0][0].messages] == ["them", "me"]


def test_the_name_that_is_given_wins():
    assert [m.sender for m in load(chat(said("a"), said("b", ME)), me="anna")[0][0].messages] == ["me", "them"]


def test_in_a_group_the_names_are_asked():
    group = chat(said("a"), said("b", ME), said("c", {"from": "Anna", "from_id": "user9"}), type="private_group")
    with pytest.raises(UnknownSpeaker) as asked:
        load(group)
    assert asked.value.names == ("Anna", "Maria", "Anna (2)")
    assert [message.sender for message in load(group, me="anna (2)")[0][0].messages] == ["them", "them", "me"]


@pytest.mark.parametrize(
    ("file", "read"),
    [
        ("account.json", [("Anna Lee", 12), ("Ben", 2), ("Choir", 2)]),
        ("account_without_person.json", [("Anna Lee", 12), ("Ben", 2)]),
    ],
)
def test_an_account_is_read_chat_by_chat_without_notes_to_oneself(file, read):
    chats = formats.read(SAMPLES / file)
    assert [(one.id, len(one.messages)) for one in chats] == read
    assert [message.sender for message in chats[1].messages] == ["them", "me"]
    assert {message.sender for one in chats[2:] for message in one.messages} <= {"them"}


def test_who_is_named_need_not_have_written_in_every_chat():
    two = [said("a"), said("b", {"from": "Cy", "from_id": "user8"})]
    groups = [chat(*two, said("c", ME), type="private_group"), chat(*two, type="private_group")]
    with pytest.raises(UnknownSpeaker) as asked:
        load({"chats": {"list": groups}})
    assert asked.value.names == ("Anna", "Cy", "Maria")
    read = load({"chats": {"list": groups}}, me="Maria")[0]
    assert [[message.sender for message in one.messages] for one in read] == [["them", "them", "me"], ["them", "them"]]
    assert [one.id for one in read] == ["Anna", "Anna (2)"]


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (7, "not an object"),
        ({"type": "message", "text": "zebra"}, "'from' must be a name"),
        (said(7), "'text' must be a string or a list"),
        (said([{"text": {"zebra": 1}}]), "'text' must hold strings"),
        (said("zebra", type=["zebra"]), "'type' is none that is known"),
    ],
)
def test_a_bad_entry_is_told_by_its_place_and_the_rest_is_kept(bad, why):
    read, found = load({"chats": {"list": [chat(said("a")), 5, chat(said("b"), bad, said("c"), name="Cy", id=43)]}})
    assert [[message.text for message in one.messages] for one in read] == [["a"], ["b", "c"]]
    places = {problem.place: problem.why for problem in found.problems}
    assert places["chat 2"] == "no object with a list 'messages'"
    assert places["chat 3"].startswith(f"message 2: {why}")
    assert "zebra" not in str(places)


def test_control_characters_as_telegram_writes_them_are_read():
    data = json.dumps(chat(said("a|b"))).replace("a|b", r"a\x0Bb \\x0B").encode()
    assert formats.read(data)[0].messages[0].text == "a\x0bb \\x0B"


def test_a_zip_around_the_folder_is_read():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ChatExport/messages.html", (SAMPLES / "page.html").read_bytes())
        archive.writestr("ChatExport/photos/1.jpg", b"\xff" * 100)
        archive.writestr("ChatExport/result.json", (SAMPLES / "single.json").read_bytes())
    assert formats.read(packed.getvalue()) == formats.read(SAMPLES / "single.json")
