import json

import pytest

from eval import bench


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


def test_the_real_server_and_score_are_measured_from_outside(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(bench, "NEW_MSGS", 4)
    monkeypatch.setattr(bench, "SCORED_CHATS", 3)
    assert bench.main(["--sizes", "3", "7", "--json", str(tmp_path / "figures.json")]) == 0
    figures = json.loads((tmp_path / "figures.json").read_text())
    assert {"start to first verdict", "new message, chat of 7: p99", "resident memory", "score"} <= set(figures)
    assert figures["p50 in a chat of 7 over 3"]["wanted"] == 1.3
    assert all(figure["value"] > 0 for figure in figures.values())
    assert "Speed and memory" in capsys.readouterr().out
