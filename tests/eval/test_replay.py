import json
from dataclasses import replace

import pytest

from detector.bulk.cluster import Ray
from detector.errors import OtherRun
from eval.predictions import FILE_NAME, read_header, read_predictions
from eval.replay import Plan, run
from eval.sets import open_set


@pytest.fixture
def plan(corpus, weights):
    return Plan(("corpus-test",), ("detector", "keyword-rules"), weights=weights, corpus=corpus)


def test_every_chat_gets_one_line_from_every_system(plan, corpus, tmp_path):
    run(replace(plan, attacks=("none", "typos")), tmp_path)
    keys = [one.key for one in read_predictions(tmp_path)]
    ids = [chat.id for chat in open_set("corpus-test", corpus=corpus).chats]
    assert sorted(keys) == sorted(
        ("corpus-test", how, system, chat_id) for how in ("none", "typos") for system in plan.systems for chat_id in ids
    )


def test_a_line_holds_what_the_metrics_need_and_no_text(plan, corpus, tmp_path):
    run(plan, tmp_path)
    scam = next(one for one in read_predictions(tmp_path) if one.scam and one.system == "detector")
    assert (scam.pivot_at, scam.ask_at, scam.senders) == (3, 5, "tmttmt")
    assert scam.cluster == scam.id.removesuffix("-scam")
    assert scam.marks == {"3": ["insider_mentor_tip"], "5": ["untraceable_payment"]}
    assert scam.tactics["3"]["insider_mentor_tip"] == pytest.approx(0.95)
    assert scam.hours == sorted(scam.hours)
    written = (tmp_path / FILE_NAME).read_text()
    assert not [word for word in ("harbour", "trading signal", "usdt", "cooking", "milk") if word in written]


def test_a_stopped_run_goes_on_and_ends_as_if_it_had_not_been_stopped(plan, tmp_path):
    run(plan, tmp_path / "whole")
    whole = (tmp_path / "whole" / FILE_NAME).read_bytes()
    lines = whole.splitlines(keepends=True)
    (tmp_path / "cut").mkdir()
    (tmp_path / "cut" / FILE_NAME).write_bytes(b"".join(lines[:4]) + lines[4][:30])
    run(plan, tmp_path / "cut")
    assert (tmp_path / "cut" / FILE_NAME).read_bytes() == whole


def test_a_finished_run_is_not_touched_again(plan, tmp_path):
    run(plan, tmp_path)
    before = (tmp_path / FILE_NAME).stat().st_mtime_ns
    run(plan, tmp_path)
    assert (tmp_path / FILE_NAME).stat().st_mtime_ns == before


@pytest.mark.parametrize("change", [{"seed": 1}, {"limit": 2}, {"systems": ("detector",)}, {"attacks": ("typos",)}])
def test_predictions_of_another_run_are_never_mixed_in(plan, tmp_path, change):
    run(plan, tmp_path)
    with pytest.raises(OtherRun, match=f"other .*{next(iter(change))}"):
        run(replace(plan, **change), tmp_path)


def test_the_header_tells_what_the_run_was_made_from(plan, tmp_path):
    run(plan, tmp_path)
    header = read_header(tmp_path)
    assert (
        len(header["sets"]["corpus-test"]["sha256"])
        == len(header["weights_sha256"])
        == len(header["code_sha256"])
        == 64
    )
    assert (header["seed"], header["model"]) == (0, "words")
    assert str(tmp_path) not in json.dumps(header)


def test_other_weights_give_another_hash(plan, weights, tmp_path):
    run(plan, tmp_path / "a")
    other = tmp_path / "weights"
    other.mkdir()
    for file in weights.iterdir():
        (other / file.name).write_bytes(file.read_bytes())
    (other / "policy.json").write_text((weights / "policy.json").read_text().replace("0.6", "0.7"))
    run(replace(plan, weights=other), tmp_path / "b")
    assert read_header(tmp_path / "a")["weights_sha256"] != read_header(tmp_path / "b")["weights_sha256"]


def test_a_folder_without_a_run_is_told_how_to_get_one(tmp_path):
    with pytest.raises(ValueError, match="eval run"):
        read_header(tmp_path)


@pytest.mark.filterwarnings("ignore::DeprecationWarning:ray")
def test_on_ray_a_run_is_the_same_and_goes_on_with_what_was_begun_here(plan, tmp_path):
    # No system here needs the network: an actor is another process, where it is not replaced by words.
    plan = replace(plan, systems=("keyword-rules", "message-count"), attacks=("none", "typos"))
    run(plan, tmp_path / "here")
    whole = (tmp_path / "here" / FILE_NAME).read_bytes()
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / FILE_NAME).write_bytes(b"".join(whole.splitlines(keepends=True)[:4]))
    run(plan, tmp_path / "there", ray=Ray())
    assert (tmp_path / "there" / FILE_NAME).read_bytes() == whole
