"""The paper can be read in any script; what no font has is there by its number; and the log never tells of it."""

import io
import logging
import re

import pytest
from pypdf import PdfReader

from detector.evidence import pdf
from detector.evidence.blocks import Paragraph, Quote, Report, Table
from detector.types import Level
from prompts import REPORT_LANGUAGES, report_words
from tests.detector.evidence.packed import AT, SAID, packed, pdf_text


def printed(*blocks):
    return pdf.paper(Report("Title", "subtitle", blocks), AT)


@pytest.mark.parametrize(
    "text",
    ["你好世界", "こんにちは", "안녕하세요", "Русский", "Ελληνικά", "สวัสดี", "ñäöß €", "😀", "❤", "👍"],
)
def test_other_scripts_and_emoji_are_printed(text):
    assert text in pdf_text(printed(Paragraph(f"{text} and more")))


def shapes(text):
    """The different glyphs of the second font, which is the one that was added for this text."""
    drawn = PdfReader(io.BytesIO(printed(Paragraph(text)))).pages[0].get_contents().get_data()
    return set(re.findall(rb"\((\x00.)\) Tj", drawn.partition(b"/F2 ")[2].partition(b"/F1 ")[0]))


def test_arabic_letters_are_joined():
    """Three times the same letter: the first, the middle and the last of a word look different."""
    assert len(shapes("ببب")) == len(shapes("ب")) + 2


def test_arabic_runs_from_the_right():
    text = pdf_text(printed(Paragraph("أرسل USDT")))
    assert text.index("USDT") < text.index("أ")  # the reader goes from left to right


@pytest.mark.parametrize(("letter", "number"), [("\U00013000", "13000"), ("\ue000", "E000")])
def test_what_no_font_has_is_there_by_its_number(letter, number):
    assert f"a [U+{number}] b" in pdf_text(printed(Paragraph(f"a {letter} b")))


def test_no_word_of_a_chat_reaches_a_log(caplog):
    caplog.set_level(logging.DEBUG)
    printed(Paragraph("secretword \U00013000 你好 😀"), Quote(1, "they", "\ue000 otherword", (), Level.DANGER))
    assert "secretword" not in caplog.text
    assert "otherword" not in caplog.text
    assert "13000" not in caplog.text.lower()


@pytest.mark.parametrize(
    "cell", ["x" * 20_000, "word " * 5_000, "\n" * 3_000, ""], ids=["long", "words", "lines", "no"]
)
def test_no_cell_is_too_large_for_a_page(cell):
    assert "Caption" in pdf_text(printed(Table("Caption", ("a", "b"), [(cell, "x"), ("y", cell)], (12, 88))))


def test_a_long_message_goes_over_pages():
    text = pdf_text(printed(Quote(1, "they", "line\n" * 300 + "the end", (), Level.WARNING)))
    assert "the end" in text


def test_pages_are_numbered_and_the_document_has_a_title():
    data = packed(SAID * 5)["report.pdf"]
    assert "Page 2" in pdf_text(data)
    assert PdfReader(io.BytesIO(data)).metadata.title == "Report on a suspicious chat"


@pytest.mark.parametrize("lang", sorted(REPORT_LANGUAGES - {"ar"}))
def test_the_report_is_printed_in_its_language(lang):
    data = packed(lang=lang)["report.pdf"]
    reader = PdfReader(io.BytesIO(data))
    assert reader.trailer["/Root"]["/Lang"] == lang.replace("_", "-")
    assert report_words(lang)["head"]["title"] in pdf_text(data)
    assert report_words(lang)["head"]["page"].format(n=1) in pdf_text(data)


def test_what_runs_from_the_right_has_its_columns_from_the_right():
    table = Table("caption", ["first", "second"], [["one", "two"]], (30, 70))
    text = pdf_text(pdf.paper(Report("Title", "subtitle", [table], from_the_right=True), AT))
    assert text.index("second") < text.index("first")
    arabic = pdf_text(packed(lang="ar")["report.pdf"])
    assert "[U+" not in arabic
    assert re.search("[\u0600-\u06ff]", arabic)
