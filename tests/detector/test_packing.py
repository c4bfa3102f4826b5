"""The command `pack` as a person types it: what it writes, what it says, and what it refuses."""

import json
import stat
import subprocess
import sys
import zipfile

import pytest

from detector import cli
from detector.engine import Detector
from detector.policy import Policy
from tests.extension_backend.fakes import fake_detector

CHAT = """\
[13/03/2026, 10:00:00] Anna: good morning my darling Maria
[13/03/2026, 10:01:00] Maria Silva: I am fine, my number is +1 202 555 0147
[14/03/2026, 10:00:00] Anna: my uncle gives me tips, the profit is sure
[15/03/2026, 10:00:00] Anna: deposit 500 usdt to TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t
"""
TWO = "".join(json.dumps({"id": i, "messages": [{"sender": "them", "text": f"chat {i}"}]}) + "\n" for i in "ab")


@pytest.fixture(autouse=True)
def fake_weights(monkeypatch):
    monkeypatch.setattr(Detector, "load", lambda *_: fake_detector())
    monkeypatch.setattr(Policy, "named", lambda *_: Policy(caution=0.25, warning=0.6, danger=0.9))
    monkeypatch.setenv("COLUMNS", "500")


@pytest.fixture
def run(tmp_path, capsys):
    """Packs a text with more arguments; exit code, what was printed, and the folder."""

    def command(text, *arguments):
        file = tmp_path / "chat.txt"
        file.write_text(text, encoding="utf-8")
        code = cli.main(["pack", str(file), "-o", str(tmp_path / "pack.zip"), *arguments])
        captured = capsys.readouterr()
        return code, captured.out + captured.err

    return command


def read(folder, name):
    with zipfile.ZipFile(folder / "pack.zip") as archive:
        return archive.read(name).decode("utf-8-sig")


def test_it_writes_the_pack_with_the_file_as_it_was(run, tmp_path):
    code, said = run(CHAT, "--me", "Maria Silva", "--notes", "She called.", "--country", "gb")
    assert code == 0
    assert str(tmp_path / "pack.zip") in said
    assert read(tmp_path, "original/chat.txt") == CHAT
    assert "She called." in read(tmp_path, "report.html")
    assert "0300 123 2040" in read(tmp_path, "report.html")
    assert [line.split(",")[1] for line in read(tmp_path, "custody.csv").splitlines()[1:]] == [
        "read",
        "judged",
        "packed",
    ]
    assert not (tmp_path / "pack.key.json").exists()


def test_the_redacted_copy_has_its_key_beside_it(run, tmp_path):
    code, said = run(CHAT, "--me", "Maria Silva", "--redact", "--redact-word", "uncle")
    assert code == 0
    assert str(tmp_path / "pack.key.json") in said
    text = read(tmp_path, "transcript.jsonl")
    assert "Maria" not in text
    assert "555 0147" not in text
    assert "my [WORD 1] gives me tips" in text
    assert stat.S_IMODE((tmp_path / "pack.key.json").stat().st_mode) == 0o600


def test_a_picked_word_alone_makes_it_a_redacted_copy(run, tmp_path):
    assert run(CHAT, "--me", "Maria Silva", "--redact-word", "uncle")[0] == 0
    assert "uncle" not in read(tmp_path, "transcript.jsonl")


@pytest.mark.parametrize("there", ["pack.zip", "pack.key.json"])
def test_nothing_is_overwritten(run, tmp_path, there):
    (tmp_path / there).write_text("older evidence")
    code, said = run(CHAT, "--me", "Maria Silva", "--redact")
    assert code == 2
    assert "there already" in said
    assert (tmp_path / there).read_text() == "older evidence"


@pytest.mark.parametrize("arguments", [(), ("--chat", "0"), ("--chat", "3")])
def test_of_several_chats_one_must_be_named(run, tmp_path, arguments):
    code, said = run(TWO, *arguments)
    assert code == 2
    assert "holds 2 chats" in said
    assert not (tmp_path / "pack.zip").exists()


def test_the_named_chat_is_packed(run, tmp_path):
    assert run(TWO, "--chat", "2")[0] == 0
    assert "chat b" in read(tmp_path, "transcript.jsonl")
    assert "chat a" not in read(tmp_path, "transcript.jsonl")


def test_the_other_commands_load_nothing_of_it():
    script = "import sys, detector.cli; sys.exit(bool({'fpdf', 'stix2', 'phonenumbers', 'jinja2'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", script]).returncode == 0
