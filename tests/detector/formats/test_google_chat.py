"""Google Chat in Takeout: dates in words, who the account is, deleted messages, and bad entries."""

import io
import json
import zipfile

import pytest

from detector import formats
from detector.errors import UnknownSpeaker

DATE = "Monday, March 9, 2026 at 7:04:00 PM UTC"
ANNA = {"name": "Anna", "email": "anna@mail.example", "user_type": "Human"}
ME = {"name": "Maria", "email": "Maria@mail.example", "user_type": "Human"}


def said(text, who=ANNA, **more):
    return {"creator": who, "created_date": DATE, "text": text, "topic_id": "a", "message_id": "a/b"} | more


def load(content, me=None):
    return formats.load(content if isinstance(content, bytes) else json.dumps({"messages": content}).encode(), me)


def takeout(chats, users=(ME,), groups=()):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number, user in enumerate(users):
            archive.writestr(f"Google Chat/Users/User {number}/user_info.json", json.dumps({"user": user}))
        for number, messages in enumerate(chats):
            folder = f"Google Chat/Groups/DM {number}"
            archive.writestr(f"{folder}/messages.json", json.dumps({"messages": messages}))
            archive.writestr(f"{folder}/group_info.json", json.dumps(groups[number] if groups else {"members": []}))
    return out.getvalue()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (DATE, "2026-03-09 19:04:00"),
        ("Monday, March 9, 2026 at 12:04:00\u202fAM UTC", "2026-03-09 00:04:00"),
        ("Montag, 9. März 2026 um 19:04:00 UTC", "2026-03-09 19:04:00"),
        ("mardi 10 mars 2026 à 19:04:00 UTC", "2026-03-10 19:04:00"),
        ("martes, 11 de agosto de 2026, 19:04:00 UTC", "2026-08-11 19:04:00"),
        ("martedì 1 dicembre 2026 alle ore 19:04:00 UTC", "2026-12-01 19:04:00"),
        ("segunda-feira, 9 de fevereiro de 2026 às 19:04:00 UTC", "2026-02-09 19:04:00"),
        ("maandag 9 mei 2026 om 19:04:00 UTC", "2026-05-09 19:04:00"),
        ("2026-03-09T19:04:00Z", "2026-03-09 19:04:00"),
        ("Monday, March 32, 2026 at 7:04:00 PM UTC", None),
        ("Monday, Zebra 9, 2026 at 7:04:00 PM UTC", None),
        ("soon", None),
        (7, None),
    ],
)
def test_dates_in_words_are_read_and_others_are_unknown(written, read):
    sent_at = load([said("a", created_date=written)])[0][0].messages[0].sent_at
    assert (sent_at and f"{sent_at:%Y-%m-%d %H:%M:%S}") == read


@pytest.mark.parametrize(
    ("message", "read"),
    [
        (said("", attached_files=[{"original_name": "a.png"}]), ["[photo]"]),
        (said("look", attached_files=[{"export_name": "File-a?account_id=3.mp4"}]), ["[video] look"]),
        (said("hidden", message_state="DELETED"), []),
        ({"deletion_metadata": {}, "created_date": DATE}, []),
        (said("bye", who={"user_type": "Human"}), ["bye"]),
        (said(""), []),
    ],
)
def test_files_and_deleted_messages_are_told(message, read):
    assert [found.text for found in load([said("first"), message], me="anna")[0][0].messages][1:] == read


def test_one_chat_alone_does_not_say_who_is_me():
    with pytest.raises(UnknownSpeaker) as asked:
        load([said("a"), said("b", ME)])
    assert asked.value.names == ("Anna", "Maria")
    assert [m.sender for m in load([said("a"), said("b", ME)], me="maria")[0][0].messages] == ["them", "me"]


def test_the_takeout_says_who_is_me_and_names_the_chats():
    other_anna = ANNA | {"email": "other@mail.example"}
    chats = [[said("a"), said("b", ME)], [said("c"), said("d", other_anna)], [said("e", ME)]]
    data = takeout(chats, groups=[{"members": []}, {"name": "Club"}, {"members": []}])
    read = load(data)[0]
    assert [(one.id, [m.sender for m in one.messages]) for one in read] == [
        ("Anna", ["them", "me"]),
        ("Club", ["them", "them"]),
        ("google chat", ["me"]),
    ]


@pytest.mark.parametrize("users", [(), (ANNA, ME), ({"name": 7},)])
def test_a_takeout_that_does_not_say_it_asks(users):
    chats = [[said("a"), said("b", ME)], [said("c")]]
    with pytest.raises(UnknownSpeaker) as asked:
        load(takeout(chats, users))
    assert asked.value.names == ("Anna", "Maria")
    read = load(takeout(chats, users), me="Maria")[0]
    assert [[m.sender for m in one.messages] for one in read] == [["them", "me"], ["them"]]


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("zebra", "not an object"),
        ({"text": "zebra", "created_date": DATE}, "'creator' must be an object"),
        (said(["zebra"]), "'text' must be a string"),
    ],
)
def test_a_bad_entry_is_told_by_its_place_and_the_rest_is_kept(bad, why):
    read, found = load(takeout([[said("a")], [said("b"), bad, said("c")]]))
    assert [[message.text for message in one.messages] for one in read] == [["a"], ["b", "c"]]
    assert [(problem.place, problem.why) for problem in found.problems] == [("chat 2", f"message 2: {why}")]
