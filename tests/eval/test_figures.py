import json
import re
from dataclasses import replace

import pytest
from rich.console import Console

from detector.training.markdown import marks
from eval.figures import SLOW_SYSTEMS, SYSTEMS, Figures

BEGIN, END = marks("figures")
CALM = {"sender": "them", "text": "hello how are you today"}
LOADED = {"sender": "them", "text": "my uncle wants the usdt back"}
SHARED = [
    {"id": "m1", "label": "benign", "kind": "smalltalk", "messages": [CALM]},
    {"id": "m2", "label": "benign", "kind": "smalltalk", "messages": [LOADED]},
]


@pytest.fixture
def figures(corpus, weights, tmp_path):
    return Figures(weights, corpus, tmp_path / "out", limit=5, seed=0, console=Console(quiet=True), resamples=20)


@pytest.fixture
def shared(tmp_path):
    folder = tmp_path / "shared"
    folder.mkdir()
    (folder / "msc.jsonl").write_text("\n".join(map(json.dumps, SHARED)), encoding="utf-8")
    return folder


def test_every_table_is_there_and_every_row_has_the_width_of_its_head(figures, shared):
    text = figures.make(shared, attacks=False, write=False)
    titles = re.findall("^### (.+)$", text, re.MULTILINE)
    assert len(titles) == len(set(titles)) == 7
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        assert len({line.count("|") for line in table.splitlines()}) == 1
    assert "| msc | 1 of 2 (9.5 % to 90.5 %) | 2 |" in text
    assert "not found: nus_sms_en, esconv" in text
    assert json.loads((figures.out / "figures.json").read_text())["leaks"]


def test_a_second_making_reads_the_predictions_of_the_first(figures, monkeypatch):
    first = figures.make(None, attacks=False, write=False)
    monkeypatch.setattr("eval.replay.open_system", lambda *_: pytest.fail("nothing is to be predicted again"))
    assert figures.make(None, attacks=False, write=False) == first


def test_the_readme_gets_the_headline_between_its_marks(figures, shared, weights, tmp_path):
    readme, card = tmp_path / "README.md", weights / "MODEL_CARD.md"
    for file in (readme, card):
        file.write_text(f"{BEGIN}\n{END}\n", encoding="utf-8")
    replace(figures, readme=readme).make(shared, attacks=False, write=True)
    assert "Of 2 ordinary chats of other people's sets, 1 are warned of." in readme.read_text(encoding="utf-8")
    card.unlink()


def test_every_system_but_the_slow_ones_stands_in_the_table_of_every_set(figures, shared, weights, tmp_path):
    results, card = tmp_path / "RESULTS.md", weights / "MODEL_CARD.md"
    for file in (results, card):
        file.write_text(f"{BEGIN}\n{END}\n", encoding="utf-8")
    replace(figures, results=results).make(shared, attacks=False, write=True)
    _, *tables = results.read_text(encoding="utf-8").split("### ")
    assert [table.splitlines()[0] for table in tables] == ["corpus-test", "msc"]
    named = [re.findall(r"^\| ([\w:-]+) \|", table, re.MULTILINE)[2:] for table in tables]
    assert named == [list(SYSTEMS), [name for name in SYSTEMS if name not in SLOW_SYSTEMS]]
    assert "before the ask" in tables[0]
    assert "scams alerted" not in tables[1]
    card.unlink()


def test_the_model_card_gets_the_tables_between_its_marks(figures, weights, monkeypatch):
    card = weights / "MODEL_CARD.md"
    card.write_text(f"# Model\n{BEGIN}\nold\n{END}\nLimits.\n", encoding="utf-8")
    text = figures.make(None, attacks=False, write=True)
    assert card.read_text(encoding="utf-8") == f"# Model\n{BEGIN}\n{text}\n{END}\nLimits.\n"
    card.unlink()
