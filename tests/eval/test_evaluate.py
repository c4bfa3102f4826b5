import json
import os

import pytest

from eval.evaluate import FILE_NAME, evaluate, measure, read_results, slices
from eval.intervals import MissingCluster
from eval.outcomes import cases, evidence, tactic_cases
from eval.replay import Plan, run
from tests.eval.conftest import make_prediction


@pytest.fixture
def folder(corpus, weights, tmp_path):
    run(Plan(("corpus-test",), ("detector", "majority"), weights=weights, corpus=corpus), tmp_path)
    return tmp_path


def test_results_hold_every_system_with_its_intervals_and_parameters(folder):
    results = evaluate(folder, resamples=50)
    assert json.loads((folder / FILE_NAME).read_text()) == results
    detector, majority = results["results"]
    assert (detector["system"], majority["system"]) == ("detector", "majority")
    assert detector["all"]["metrics"]["recall"] == [1.0, 1.0, 1.0]
    assert detector["all"]["metrics"]["auroc"][0] == 1.0
    assert majority["all"]["metrics"]["auroc"][0] == 0.5
    assert (detector["all"]["scams"], detector["all"]["benign"], detector["all"]["clusters"]) == (3, 3, 3)
    assert results["parameters"]["resamples"] == 50
    assert results["parameters"]["alert_level"] == "warning"


def test_nothing_undefined_is_written_as_a_number(folder):
    evaluate(folder, resamples=20)
    json.loads((folder / FILE_NAME).read_text(), parse_constant=lambda name: pytest.fail(name))


def test_results_older_than_their_predictions_are_computed_again(folder):
    evaluate(folder, resamples=20)
    os.utime(folder / FILE_NAME, (0, 0))
    assert read_results(folder)["parameters"]["resamples"] != 20


def test_a_missing_cluster_stops_the_evaluation():
    with pytest.raises(MissingCluster):
        measure(
            cases([make_prediction([0.9], cluster=None), make_prediction([0.1], chat_id="c-2")]), ("recall",), 10, 0
        )


def test_a_script_is_held_against_all_benign_chats_and_a_cell_against_all_scams():
    found = [
        make_prediction([0.9], chat_id="s1", kind="mule"), make_prediction([0.9], chat_id="s2", kind="sextortion"),
        make_prediction([0.1], chat_id="b1", kind="charity", label="benign"),
        make_prediction([0.1] * 30, chat_id="b2", kind="ordinary", label="benign"),
    ]  # fmt: skip
    parts = {(name, value.strip()): [one.id for one in part] for name, value, part in slices(found)}
    assert parts["script", "mule"] == ["s1", "b1", "b2"]
    assert parts["cell", "charity"] == ["b1", "s1", "s2"]
    assert parts["length", "1 to 19 messages"] == ["s1", "s2", "b1"]
    assert parts["length", "20 to 39 messages"] == ["b2"]
    assert ("lang", "en") not in parts


def test_a_tactic_is_judged_only_on_messages_whose_sender_can_commit_it():
    one = make_prediction(
        [0.1, 0.2], senders="tm", marks={"0": ["love_bombing"], "1": ["expresses_doubt"]},
        tactics={"0": {"love_bombing": 0.9}, "1": {"love_bombing": 0.8}},
    )  # fmt: skip
    of = tactic_cases([one])
    from detector.taxonomy import taxonomy

    love, doubt = taxonomy().index("love_bombing"), taxonomy().index("expresses_doubt")
    assert of.able[:, love].tolist() == [True, False]
    assert of.able[:, doubt].tolist() == [False, True]
    assert of.truth[:, doubt].tolist() == [False, True]


def test_unmarked_chats_say_nothing_about_tactics():
    assert tactic_cases([make_prediction([0.1], tactics={"0": {"love_bombing": 0.9}})]) is None


def test_evidence_is_the_most_telling_message_up_to_the_alert_and_never_a_counter_signal():
    one = make_prediction(
        [0.1, 0.6, 0.9],
        tactics={"0": {"met_or_video_called": 0.99}, "1": {"guaranteed_returns": 0.7}, "2": {"withdrawal_fee": 0.9}},
    )
    assert evidence(one) == (1, "guaranteed_returns")
