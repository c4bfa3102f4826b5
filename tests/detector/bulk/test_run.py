"""A bulk run writes one line a conversation, in order, and loses nothing when it is cut off."""

import json

import pytest

from detector import bulk, engine
from detector.bulk import inputs, local, run
from detector.errors import OtherRun
from detector.windows import CONTEXT_MSGS
from tests.extension_backend.fakes import fake_judge

THEIRS = [
    "good morning my darling",
    "my uncle gives me tips",
    "the profit is sure",
    "deposit today",
    "I would be beaten",
]


def line(name, texts):
    return json.dumps({"id": name, "messages": [{"sender": "them", "text": text} for text in texts]})


CHATS = [
    line("scam", THEIRS),
    line("calm", ["good morning, how are you", "see you at the station"]),
    line("empty", []),
    line("spanish", ["hola, qué tal estás hoy, yo muy bien, muchas gracias por todo"]),
    *(line(f"more-{i}", THEIRS[: i % 6]) for i in range(20)),
]


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(CHATS) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def judge():
    return fake_judge()


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out.jsonl"


def set_batch(monkeypatch, size):
    for module in (engine, local, run):
        monkeypatch.setattr(module, "BATCH_MSGS", size)


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    set_batch(monkeypatch, 12)


def written(path):
    return [json.loads(found) for found in path.read_text(encoding="utf-8").splitlines()]


def test_the_output_has_one_line_a_conversation_in_order(source, out, judge):
    tally = bulk.score([source], out, judge, "default")
    assert [found["id"] for found in written(out)] == [json.loads(chat)["id"] for chat in CHATS]
    assert (tally.scored, tally.bad_lines, tally.not_judged) == (24, 0, 6)


def test_a_line_holds_the_verdict_and_every_message(source, out, judge):
    bulk.score([source], out, judge, "default")
    scam, calm, empty, spanish = written(out)[:4]
    assert list(scam) == [
        *("id", "risk", "level", "alert_at", "caution_at", "script", "stage", "distress_at", "messages")
    ]
    risks = [message["risk"] for message in scam["messages"]]
    levels = [message["level"] for message in scam["messages"]]
    assert (scam["risk"], scam["level"]) == (max(risks), "danger")
    assert scam["alert_at"] == min(levels.index(level) for level in ("warning", "danger") if level in levels)
    assert scam["caution_at"] <= scam["alert_at"] < scam["distress_at"] == 4
    assert list(scam["messages"][0]) == ["risk", "level", "tactics"]
    assert scam["messages"][0]["tactics"] == {"love_bombing": pytest.approx(0.94, abs=0.05)}
    assert (calm["level"], calm["alert_at"], calm["caution_at"], calm["distress_at"]) == ("none", None, None, None)
    assert (empty["risk"], empty["messages"]) == (0.0, [])
    assert [message["tactics"] for message in spanish["messages"]] == [{}]


def test_batches_change_nothing(source, out, judge, tmp_path, monkeypatch):
    bulk.score([source], out, judge, "default")
    set_batch(monkeypatch, CONTEXT_MSGS + 10_000)
    bulk.score([source], tmp_path / "other.jsonl", judge, "default")
    assert (tmp_path / "other.jsonl").read_bytes() == out.read_bytes()


@pytest.mark.parametrize("cut", [0, 1, 100, 1_000, 2_500])
def test_a_run_that_was_cut_off_goes_on_to_the_same_bytes(source, out, judge, cut):
    bulk.score([source], out, judge, "default")
    whole = out.read_bytes()
    out.write_bytes(whole[:cut])
    tally = bulk.score([source], out, judge, "default")
    assert out.read_bytes() == whole
    assert tally.already_there == whole[:cut].count(b"\n")
    assert tally.already_there + tally.scored == len(CHATS)


def test_a_finished_run_costs_no_network_and_changes_nothing(source, out, judge):
    bulk.score([source], out, judge, "default")
    whole = out.read_bytes()
    again = bulk.score([source], out, judge, "default")
    assert (again.scored, again.messages, out.read_bytes()) == (0, 0, whole)


@pytest.mark.parametrize("other", ["another input", "a shorter input", "another policy", "no run of ours"])
def test_the_lines_of_another_run_are_not_continued(source, out, judge, other):
    bulk.score([source], out, judge, "default")
    if other == "another input":
        source.write_text("\n".join(reversed(CHATS)), encoding="utf-8")
    elif other == "a shorter input":
        source.write_text("\n".join(CHATS[:3]), encoding="utf-8")
    elif other == "no run of ours":
        out.write_text("my notes\n", encoding="utf-8")
    before = out.read_bytes()
    with pytest.raises(OtherRun, match=r"out\.jsonl"):
        bulk.score([source], out, judge, "strict" if other == "another policy" else "default")
    assert out.read_bytes() == before


def test_bad_lines_are_told_by_number_and_nothing_else_is_lost(source, out, judge):
    bad = ['{"secret"', CHATS[0], "", "\N{SNOWMAN}", '{"messages": [{"sender": "x"}]}', CHATS[1]]
    source.write_bytes("\n".join(bad).encode() + b"\n\xff\xfe\n")
    told = []
    tally = bulk.score([source], out, judge, "default", told.append)
    assert [problem.place for problem in told] == [f"{source}, line {number}" for number in (1, 4, 5, 7)]
    assert not any("secret" in problem.why for problem in told)
    assert [found["id"] for found in written(out)] == ["scam", "calm"]
    assert tally.bad_lines == 4
    assert bulk.score([source], out, judge, "default").already_there == 2


def test_a_line_longer_than_any_conversation_is_left_out(source, out, judge, monkeypatch):
    monkeypatch.setattr(inputs, "MAX_LINE_BYTES", 1_000)
    source.write_text(f"{CHATS[1]}\n{line('long', ['a' * 5_000])}\n{CHATS[0]}\n", encoding="utf-8")
    told = []
    bulk.score([source], out, judge, "default", told.append)
    assert [(problem.line, problem.why) for problem in told] == [(2, "longer than any conversation")]
    assert [found["id"] for found in written(out)] == ["calm", "scam"]


def test_progress_reaches_the_end_of_the_file(source, out, judge):
    steps = []
    bulk.score([source], out, judge, "default", on_progress=lambda tally: steps.append(tally.read_bytes))
    assert steps == sorted(steps)
    assert steps[-1] == source.stat().st_size


@pytest.fixture
def shards(tmp_path):
    """Three files with a bad line in the second and nothing in the third."""
    files = [tmp_path / f"part-{number}.jsonl" for number in range(3)]
    files[0].write_text("\n".join(CHATS[:9]), encoding="utf-8")
    files[1].write_text("\n".join([*CHATS[9:12], "{bad", *CHATS[12:]]), encoding="utf-8")
    files[2].touch()
    return files


@pytest.mark.parametrize("kept", [0, 8, 9, 10, 12, 13, 24])
def test_a_run_over_several_files_goes_on_in_the_file_where_it_stopped(shards, source, out, judge, tmp_path, kept):
    bulk.score([source], tmp_path / "single.jsonl", judge, "default")
    whole = (tmp_path / "single.jsonl").read_bytes()
    out.write_bytes(b"".join(whole.splitlines(keepends=True)[:kept]))
    told = []
    tally = bulk.score(shards, out, judge, "default", told.append)
    assert out.read_bytes() == whole
    assert (tally.already_there, tally.scored) == (kept, 24 - kept)
    assert [problem.place for problem in told] == [f"{shards[1]}, line 4"]


def test_a_conversation_without_an_id_is_called_after_its_file_and_line(out, judge, tmp_path):
    source = tmp_path / "in.jsonl"
    source.write_text('\n{"messages": [{"sender": "me", "text": "good morning"}]}\n', encoding="utf-8")
    bulk.score([source], out, judge, "default")
    assert [found["id"] for found in written(out)] == ["in.jsonl:2"]
