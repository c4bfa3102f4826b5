"""`program@COMMAND`: another program as a system, here small ones in Python."""

import json
import shlex
import sys

import pytest

from detector.types import Level
from eval.baselines.program import ProgramError, build
from eval.systems import Setting, WithThreshold, open_system
from tests.eval.conftest import make_chat

CHAT = make_chat(["them: hello secret", "me: hi", "them: send usdt secret"])
LOOP = """import json, sys
for line in sys.stdin:
    texts = [message["text"] for message in json.loads(line)["messages"]]
"""


@pytest.fixture
def program(tmp_path):
    def program(body):
        file = tmp_path / "a program.py"
        file.write_text(LOOP + "".join(f"    {line}\n" for line in body.splitlines()))
        return shlex.join([sys.executable, str(file)])

    return program


def answer(what):
    return f"print(json.dumps({what}), flush=True)"


def test_each_beginning_of_a_chat_is_one_line_and_gets_one_answer(program):
    scored = build(
        Setting(), program(answer("{'risk': 0.9 * any('usdt' in t for t in texts) + len(texts) / 100}"))
    ).score(CHAT)
    assert scored.risk == pytest.approx([0.01, 0.02, 0.93])
    assert scored.levels == ()


def test_the_line_holds_id_sender_text_and_time_and_not_the_label(program, tmp_path):
    seen = tmp_path / "seen.jsonl"
    build(Setting(), program(f"open({str(seen)!r}, 'a').write(line)\n" + answer("{'risk': 0}"))).score(CHAT)
    last = json.loads(seen.read_text().splitlines()[-1])
    assert set(last) == {"id", "messages"}
    assert last["messages"][1] == {"sender": "me", "text": "hi", "sent_at": "2026-03-02T19:05:00+00:00"}


def test_levels_of_its_own_are_kept(program):
    scored = build(Setting(), program(answer("{'risk': 0.5, 'level': 'warning' if len(texts) > 2 else 'none'}"))).score(
        CHAT
    )
    assert scored.levels == (Level.NONE, Level.NONE, Level.WARNING)


def test_without_levels_it_gets_a_threshold_from_the_validation_part(program):
    calm = make_chat(["them: hello"], label="benign")
    command = program(answer("{'risk': 0.8 if 'usdt' in texts[-1] else 0.2}"))
    system = open_system(f"program@{command}", Setting(validation=[calm]))
    assert isinstance(system, WithThreshold)
    assert system.score(CHAT).levels == (Level.NONE, Level.NONE, Level.WARNING)


@pytest.mark.parametrize(
    "body",
    [answer("{'risk': 1.2}"), answer("{'risk': float('nan')}"), answer("{'risk': True}"), answer("{'level': 'none'}"),
     answer("[0.5]"), answer("{'risk': 0.5, 'level': 'loud'}"), "print('secret', flush=True)", "print(flush=True)",
     r"sys.stdout.buffer.write(b'\xff\n'); sys.stdout.flush()"],
)  # fmt: skip
def test_an_answer_of_another_form_is_told_with_its_place_and_without_the_chat(program, body):
    with pytest.raises(ProgramError, match="chat c-1, message 1: its answer is not") as error:
        build(Setting(), program(body)).score(CHAT)
    assert "secret" not in str(error.value)


def test_a_program_that_dies_is_told_with_its_exit_code(program):
    with pytest.raises(ProgramError, match="chat c-1, message 3: it ended with exit code 7"):
        build(Setting(), program("len(texts) > 2 and sys.exit(7)\n" + answer("{'risk': 0}"))).score(CHAT)


def test_a_silent_program_is_told(program, monkeypatch):
    monkeypatch.setattr("eval.baselines.program.SILENCE_S", 0.3)
    with pytest.raises(ProgramError, match=r"no answer in 0\.3 s; does it flush"):
        build(Setting(), program("pass")).score(CHAT)


def test_levels_for_some_messages_only_are_refused(program):
    with pytest.raises(ProgramError, match="a level for some messages"):
        build(Setting(), program(answer("{'risk': 0} | ({'level': 'none'} if len(texts) > 1 else {})"))).score(CHAT)


@pytest.mark.parametrize("command", ["/no/such/program", "'unbalanced", " "])
def test_a_command_that_cannot_start_is_told(command):
    with pytest.raises(ProgramError, match="cannot start"):
        build(Setting(), command)


def test_the_program_ends_with_its_system(program):
    system = build(Setting(), program(answer("{'risk': 0}")))
    process = system._process
    del system
    assert process.poll() is not None
