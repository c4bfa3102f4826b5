import json

import pytest

from detector import engine
from detector.bulk import local, on_ray, run
from eval import bench, bulk_speed


@pytest.mark.parametrize(
    ("figure", "reached"),
    [
        (bench.Figure("p50", 8.0, "ms", 8), True), (bench.Figure("p50", 8.1, "ms", 8), False),
        (bench.Figure("rate", 400.0, "messages/s", 400, most=False), True),
        (bench.Figure("rate", 399.0, "messages/s", 400, most=False), False), (bench.Figure("ratio", 2.0, "x"), None),
    ],
)  # fmt: skip
def test_a_figure_knows_whether_it_is_what_is_wanted(figure, reached):
    assert figure.reached is reached


@pytest.mark.filterwarnings("ignore::DeprecationWarning:ray")
def test_the_real_server_and_score_are_measured_from_outside(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(bench, "NEW_MSGS", 4)
    monkeypatch.setattr(bulk_speed, "CHATS", 4)
    monkeypatch.setattr(on_ray, "BLOCK_BYTES", 1_000)
    for module in (engine, local, run):
        monkeypatch.setattr(module, "BATCH_MSGS", 20)
    assert bench.main(["--sizes", "3", "7", "--json", str(tmp_path / "figures.json")]) == 0
    figures = json.loads((tmp_path / "figures.json").read_text())
    assert {"start to first verdict", "new message, chat of 7: p99", "resident memory", "score", "score on Ray"} <= set(
        figures
    )
    assert figures["p50 in a chat of 7 over 3"]["wanted"] == 1.3
    assert all(figure["value"] > 0 for figure in figures.values())
    assert "Speed and memory" in capsys.readouterr().out


def test_a_billion_messages_are_reckoned_from_a_measured_rate(capsys):
    assert bulk_speed.main(["--rate", "250", "--cores", "2", "--price", "0.04"]) == 0
    shown = capsys.readouterr().out
    rows = {line.split("│")[1].strip(): line.split("│")[2].strip() for line in shown.splitlines() if "│" in line}
    assert rows["messages"] == "1,000,000,000"
    assert rows["machine hours = messages / rate / 3600"] == "1,111"
    assert rows["core hours = machine hours x cores"] == "2,222"
    assert rows["cost = core hours x price of a core hour (0.04)"] == "89"
