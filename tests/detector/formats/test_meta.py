"""Downloads of Instagram and Messenger: repaired letters, parts of a chat, and what the programs say themselves."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from detector import formats
from detector.errors import UnknownSpeaker, UnreadableChat
from detector.formats import _source

SAMPLES = Path(__file__).parent


def said(content=None, who="Anna", at=0, **more):
    words = {} if content is None else {"content": content}
    return {"sender_name": who, "timestamp_ms": 1773083040000 + at * 1000} | words | more


def thread(*messages, people=("Anna", "Maria"), title="Anna"):
    return {
        "participants": [{"name": name} for name in people],
        "messages": list(messages),
        "title": title,
        "thread_path": "inbox/anna_1",
    }


def load(content, me=None):
    return formats.load(content if isinstance(content, bytes) else json.dumps(content).encode(), me)


def texts(*messages):
    return [message.text for message in load(thread(said("first"), *messages))[0][0].messages][1:]


def packed(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content if isinstance(content, bytes) else json.dumps(content))
    return out.getvalue()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("it\u00e2\u0080\u0099s \u00f0\u009f\u0098\u008a", "it’s 😊"),
        ("caf\u00c3\u00a9", "café"),
        ("voil\u00c3\u00a0 and \u00c3\u0085", "voilà and Å"),
        ("cut off \u00f0\u009f\u0098", "cut off \u00f0\u009f\u0098"),
        ("café", "café"),
        ("it’s CAFÉ» 😊", "it’s CAFÉ» 😊"),
    ],
)
def test_letters_that_were_written_byte_by_byte_are_repaired(written, read):
    assert texts(said(written)) == [read]


@pytest.mark.parametrize(
    ("message", "read"),
    [
        (said(photos=[{"uri": "a.jpg"}, {"uri": "b.jpg"}]), ["[photo] [photo]"]),
        (said("look", videos=[{"uri": "a.mp4"}]), ["[video] look"]),
        (said(audio_files=[{"uri": "a.mp4"}]), ["[voice message]"]),
        (said(gifs=[{"uri": "a.gif"}]), ["[gif]"]),
        (said(sticker={"uri": "a.png"}), ["[sticker]"]),
        (said(files=[{"uri": "a.pdf"}]), ["[document]"]),
        (said("see", share={"link": "https://a.example"}), ["see https://a.example"]),
        (said("see https://a.example", share={"link": "https://a.example"}), ["see https://a.example"]),
        (said("Anna sent an attachment.", share={"link": "https://a.example"}), ["https://a.example"]),
        (said("Anna sent a photo.", photos=[{"uri": "a.jpg"}]), ["[photo]"]),
        (said("Anna sent an attachment."), ["[media]"]),
        (said("Cy sent a photo."), ["Cy sent a photo."]),
        (said("The call.", call_duration=130, type="Call"), ["[call 2 min]"]),
        (said("Anna started a video chat", call_duration=0), []),
        (said("Video chat ended", call_duration=130), ["[video call 2 min]"]),
        (said("Anna called you.", call_duration=0, missed=True, type="Call"), ["[missed call]"]),
        (said("You missed a video chat with Anna."), ["[missed call]"]),
        (said("hidden", is_unsent=True), []),
        (said("Anna unsent a message."), []),
        (said("Liked a message"), []),
        (said("Reacted \u00f0\u009f\u0098\u008d to your message "), []),
        (said("Anna changed the theme to Ocean."), []),
        (said("Anna and I changed the theme"), ["Anna and I changed the theme"]),
        (said("I liked a message"), ["I liked a message"]),
        (said("joined", type="Subscribe"), []),
        (said(), []),
    ],
)
def test_media_calls_and_notices_are_told_from_words(message, read):
    assert texts(message) == read


def test_parts_of_one_chat_are_put_in_order():
    data = packed(
        {
            f"messages/inbox/anna_1/message_{part}.json": thread(
                *(said(f"{part}{one}", at=100 - 10 * part - one) for one in range(3))
            )
            for part in (1, 2, 10)
        }
        | {"messages/inbox/anna_1/photos/1.jpg": b"\xff\xd8", "no-data.txt": b"nothing"}
    )
    read = load(data)[0]
    assert [message.text for message in read[0].messages] == ["102", "101", "100", "22", "21", "20", "12", "11", "10"]


def test_many_chats_of_one_account_tell_who_is_me():
    data = packed(
        {
            "your_instagram_activity/messages/inbox/anna_1/message_1.json": thread(said("a")),
            "your_instagram_activity/messages/inbox/ben_2/message_1.json": thread(
                said("b", "Ben"), said("c", "Maria"), people=("Ben", "Maria"), title="Ben"
            ),
            "your_instagram_activity/messages/inbox/club_3/message_1.json": thread(
                said("d", "Ben"), said("e", "Cy"), people=("Ben", "Cy", "Maria"), title="Club"
            ),
        }
    )
    read = load(data)[0]
    assert {one.platform for one in read} == {"instagram"}
    assert {one.id: [(m.sender, m.text) for m in one.messages] for one in read} == {
        "Anna": [("them", "a")],
        "Ben": [("them", "b"), ("me", "c")],
        "Club": [("them", "d"), ("them", "e")],
    }


def test_encrypted_chats_in_a_zip_are_one_chat_each():
    encrypted = (SAMPLES / "messenger" / "encrypted.json").read_bytes()
    read = load(packed({"Anna Lee_7.json": encrypted, "Anna Lee_8.json": encrypted, "media/a.jpeg": b"\xff"}))[0]
    assert [one.id for one in read] == ["Anna Lee", "Anna Lee (2)"]
    assert read[0] == formats.read(SAMPLES / "messenger" / "expected.jsonl")[0]


def test_a_group_is_asked_about_and_a_chat_of_two_is_not():
    assert [m.sender for m in load(thread(said("a"), said("b", "Maria")))[0][0].messages] == ["them", "me"]
    group = thread(said("a"), said("b", "Maria"), said("c", "Cy"), people=("Anna", "Maria", "Cy"), title="Club")
    with pytest.raises(UnknownSpeaker) as asked:
        load(group)
    assert asked.value.names == ("Anna", "Maria", "Cy")
    assert [m.sender for m in load(group, me="cy")[0][0].messages] == ["them", "them", "me"]


def test_an_account_that_was_deleted_since_still_speaks():
    read = load(thread(said("a", ""), said("b", "Maria"), people=("", "Maria"), title=""), me="maria")[0][0]
    assert [message.sender for message in read.messages] == ["them", "me"]


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("zebra", "not an object"),
        ({"content": "zebra", "timestamp_ms": 1}, "'sender_name' must be a string"),
        (said(["zebra"]), "'content' must be a string"),
        (said(share={"link": 7}), "'link' must be a string"),
    ],
)
def test_a_bad_entry_is_told_by_its_place_and_the_rest_is_kept(bad, why):
    files = {f"inbox/anna_1/message_{part}.json": thread(said("a"), bad) for part in (1, 2)}
    read, found = load(packed(files | {"inbox/anna_1/message_3.json": {"messages": 5}}))
    assert [message.text for message in read[0].messages] == ["a", "a"]
    assert [f"{problem.place}: {problem.why}" for problem in found.problems] == [
        f"chat 1: message 2: {why}",
        f"chat 1: part 2: message 2: {why}",
        "chat 1: part 3: no object with a list 'messages'",
    ]


def test_times_that_are_none_are_unknown_and_the_message_stays():
    strange = [said(str(value), timestamp_ms=value) for value in ("soon", True, None, 1e300, float("nan"), -1e18)]
    assert [message.sent_at for message in load(thread(*strange))[0][0].messages] == [None] * 6


def test_parts_that_are_too_large_together_are_refused(monkeypatch):
    part = json.dumps(thread(said("a" * 300))).encode()
    data = packed({f"inbox/anna_1/message_{number}.json": part for number in range(1, 9)})
    monkeypatch.setattr(_source, "MAX_BYTES", 6 * len(part))
    with pytest.raises(UnreadableChat, match="too large together"):
        load(data)
