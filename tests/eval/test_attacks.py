import pytest

from detector.text import normalise
from eval.attacks import PADDING_MSGS, attack, attack_names
from tests.eval.conftest import make_chat

SCAM = make_chat(
    [
        "them: hello, a long day at the harbour office today",
        "me: oh no",
        "them: my uncle says the crypto thing opens for family tonight",
        "me: what thing is that and why",
        "them: deposit it in the wallet now please",
    ],
    pivot_at=2, ask_at=4, marks=[set(), set(), {"insider_mentor_tip"}, {"expresses_doubt"}, {"untraceable_payment"}],
)  # fmt: skip
FILLER = [
    make_chat(
        [f"{who}: ordinary talk number {i}" for i, who in enumerate(["me", "them"] * 30)] + ["them: marked words"],
        label="benign", chat_id="f1", marks=[set()] * 60 + [{"love_bombing"}],
    ),
    make_chat(["them: send the lure money", "me: ok"], ask_at=0, chat_id="f2"),
]  # fmt: skip


@pytest.mark.parametrize("name", attack_names())
def test_turning_points_and_marks_stay_with_what_they_are_about(name):
    found = attack(name, SCAM, FILLER, seed=3)
    assert found.pivot_at is not None
    assert found.ask_at is not None
    assert found.pivot_at < found.ask_at
    assert "insider_mentor_tip" in found.marks[found.pivot_at]
    assert "untraceable_payment" in found.marks[found.ask_at]
    assert found.messages[found.ask_at].sender == "them"
    assert len(found.marks) == len(found.messages)
    assert [message.id for message in found.messages] == [f"c-1-{i}" for i in range(len(found.messages))]
    assert (found.label, found.kind, found.cluster) == (SCAM.label, SCAM.kind, SCAM.cluster)


@pytest.mark.parametrize("name", attack_names())
def test_an_attack_changes_the_texts_and_is_the_same_for_the_same_seed(name):
    found = attack(name, SCAM, FILLER, seed=3)
    assert [message.text for message in found.messages] != [message.text for message in SCAM.messages]
    assert found == attack(name, SCAM, FILLER, seed=3)


@pytest.mark.parametrize("name", attack_names())
def test_times_never_run_backwards(name):
    times = [message.sent_at for message in attack(name, SCAM, FILLER, seed=3).messages]
    assert times == sorted(times)


@pytest.mark.parametrize("name", ["zero_width", "homoglyphs", "spaced_letters"])
def test_disguises_that_the_detector_takes_off_again(name):
    for before, after in zip(SCAM.messages, attack(name, SCAM, FILLER, seed=3).messages, strict=True):
        assert normalise(after.text) == normalise(before.text)


def test_padding_adds_plain_messages_of_benign_chats_only():
    found = attack("benign_padding", SCAM, FILLER, seed=3)
    added = [message.text for message in found.messages if message.text not in {m.text for m in SCAM.messages}]
    assert len(added) == PADDING_MSGS
    assert all(text.startswith("ordinary talk") for text in added)
    assert sum(map(bool, found.marks)) == 3


def test_a_message_sent_in_pieces_has_asked_only_with_its_last_piece():
    found = attack("split_messages", SCAM, FILLER, seed=3)
    assert all(len(message.text.split()) <= 4 for message in found.messages)
    pieces = [i for i, mark in enumerate(found.marks) if "untraceable_payment" in mark]
    assert len(pieces) > 1
    assert found.ask_at == pieces[-1]
    assert " ".join(found.messages[i].text for i in pieces) == SCAM.messages[4].text


def test_a_benign_chat_quotes_a_scam_to_warn_and_stays_unmarked():
    calm = make_chat(["them: dinner at eight", "me: yes"], label="benign", marks=[set(), set()])
    found = attack("quoted_text", calm, FILLER, seed=3)
    assert any("send the lure money" in message.text for message in found.messages)
    assert not any(found.marks)


def test_an_unknown_attack_is_told_with_what_there_is():
    with pytest.raises(ValueError, match=r"no attack 'tyops'.*typos"):
        attack("tyops", SCAM, FILLER, seed=3)
