import pytest

from eval.compare import compare
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
