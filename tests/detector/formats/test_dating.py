"""What dating apps give out: Tinder's and Hinge's data, with your side of the chats at most."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from detector import formats
from detector.errors import UnknownFormat, UnreadableChat

HERE = Path(__file__).parent
WHEN = "Mon, 09 Mar 2026 19:04:00 GMT"


def tinder(*messages):
    return {"Usage": {}, "Messages": [{"match_id": "Match 1", "messages": list(messages)}]}


def mine(text="hi", **more):
    return {"to": 0, "from": "You", "message": text, "sent_date": WHEN} | more


def hinge(*chats):
    return [{"match": [{"timestamp": "2026-03-09 18:00:00", "type": "match"}], "chats": list(chats)}]


def hinge_mine(text="hi"):
    return {"body": text, "timestamp": "2026-03-09 19:04:00", "type": "chats"}


def load(data):
    return formats.load(json.dumps(data).encode())


def zipped(name, data):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("photos/1.jpg", b"\xff")
        archive.writestr(name, data)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("folder", "variant", "name"),
    [
        ("tinder", "one_line.json", "data.json"),
        ("tinder", "one_line.json", "myData/data.json"),
        ("hinge", "spaces.json", "export/matches.json"),
    ],
)
def test_the_zip_is_read_as_it_comes(folder, variant, name):
    data = (HERE / folder / variant).read_bytes()
    assert formats.read(zipped(name, data)) == formats.read(data)


@pytest.mark.parametrize("data", [tinder(mine()), hinge(hinge_mine())], ids=["tinder", "hinge"])
def test_an_export_of_one_side_says_that_the_other_is_missing(data):
    chats, found = load(data)
    assert [m.sender for m in chats[0].messages] == ["me"]
    assert "only your own messages" in found.problems[0].why


@pytest.mark.parametrize(
    ("message", "read"),
    [
        (mine("don&rsquo;t &lt;3 &amp; me"), "don’t <3 & me"),
        (mine("https://media.example.com/a.gif", type="gif"), "[gif]"),
        (mine("x", type="contact_card"), "[contact]"),
        (mine("hi", type=1), "hi"),
        (mine("hi", type="vibes"), "hi"),
        (mine("a\ud83d b"), "a\ufffd b"),
    ],
)
def test_what_was_written_on_tinder(message, read):
    assert [m.text for m in load(tinder(message))[0][0].messages] == [read]


BAD_TINDER = [mine(None), mine(7), mine(" "), mine("secret", **{"from": None}), "secret", 7]
BAD_HINGE = [hinge_mine(None), hinge_mine(7), hinge_mine(""), "secret", None]


@pytest.mark.parametrize(
    "data",
    [
        *(tinder(mine("a"), bad, mine("b")) for bad in BAD_TINDER),
        *(hinge(hinge_mine("a"), bad, hinge_mine("b")) for bad in BAD_HINGE),
    ],
)
def test_a_bad_message_is_told_by_its_place_and_the_others_are_kept(data):
    chats, found = load(data)
    assert [m.text for m in chats[0].messages] == ["a", "b"]
    assert [problem.place for problem in found.problems[1:]] == ["match 1"]
    assert found.problems[1].why.startswith("message 2: ")
    assert "secret" not in str(found.problems)


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({"Messages": ["secret", *tinder(mine())["Messages"]]}, "match 1"),
        ([*hinge(hinge_mine()), {"chats": "secret"}], "match 2"),
        ([*hinge(hinge_mine()), "secret"], "match 2"),
    ],
)
def test_a_bad_match_is_told_by_its_place_and_the_others_are_kept(data, place):
    chats, found = load(data)
    assert len(chats) == 1
    assert [problem.place for problem in found.problems[1:]] == [place]
    assert "secret" not in str(found.problems)


@pytest.mark.parametrize(
    "data", [tinder(mine("a"), mine("secret")), hinge(hinge_mine("a"), hinge_mine("secret"))], ids=["tinder", "hinge"]
)
def test_a_download_that_broke_off_is_read_up_to_there(data):
    text = json.dumps(data)
    chats, found = formats.load(text[: text.index("secret")].encode())
    assert [m.text for m in chats[0].messages] == ["a"]
    assert any("cut off" in problem.why for problem in found.problems)


@pytest.mark.parametrize("message", [mine(sent_date="soon"), mine(sent_date=None), mine(sent_date=-(10**400))])
def test_a_time_that_cannot_be_understood_is_unknown(message):
    assert load(tinder(message))[0][0].messages[0].sent_at is None


@pytest.mark.parametrize("data", [tinder(), hinge()], ids=["tinder", "hinge"])
def test_an_export_without_messages_is_unreadable(data):
    with pytest.raises(UnreadableChat, match="no message"):
        load(data)


@pytest.mark.parametrize("data", [{"Messages": []}, {"Messages": 7}, [], [{"chats": []}], [{"like": [7]}]])
def test_other_json_is_not_taken_for_it(data):
    with pytest.raises(UnknownFormat):
        load(data)


def test_a_bomb_in_a_zip_is_refused():
    with pytest.raises(UnreadableChat, match="too large"):
        formats.read(zipped("data.json", " " * 40_000_000))
