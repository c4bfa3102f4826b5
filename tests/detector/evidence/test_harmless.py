"""Hostile texts of a chat do nothing in any file of the pack, and what they did is still to be seen."""

import csv
import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.evidence.harmless import cell, file_name, json_line, shown
from tests.detector.evidence.packed import SAID, judged, opened, pdf_text

ACTING = "\0\x07\x1b\x9b\r\u200b\u200e\u202e\u2066\u2028\ufeff\ud800\U000e0041"
hostile = st.text(st.one_of(st.sampled_from(ACTING + "=+-@\t\n/\\.:<>&\"'"), st.characters()), max_size=60)


@given(hostile)
def test_nothing_that_acts_is_left_in_what_is_shown(text):
    assert not set(shown(text)) & set(ACTING)
    assert shown(text).isprintable() or set("\n\t") & set(text) or not text.isprintable()


@pytest.mark.parametrize("text", ["a\nb", "👨‍👩‍👧 ❤️", "می‌خواهم", "مرحبا", "你好", "naïve café"])
def test_what_only_is_to_be_read_stays(text):
    assert shown(text) == text


def test_what_would_turn_the_text_around_is_named():
    assert shown("photo\u202egpj.exe") == "photo[U+202E]gpj.exe"


@pytest.mark.parametrize("text", ["=1+1", "+4477", "-2", "@SUM(A1)", "\t=1", " =1", "\r=1", "\n@x"])
def test_no_cell_is_a_formula(text):
    assert re.match(r"'|\[U\+", cell(text))


@given(hostile)
def test_a_cell_is_one_line_and_starts_no_formula(text):
    made = cell(text)
    assert not made.startswith(tuple("=+-@\t\r\n"))
    assert "\n" not in made


@given(hostile)
def test_json_gives_every_character_back_and_shows_none_that_acts(text):
    line = json_line({"text": text})
    assert json.loads(line) == {"text": text}
    assert not set(line) & set(ACTING + "\n")
    line.encode()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("chat.txt", "chat.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\chat.zip", "chat.zip"),
        ("/", "chat"),
        ("..", "chat"),
        ("", "chat"),
        ("a\u202etxt.exe", "a_txt.exe"),
        ("a\nb\0c.txt", "a_b_c.txt"),
        (".hidden", "hidden"),
        ("chat.txt. ", "chat.txt"),
        ("c:evil*?.txt", "c_evil__.txt"),
        ("聊天.txt", "聊天.txt"),
        (f"{'x' * 300}.zip", f"{'x' * 96}.zip"),
    ],
)
def test_a_name_means_one_file_in_one_folder(name, safe):
    assert file_name(name) == safe


@given(hostile)
def test_no_name_leaves_its_folder(name):
    made = file_name(name)
    assert 0 < len(made) <= 100
    assert not set(made) & set("/\\:\0\n\u202e")
    assert made.strip(".") == made


HOSTILE = [
    *SAID,
    ("them", "<script>alert(1)</script><img src=http://evil.example/x onerror=alert(1)> the profit is sure"),
    ("them", "{{ 7 * 7 }} {% raw %} the profit is sure \u202eevil\u2066 \x1b[31m \0 \U000e0041"),
    ("them", "the profit is sure at http://evil.example/" + "x" * 5_000),
    ("them", "=HYPERLINK(1) @SUM_all the profit"),
    ("them", "the profit " + "\n" * 600),
    ("them", "the profit " + "ה" + "\u0301" * 100),
    ("them", "deposit " + "1 usd " * 3_000),
]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    evil = "../../\u202e=x</title><script>.txt"
    return opened(tmp_path_factory.mktemp("pack"), judged(HOSTILE, name=evil), notes="<b>=1+1</b>\u202e")


def test_a_page_has_no_markup_of_the_chat(files):
    page = files["report.html"].decode()
    assert "<script" not in page
    assert "<img" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{ 7 * 7 }} {% raw %}" in page
    assert not set(page) & set(ACTING)


def test_the_paper_shows_them_as_text(files):
    text = pdf_text(files["report.pdf"])
    assert "<script>alert(1)</script>" in text
    assert "[U+202E]evil[U+2066]" in text
    assert not set(text) & set(ACTING)


def test_no_cell_of_any_table_is_a_formula(files):
    for name in ("indicators.csv", "custody.csv"):
        for row in csv.reader(io.StringIO(files[name].decode("utf-8-sig"))):
            assert not [value for value in row if value.startswith(tuple("=+-@"))]
    assert "'@SUM_all" in files["indicators.csv"].decode("utf-8-sig")


def test_the_transcript_has_them_as_they_were_without_acting(files):
    line = files["transcript.jsonl"].decode()
    assert not set(line) & set(ACTING)
    assert "\u202eevil\u2066" in json.loads(line)["messages"][len(SAID) + 1]["text"]


def test_every_member_stays_in_the_folder_it_is_unpacked_to(files):
    assert [name for name in files if name.startswith("original/")] == ["original/title__script_.txt"]
    assert not [name for name in files if ".." in name or name.startswith("/") or "\\" in name]
