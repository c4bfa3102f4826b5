"""Files, folders and patterns become files in a known order; their rows keep their numbers wherever reading begins."""

import pytest

from detector.bulk import inputs
from detector.bulk.inputs import Part


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("b/2.jsonl", "b/1.parquet", "b/deep/3.jsonl", "b/notes.txt", "a.jsonl", "c.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("{}\n")
    return tmp_path


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (["a.jsonl"], ["a.jsonl"]),
        (["c.json"], ["c.json"]),
        (["b"], ["b/1.parquet", "b/2.jsonl", "b/deep/3.jsonl"]),
        (["b/*.jsonl"], ["b/2.jsonl"]),
        (["**/*.jsonl"], ["a.jsonl", "b/2.jsonl", "b/deep/3.jsonl"]),
        (["b/2.jsonl", "a.jsonl"], ["b/2.jsonl", "a.jsonl"]),
        (["b/2.jsonl", "b", "./b/2.jsonl"], ["b/2.jsonl", "b/1.parquet", "b/deep/3.jsonl"]),
    ],
)
def test_what_is_named_stands_for_these_files(data, given, found):
    assert [str(file) for file in inputs.find(given)] == found


@pytest.mark.parametrize("given", ["none.jsonl", "none-*.jsonl", "empty"])
def test_what_stands_for_no_file_is_said(data, given):
    (data / "empty").mkdir()
    with pytest.raises(FileNotFoundError, match=r"no JSONL or Parquet") as told:
        inputs.find(["a.jsonl", given])
    assert told.value.filename == given


def test_the_output_is_never_read_though_a_pattern_matches_it(data):
    assert [file.name for file in inputs.find(["*.jsonl", "b/2.jsonl"], data / "a.jsonl")] == ["2.jsonl"]
    with pytest.raises(FileNotFoundError, match="only input"):
        inputs.find(["a.jsonl"], data / "a.jsonl")


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(data):
    (data / "[a].jsonl").touch()
    assert [file.name for file in inputs.find(["[a].jsonl"])] == ["[a].jsonl"]


@pytest.mark.parametrize("after", range(5))
def test_lines_keep_their_numbers_wherever_reading_begins(data, after):
    (data / "a.jsonl").write_bytes(b"one\n\n\xff\nfour")
    rows = list(inputs.rows(Part(data / "a.jsonl", after)))
    assert [row.number for row in rows] == [number for number in (1, 3, 4) if number > after]


def test_a_relative_file_is_found_from_another_folder(data, monkeypatch):
    (data / "a.jsonl").write_text("{bad\n")
    part = Part(*inputs.find(["a.jsonl"]))
    monkeypatch.chdir("/")
    (row,) = inputs.rows(part)
    assert inputs.conversation(row, part.file).place == "a.jsonl, line 1"
