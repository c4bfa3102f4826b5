"""Transcript Parquet says what transcript JSONL says, row by row, and a damaged file never ends a run."""

import json
import subprocess
import sys
from datetime import UTC, datetime

import pyarrow
import pytest
from pyarrow import parquet as arrow

from detector.bulk import inputs, parquet
from detector.bulk.inputs import Part
from detector.errors import Unavailable
from detector.formats import Problem, transcript
from detector.types import Conversation, Message

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CHATS = [
    Conversation(
        f"c-{number}", (Message("0", "them", f"hello {number}", NOON), Message("1", "me", "hi \U0001f600")), "sms"
    )
    for number in range(10)
]


@pytest.fixture
def file(tmp_path):
    return tmp_path / "chats.parquet"


def read(file, after=0):
    part = Part(file, after)
    return [inputs.conversation(row, file) for row in inputs.rows(part)]


def test_what_is_written_is_read_again(file):
    parquet.write(file, CHATS)
    assert read(file) == CHATS


@pytest.mark.parametrize("after", [0, 1, 3, 4, 9, 10])
def test_rows_keep_their_numbers_wherever_reading_begins(file, after, monkeypatch):
    monkeypatch.setattr(parquet, "GROUP_ROWS", 4)
    monkeypatch.setattr(parquet, "BATCH_ROWS", 3)
    parquet.write(file, CHATS)
    rows = list(inputs.rows(Part(file, after)))
    assert [(row.number, row.content["id"]) for row in rows] == [(k + 1, f"c-{k}") for k in range(after, 10)]
    assert sum(row.size for row in inputs.rows(Part(file))) <= file.stat().st_size


@pytest.mark.parametrize("sent_at", ["2026-03-02T12:00:00Z", NOON, NOON.replace(tzinfo=None), None])
def test_times_are_timestamps_or_text_and_may_be_missing(file, sent_at):
    row = {"id": "c", "messages": [{"sender": "them", "text": "hello", "sent_at": sent_at}]}
    arrow.write_table(pyarrow.Table.from_pylist([row]), file)
    (chat,) = read(file)
    assert chat.messages[0].sent_at == (NOON if sent_at else None)


def test_annotations_are_kept_and_nulls_are_nothing(file):
    rows = [
        {"label": "scam", "ask_at": 3, "messages": [{"sender": "them", "text": "a", "tactics": ["love_bombing"]}]},
        {"label": None, "ask_at": None, "messages": [{"sender": "me", "text": "b", "tactics": None}]},
    ]
    arrow.write_table(pyarrow.Table.from_pylist(rows), file)
    assert [content for _, _, content in parquet.rows(file)] == [rows[0], {"messages": [{"sender": "me", "text": "b"}]}]


def test_bad_rows_are_told_by_number_without_their_words(file):
    rows = [{"messages": [{"sender": sender, "text": "secret"}]} for sender in ("them", "nobody", "me")]
    arrow.write_table(pyarrow.Table.from_pylist([*rows, {"messages": None}]), file)
    good, bad, other, none = read(file)
    assert (good.id, other.id) == ("chats.parquet:1", "chats.parquet:3")
    assert (bad.place, none.place) == (f"{file}, row 2", f"{file}, row 4")
    assert "secret" not in bad.why


@pytest.mark.parametrize(
    ("damage", "at", "why"),
    [
        ("no parquet", 1, "no Parquet"),
        ("cut", 1, "no Parquet"),
        ("page", 5, "damaged"),
        ("column", 1, "no column 'messages'"),
    ],
)
def test_a_damaged_file_is_read_up_to_the_damage(file, monkeypatch, damage, at, why):
    monkeypatch.setattr(parquet, "GROUP_ROWS", 4)
    parquet.write(file, CHATS)
    data = bytearray(file.read_bytes())
    if damage == "no parquet":
        data = b"just words\n"
    elif damage == "cut":
        data = data[: len(data) // 2]
    elif damage == "page":
        place = arrow.ParquetFile(file).metadata.row_group(1).column(0)
        data[place.dictionary_page_offset or place.data_page_offset] ^= 0xFF
    file.write_bytes(data)
    if damage == "column":
        arrow.write_table(pyarrow.Table.from_pylist([{"id": "c"}]), file)
    *good, problem = read(file)
    assert good == CHATS[: at - 1]
    assert isinstance(problem, Problem)
    assert (problem.place, why in problem.why) == (f"{file}, row {at}", True)


def test_a_missing_file_is_no_damage(file):
    with pytest.raises(FileNotFoundError):
        read(file)


def test_without_pyarrow_it_says_what_to_install(file, monkeypatch):
    file.touch()
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(Unavailable, match=r"requirements-ray\.txt"):
        read(file)


def test_neither_pyarrow_nor_ray_is_loaded_before_it_is_needed():
    asked = "import sys, detector.cli; print({'ray', 'pyarrow', 'pandas'} & set(sys.modules))"
    shown = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    assert shown == "set()\n"


def test_jsonl_and_parquet_of_one_chat_are_the_same_conversation(file, tmp_path):
    lines = tmp_path / "chats.jsonl"
    lines.write_text("".join(transcript.dump(chat) + "\n" for chat in CHATS), encoding="utf-8")
    parquet.write(file, CHATS)
    assert read(lines) == read(file)
    assert json.loads(lines.read_text().splitlines()[0])["id"] == "c-0"
