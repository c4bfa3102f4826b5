"""The corpus format: what a family file may hold, and what is refused with file and line."""

from datetime import UTC, datetime

import pytest

from detector.errors import CorpusError
from detector.training.corpus_text import read_family, split_of

FAMILY = """\
family: ri-900
cast: two people

=== ri-900-a
label: scam
kind: romance_investment
platform: hinge
--- 2026-03-02 19:04
them: hey {wrong_number_hook}
me: who is this
--- 2026-03-04 08:10
them: my uncle knows // the market {!pivot, insider_mentor_tip}
them: put in 200 {!ask, coached_small_start}
me: ok {agrees_to_pay_or_deposit}
"""


@pytest.fixture
def write(tmp_path):
    def _write(text):
        path = tmp_path / "ri-900.txt"
        path.write_text(text, encoding="utf-8")
        return path

    return _write


def test_a_family_is_read_with_marks_turns_and_times(write):
    [chat] = read_family(write(FAMILY))
    assert (chat.family, chat.label, chat.kind) == ("ri-900", "scam", "romance_investment")
    assert (chat.pivot_at, chat.ask_at) == (2, 3)
    assert [sorted(marks) for marks in chat.tactics] == [
        ["wrong_number_hook"], [], ["insider_mentor_tip"], ["coached_small_start"], ["agrees_to_pay_or_deposit"],
    ]  # fmt: skip
    messages = chat.conversation.messages
    assert messages[2].text == "my uncle knows\nthe market"
    assert messages[0].sent_at == datetime(2026, 3, 2, 19, 4, tzinfo=UTC)
    assert [m.sent_at for m in messages] == sorted(m.sent_at for m in messages)


def test_reading_twice_gives_the_same_times(write):
    path = write(FAMILY)
    assert list(read_family(path)) == list(read_family(path))


@pytest.mark.parametrize(
    ("was", "becomes", "complaint"),
    [
        ("family: ri-900", "family: ri-901", "ri-900.txt:1"),
        ("{wrong_number_hook}", "{wrong_hook}", "ri-900.txt:9: unknown tactic 'wrong_hook'"),
        ("{wrong_number_hook}", "{reports_payment_done}", "cannot be said by them"),
        ("me: who is this", "mee: who is this", "ri-900.txt:10"),
        ("me: who is this", "me: who {is} this", "ri-900.txt:10: braces"),
        ("{!ask, coached_small_start}", "{!pivot, coached_small_start}", "!pivot stands twice"),
        ("label: scam", "label: bad", "needs label"),
    ],
)
def test_what_breaks_the_format_is_refused_with_its_place(write, was, becomes, complaint):
    with pytest.raises(CorpusError, match=complaint):
        list(read_family(write(FAMILY.replace(was, becomes))))


def test_a_family_is_in_one_split_for_ever():
    assert {split_of(f"xx-{i:03d}") for i in range(60)} == {"train", "validation", "test"}
    assert split_of("ri-001") == split_of("ri-001")
