"""The cards say what the data say, by command."""

import pytest

from detector.training.cards import CORPUS_CARD, corpus_tables
from detector.training.corpus_text import read_corpus
from detector.training.markdown import fill, marks

BEGIN, END = marks("tables")


@pytest.mark.parametrize(("name", "table"), corpus_tables(read_corpus()).items())
def test_the_corpus_card_is_up_to_date(name, table):
    begin, end = marks(name)
    assert f"{begin}\n{table}\n{end}" in CORPUS_CARD.read_text(), "run: python -m detector.training.cards"


def test_what_stood_between_the_marks_is_replaced(tmp_path):
    file = tmp_path / "card.md"
    file.write_text(f"# Card\n{BEGIN}\nold\n{END}\nLimits.\n")
    fill(file, "tables", r"new \1")
    assert file.read_text() == f"# Card\n{BEGIN}\nnew \\1\n{END}\nLimits.\n"


@pytest.mark.parametrize("content", ["", f"{BEGIN}\n", f"{END}\n", f"{BEGIN}{END}{BEGIN}{END}"])
def test_a_file_without_its_marks_is_left_alone(tmp_path, content):
    file = tmp_path / "card.md"
    file.write_text(content)
    with pytest.raises(ValueError, match="needs one line"):
        fill(file, "tables", "new")
    assert file.read_text() == content
