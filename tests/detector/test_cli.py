"""The commands as a person types them: what they print, where they write, how they end."""

import io
import json

import pytest

from detector import cli
from detector.engine import Detector
from detector.errors import WeightsMissing
from detector.policy import Policy
from tests.extension_backend.fakes import fake_detector

SCRIPT = """\
[13/03/2026, 10:00:00] Anna: good morning my darling, how are you
[13/03/2026, 10:01:00] Maria: I am fine, thanks
[14/03/2026, 10:00:00] Anna: my uncle gives me tips, the profit is sure
[15/03/2026, 10:00:00] Anna: deposit 500 usdt to TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t
"""


@pytest.fixture(autouse=True)
def fake_weights(monkeypatch):
    monkeypatch.setattr(Detector, "load", lambda *_: fake_detector())
    monkeypatch.setattr(Policy, "named", lambda *_: Policy(caution=0.25, warning=0.6, danger=0.9))


@pytest.fixture
def chat(tmp_path):
    path = tmp_path / "chat.txt"
    path.write_text(SCRIPT, encoding="utf-8")
    return path


@pytest.fixture
def run(capsys, monkeypatch):
    """Runs a command; exit code, output, errors."""
    monkeypatch.setenv("COLUMNS", "100")

    def command(*arguments, stdin=b""):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = cli.main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return command


def test_check_shows_verdict_timeline_messages_and_advice(run, chat):
    code, out, _ = run("check", chat, "--me", "Maria")
    assert code == 0
    for shown in (
        "Please stop before you send anything",
        "romance that leads to an investment",
        "█",
        "my uncle gives me tips",
        "Somebody close to them has inside knowledge.",
        "What you can do now",
        "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
        "SHA-256",
    ):
        assert shown in out
    assert "scammer" not in out.lower()


def test_check_reads_the_standard_input(run):
    code, out, _ = run("check", "-", stdin=b"Anna: good morning\nMe: good morning, how are you")
    assert code == 0
    assert "Nothing suspicious found so far" in out


def test_check_as_json_is_one_line_without_the_texts(run, chat):
    code, out, _ = run("check", chat, "--me", "maria", "--json")
    shown = json.loads(out)
    assert (code, shown["level"], shown["n_messages"]) == (0, "danger", 4)
    assert "good morning" not in out


def test_check_asks_for_the_name_that_it_needs(run, chat):
    code, out, err = run("check", chat)
    assert (code, out) == (2, "")
    assert "--me NAME" in err
    assert "Anna" in err
    assert "Maria" in err


def test_at_a_terminal_the_name_is_chosen_from_a_list(chat, monkeypatch, capsys):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr("sys.stdin", Terminal("2\n"))
    assert cli.main(["check", str(chat), "--json"]) == 0
    assert [moment["sender"] for moment in json.loads(capsys.readouterr().out)["timeline"]] == [
        *("them", "me", "them", "them")
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Juan: hola guapa, cómo estás hoy\nMe: muy bien gracias, y tú qué haces", "cannot judge this chat"),
        ('{"messages": [{"sender": "me", "text": "  "}]}', "nothing to judge yet"),
        ("Anna: good morning my dear", "Only one side"),
        ("Me: good morning to you", "Only your own messages"),
    ],
)
def test_what_cannot_be_judged_is_said_and_never_called_safe(run, text, said):
    code, out, _ = run("check", "-", stdin=text.encode())
    assert code == 0
    assert said in " ".join(out.split())


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"just words", "Name: text"),
        (b"", "empty"),
        (b"PK\x03\x04junk", "zip is damaged"),
        (b'{"messages": 3, "sender": "me"}', "line 1"),
    ],
)
def test_a_file_that_cannot_be_read_ends_with_2_and_says_why(run, data, said):
    code, out, err = run("check", "-", stdin=data)
    assert (code, out) == (2, "")
    assert said in err


def test_a_missing_file_ends_with_2(run, tmp_path):
    code, _, err = run("check", tmp_path / "none.txt")
    assert code == 2
    assert "none.txt" in err


def test_score_writes_the_lines_and_tells_of_bad_ones(run, tmp_path):
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": "a", "messages": [{"sender": "them", "text": "good morning"}]}\n{bad\n')
    code, _, err = run("score", source, "-o", out)
    assert code == 1
    assert "line 2: not JSON" in err
    assert json.loads(out.read_text())["id"] == "a"


def test_convert_writes_transcript_jsonl_that_is_read_again(run, chat, tmp_path):
    out = tmp_path / "out.jsonl"
    assert run("convert", chat, "--me", "Maria", "-o", out)[0] == 0
    messages = json.loads(out.read_text())["messages"]
    assert messages[1] == {"sender": "me", "text": "I am fine, thanks", "sent_at": "2026-03-13T10:01:00Z"}
    assert run("check", out, "--json")[0] == 0


def test_info_names_the_model_the_formats_and_the_limits(run):
    code, out, _ = run("info")
    assert code == 0
    for shown in ("fake-1", "English only", "WhatsApp export", "default, early, strict"):
        assert shown in out


def test_without_weights_info_says_so_and_check_ends_with_3(run, chat, monkeypatch):
    def missing(*_):
        raise WeightsMissing("get a fresh copy, or run: make train")

    monkeypatch.setattr(Detector, "load", missing)
    assert run("info")[0] == 3
    code, out, err = run("check", chat, "--me", "Maria")
    assert (code, out) == (3, "")
    assert "make train" in err
