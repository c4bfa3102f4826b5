"""The project's own format: what is written is read again, and a bad line is told by its number alone."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector import formats
from detector.errors import UnreadableChat
from detector.formats import transcript
from detector.types import Conversation, Message

TIMES = st.none() | st.datetimes(timezones=st.timezones()).map(lambda t: t.astimezone(__import__("datetime").UTC))
CHATS = st.builds(
    lambda name, said: Conversation(
        name, tuple(Message(str(i), sender, text, at) for i, (sender, text, at) in enumerate(said)), "telegram"
    ),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
    st.lists(
        st.tuples(st.sampled_from(["them", "me"]), st.text(st.characters(exclude_categories=["Cs"])), TIMES), min_size=1
    ),
)
GOOD = '{"id":"a","messages":[{"sender":"them","text":"hi"}]}'


@given(chat=CHATS)
def test_what_is_written_is_read_again(chat):
    assert transcript.conversation(transcript.dump(chat), 1) == chat


@pytest.mark.parametrize(
    "data",
    [
        GOOD,
        f"\n{GOOD}\n\n",
        f"[{GOOD}]",
        json.dumps(json.loads(GOOD), indent=2),
        json.dumps([json.loads(GOOD)], indent=1),
    ],
    ids=["one line", "empty lines", "a list", "an indented object", "an indented list"],
)
def test_json_is_read_however_it_is_laid_out(data):
    assert [m.text for m in formats.read(data.encode())[0].messages] == ["hi"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('{"messages": secret', "not JSON"),
        ("[" * 100_000, "not JSON"),
        ('{"messages": {}}', "list 'messages'"),
        ('{"messages": [{"sender": "anna", "text": "secret"}]}', "message 1: 'sender'"),
        ('{"messages": [{"sender": "me", "text": 7}]}', "message 1: 'text'"),
        ('{"messages": [{"sender": "me", "text": "secret", "sent_at": "soon"}]}', "message 1: 'sent_at'"),
        (
            '{"messages": [{"sender": "me", "text": "x", "sent_at": "0001-01-01T00:00:00+12:00"}]}',
            "message 1: 'sent_at'",
        ),
    ],
)
def test_a_bad_line_is_told_by_number_and_reason_and_the_rest_is_kept(line, why):
    conversations, found = formats.load(f"{GOOD}\n{line}\n{GOOD}".encode())
    assert len(conversations) == 2
    assert [problem.line for problem in found.problems] == [2]
    assert why in found.problems[0].why
    assert "secret" not in found.problems[0].why


def test_a_file_of_bad_lines_only_is_unreadable_and_says_where():
    with pytest.raises(UnreadableChat, match="line 1: message 1: 'text'"):
        formats.read(b'{"messages": [{"sender": "me"}]}')


def test_half_characters_are_replaced_so_that_they_can_be_written_again():
    chat = transcript.conversation(r'{"messages": [{"sender": "me", "text": "a\ud83d b \ud83d\ude0a"}]}', 1)
    assert chat.messages[0].text == "a\ufffd b 😊"


def test_a_time_without_a_zone_counts_as_utc_and_others_become_utc():
    line = '{"messages": [{"sender":"me","text":"a","sent_at":"2026-03-02T19:04:00%s"}]}'
    hours = [transcript.conversation(line % zone, 1).messages[0].sent_at.hour for zone in ("", "Z", "+02:00")]
    assert hours == [19, 19, 17]
