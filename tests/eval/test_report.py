import re
from dataclasses import replace
from html import unescape

import pytest

from eval.metrics import all_metrics
from eval.replay import Plan, run
from eval.report import PAGE, write_report
from eval.svg import COLOURS

HOSTILE = '<img src=x onerror="alert(1)">'


@pytest.fixture
def plan(corpus, weights):
    return Plan(("corpus-test",), ("detector", "tfidf", "majority"), weights=weights, corpus=corpus)


def test_the_report_is_one_file_that_loads_nothing_and_runs_nothing(plan, corpus, tmp_path):
    run(plan, tmp_path)
    page = write_report(tmp_path, corpus, resamples=20).read_text(encoding="utf-8")
    assert "<script" not in page
    assert not re.findall(r"(?:src|href|url\()\s*=?\s*[\"']?\s*(?:https?:)?//", page)
    assert "default-src 'none'" in page
    assert page.count("<svg") > 5
    assert not re.findall(r"\$[a-z{]", page)


def test_it_shows_systems_side_by_side_slices_tactics_and_hashes(plan, corpus, tmp_path):
    run(replace(plan, attacks=("none", "typos")), tmp_path)
    page = write_report(tmp_path, corpus, resamples=20).read_text(encoding="utf-8")
    for wanted in (
        "tfidf",
        "majority",
        "romance_investment",
        "insider_mentor_tip",
        "Under attack",
        "code_sha256",
        "Machine-written",
    ):
        assert wanted in page


def test_figures_under_an_attack_alone_say_so_and_attacks_are_not_mixed(plan, corpus, tmp_path):
    run(replace(plan, systems=("majority",), attacks=("typos", "homoglyphs")), tmp_path)
    page = write_report(tmp_path, corpus, resamples=20).read_text(encoding="utf-8")
    table = page.partition("side by side, under the attack typos</h3>")[2].partition("</table>")[0]
    assert table.count('<span class="name">majority</span>') == 1


def test_what_stands_in_it_is_said_in_it(plan, corpus, tmp_path):
    run(plan, tmp_path)
    page = unescape(write_report(tmp_path, corpus, resamples=20).read_text(encoding="utf-8"))
    assert all(
        (metric.__doc__ or "").splitlines()[0] in page for metric in (all_metrics()["fpr"], all_metrics()["ece"])
    )
    for wanted in (
        "The pivot is",
        "Letters: chat i has label y_i",
        "messages that it could judge",
        "guessing",
        "the ask</li>",
    ):
        assert wanted in page


def test_lines_are_told_apart_without_colours_too():
    style = PAGE.template
    dashes = [re.search(rf"\.line\.c{colour} {{ stroke-dasharray: ([\d ]+)", style) for colour in range(1, COLOURS)]
    assert len({found and found[1] for found in dashes} - {None}) == COLOURS - 1


def test_texts_of_errors_are_shown_for_an_own_set_only(plan, corpus, tmp_path):
    file = tmp_path / "theirs.jsonl"
    file.write_text(
        '{"id": "x1", "label": "benign", "messages": [{"sender": "them", "text": "uncle pays usdt words"}]}\n',
        encoding="utf-8",
    )
    run(replace(plan, sets=(str(file),), systems=("detector",)), tmp_path / "run")
    page = write_report(tmp_path / "run", corpus, resamples=20).read_text(encoding="utf-8")
    assert "false alarm" in page
    assert "x1" in page
    assert "usdt words" not in page


def test_texts_of_an_own_set_that_was_given_by_its_path_are_found_by_it(plan, tmp_path):
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "ours.jsonl").write_text(
        '{"id": "x1", "label": "benign", "messages": [{"sender": "them", "text": "uncle pays usdt words"}]}\n',
        encoding="utf-8",
    )
    (folder / "set.toml").write_text('title = "Ours"\nreader = "jsonl"\nfile = "ours.jsonl"\nown = true\n')
    run(replace(plan, sets=(str(folder),), systems=("detector",)), tmp_path / "run")
    assert "usdt words" not in write_report(tmp_path / "run", plan.corpus, resamples=20).read_text(encoding="utf-8")
    page = write_report(tmp_path / "run", plan.corpus, 20, [str(folder)]).read_text(encoding="utf-8")
    assert "usdt words" in page


def test_a_missed_scam_of_the_corpus_is_shown_with_its_text_and_hostile_text_stays_text(weights, corpus, tmp_path):
    copy = tmp_path / "corpus"
    copy.mkdir()
    for family in corpus.glob("*.txt"):
        (copy / family.name).write_text(family.read_text().replace("hello this is", HOSTILE), encoding="utf-8")
    run(Plan(("corpus-test",), ("majority",), weights=weights, corpus=copy), tmp_path / "run")
    # majority shows no evidence; the detector does.
    run(Plan(("corpus-test",), ("detector",), weights=_deaf(weights, tmp_path), corpus=copy), tmp_path / "deaf")
    page = write_report(tmp_path / "deaf", copy, resamples=20).read_text(encoding="utf-8")
    assert "missed" in page
    assert "trading signal" in unescape(page)
    assert HOSTILE not in page


def _deaf(weights, tmp_path):
    """The same weights with a policy that never warns."""
    folder = tmp_path / "deaf-weights"
    folder.mkdir()
    for file in weights.iterdir():
        (folder / file.name).write_text(file.read_text())
    (folder / "policy.json").write_text(
        (weights / "policy.json").read_text().replace("0.6", "1.1").replace("0.9", "1.1")
    )
    return folder
