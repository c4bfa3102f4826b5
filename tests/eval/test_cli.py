import pytest

from eval.cli import main


@pytest.fixture
def sources(corpus, weights):
    return ["--corpus", str(corpus), "--weights", str(weights)]


def test_a_run_ends_in_its_report_and_can_be_reported_again(sources, corpus, tmp_path, capsys):
    out = tmp_path / "out"
    assert (
        main(["run", "--set", "corpus-test", "--system", "detector", "-o", str(out), "--resamples", "20", *sources])
        == 0
    )
    assert capsys.readouterr().out.strip() == str(out / "report.html")
    (out / "report.html").unlink()
    assert main(["report", str(out), "--corpus", str(corpus), "--resamples", "20"]) == 0
    assert (out / "report.html").is_file()


def test_two_systems_are_compared(sources, tmp_path, capsys):
    for system in ("detector", "majority"):
        assert (
            main(
                [
                    "run",
                    "--set",
                    "corpus-test",
                    "--system",
                    system,
                    "-o",
                    str(tmp_path / system),
                    "--resamples",
                    "20",
                    *sources,
                ]
            )
            == 0
        )
    assert main(["compare", str(tmp_path / "majority"), str(tmp_path / "detector"), "--resamples", "20"]) == 0
    assert "recall" in capsys.readouterr().out


def test_everything_that_can_be_named_is_listed(capsys):
    assert main(["list"]) == 0
    shown = capsys.readouterr().out
    assert all(
        name in shown
        for name in (
            "corpus-test",
            "bothbosu@PATH",
            "program@COMMAND",
            "detector:strict",
            "max-pooling",
            "benign_padding",
        )
    )


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (["--set", "nowhere.jsonl", "--system", "detector"], "no set 'nowhere.jsonl'"),
        (["--set", "corpus-test", "--system", "magic"], "no system 'magic'"),
        (["--set", "corpus-test", "--system", "detector", "--attack", "laser"], "no attack 'laser'"),
    ],
)
def test_a_wrong_name_is_told_before_anything_is_run(sources, tmp_path, capsys, wrong, told):
    assert main(["run", *wrong, "-o", str(tmp_path / "out"), "--resamples", "20", *sources]) == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_folder_without_a_run_and_one_that_cannot_be_written_are_told(sources, tmp_path, capsys):
    assert main(["report", str(tmp_path / "nowhere")]) == 2
    assert "holds no predictions.jsonl" in capsys.readouterr().err
    (file := tmp_path / "file").touch()
    assert main(["run", "--set", "corpus-test", "--system", "majority", "-o", str(file), *sources]) == 2
    assert str(file) in capsys.readouterr().err
