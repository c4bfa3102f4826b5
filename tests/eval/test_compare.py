from itertools import cycle

import pytest
from rich.console import Console

from eval.compare import Difference, compare, comparison_tables
from eval.metrics import all_metrics
from eval.replay import Plan, run


@pytest.fixture
def folder(corpus, weights, tmp_path):
    run(Plan(("corpus-test",), ("detector", "majority"), weights=weights, corpus=corpus), tmp_path / "run")
    return tmp_path / "run"


def test_a_system_does_not_differ_from_itself(folder):
    found = compare(f"{folder}#detector", f"{folder}#detector", resamples=30)
    assert {(one.b - one.a, one.low, one.high) for one in found} == {(0.0, 0.0, 0.0)}
    assert not any(one.clear for one in found)


def test_a_difference_is_b_minus_a_and_paired(folder):
    found = {one.metric: one for one in compare(f"{folder}#majority", f"{folder}#detector", resamples=30)}
    assert (found["recall"].a, found["recall"].b, found["recall"].low) == (0.0, 1.0, 1.0)
    assert found["recall"].clear
    assert (found["fpr"].a, found["fpr"].b) == (0.0, 0.0)


def test_a_narrow_terminal_shows_every_metric_whole_and_a_star_where_it_is_clear(capsys):
    spreads = [(-1.0, -0.5), (-1.0, 0.5)]
    found = [
        Difference("a-set", "none", name, 1.0, 0.0, *spread) for name, spread in zip(all_metrics(), cycle(spreads))
    ]
    Console(width=80).print(*comparison_tables(found, "run#a", "run#b"))
    shown = capsys.readouterr().out
    rows = {line.split()[0]: line.rstrip() for line in shown.splitlines() if line.strip()}
    assert {one.metric: one.clear for one in found} == {one.metric: rows[one.metric].endswith("*") for one in found}
    assert "…" not in shown


@pytest.mark.parametrize(("name", "why"), [("", "name one as"), ("#tfidf", "holds no 'tfidf'")])
def test_a_run_of_several_systems_must_be_told_which(folder, name, why):
    with pytest.raises(ValueError, match=why):
        compare(f"{folder}{name}", f"{folder}#detector")


def test_sets_of_one_name_but_other_content_are_not_compared(folder, corpus, weights, tmp_path):
    other = tmp_path / "corpus"
    other.mkdir()
    for family in corpus.glob("*.txt"):
        (other / family.name).write_text(family.read_text().replace("harbour", "garden"), encoding="utf-8")
    run(Plan(("corpus-test",), ("detector",), weights=weights, corpus=other), tmp_path / "other")
    with pytest.raises(ValueError, match="share no conversation"):
        compare(f"{folder}#detector", str(tmp_path / "other"))
