"""A review says what it rests on, and says so when it cannot judge."""

import hashlib
import json
from datetime import UTC, datetime

import pytest

from detector.review import Evidence, as_json, parts, review
from detector.types import Conversation, Level, Message
from tests.extension_backend.fakes import fake_judge

SCRIPT = [
    ("them", "good morning my darling, how are you"),
    ("me", "I am fine, thanks, and you?"),
    ("them", "my uncle gives me tips, the profit is sure"),
    ("me", "that sounds good"),
    ("them", "deposit 500 usdt to TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"),
]


def judged(said, evidence=None):
    messages = tuple(
        Message(str(i), sender, text, datetime(2026, 3, 1 + i, tzinfo=UTC)) for i, (sender, text) in enumerate(said)
    )
    return review(Conversation("c", messages, "whatsapp"), fake_judge(), evidence)


def test_an_alert_names_the_message_its_reasons_and_what_to_do():
    found = judged(SCRIPT)
    last = found.alerts[-1]
    assert last.level == found.assessment.level == Level.DANGER
    assert last.raised_at in {"2", "4"}
    assert {reason.message_id for reason in last.reasons} <= {"0", "2", "4"}
    assert all(reason.why for reason in last.reasons)
    assert last.advice


def test_alerts_rise():
    levels = [alert.level for alert in judged(SCRIPT).alerts]
    assert levels == sorted(levels)
    assert len(levels) >= 2


def test_each_message_stands_on_the_timeline_with_what_was_found_in_it():
    found = judged(SCRIPT)
    assert len(found.timeline) == len(SCRIPT)
    assert [bool(moment.findings) for moment in found.timeline] == [True, False, True, False, True]
    assert [(one.kind, one.valid) for one in found.timeline[4].indicators] == [("tron", True)]


@pytest.mark.parametrize(
    ("said", "why_not", "assessable"),
    [
        ([], "no_text", False),
        ([("them", " "), ("me", "")], "no_text", False),
        ([("them", "hola, qué tal estás hoy, yo muy bien, muchas gracias por todo")], "not_assessable", False),
        (SCRIPT + [("them", "hola, qué tal estás hoy, yo muy bien, muchas gracias")] * 20, "partly_assessable", True),
        ([("them", "good morning"), ("me", "good morning to you")], None, True),
    ],
    ids=["empty", "no text", "spanish", "turned spanish", "english"],
)
def test_what_cannot_be_judged_is_said(said, why_not, assessable):
    found = judged(said)
    assert (found.why_not, found.assessment.assessable) == (why_not, assessable)
    if not assessable:
        shown = as_json(found)
        assert (shown["level"], shown["risk"], shown["findings"]) == (None, None, [])


@pytest.mark.parametrize(("sender", "note"), [("them", "only_them"), ("me", "only_me")])
def test_a_chat_with_one_side_only_is_said_to_be_one(sender, note):
    assert judged([(sender, "good morning")]).notes == (note,)


@pytest.mark.parametrize(
    ("text", "distress"),
    [("they said I would be beaten if I stop writing to you", True), ("they said I could stay until May", False)],
)
def test_signs_of_a_captive_sender_are_told(text, distress):
    assert judged([("them", text)]).assessment.distress == distress


def test_the_json_holds_the_evidence_and_no_message_text():
    data = b"the file"
    shown = json.dumps(as_json(judged(SCRIPT, Evidence.of(data, "chat.txt"))))
    assert hashlib.sha256(data).hexdigest() in shown
    assert not any(text in shown for _, text in SCRIPT)
    assert "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t" in shown


@pytest.mark.parametrize(("count", "most", "expected"), [(0, 5, 0), (3, 5, 3), (5, 5, 5), (17, 5, 5)])
def test_the_parts_of_a_timeline_cover_every_message_once(count, most, expected):
    found = parts(judged([("them", "good morning")] * count).timeline, most)
    covered = [number for part in found for number in range(part.first, part.last + 1)]
    assert covered == list(range(1, count + 1))
    assert len(found) == expected


def test_a_part_has_its_highest_risk():
    moments = judged(SCRIPT).timeline
    (whole,) = parts(moments, 1)
    assert whole.risk == max(moment.risk for moment in moments)
    assert whole.level == max(moment.level for moment in moments)
