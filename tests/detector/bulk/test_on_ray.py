"""On Ray a run writes what this process would write, whatever dies on the way. A real Ray with the real model."""

import json
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from detector import bulk, cli
from detector.bulk import inputs, on_ray, parquet, run
from detector.bulk.cluster import Ray
from detector.engine import Detector
from detector.errors import Unavailable
from detector.judge import Judge
from detector.policy import Policy
from detector.types import Conversation, Message
from tests.e2e.processes import descendants

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:ray")

TEXTS = [
    "good morning my dear, did you sleep well",
    "yes thank you, and you?",
    "my uncle gives me signals, the profit is sure",
    "you can start with a small deposit of 500 usdt today",
    "I am not sure about that",
    "see you at the station at eight",
]
LISTENS = "0A"
LOOPBACK = {"0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000"}
BAD = '{"messages": [{"sender": "nobody"}]}'


def chat(number):
    senders = ("them", "me") if number % 2 else ("me", "them")
    texts = (TEXTS[number % 6 :] + TEXTS[: number % 6])[: 1 + number % 5]
    return Conversation(
        f"c-{number}", tuple(Message(str(k), senders[k % 2], f"{text} {number}") for k, text in enumerate(texts))
    )


def line(number):
    return json.dumps(
        {"id": f"c-{number}", "messages": [{"sender": m.sender, "text": m.text} for m in chat(number).messages]}
    )


@pytest.fixture(scope="module")
def judge():
    return Judge(Detector.load(), Policy.named("default"))


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """JSONL with bad lines, Parquet, and JSONL once more."""
    folder = tmp_path_factory.mktemp("inputs")
    (folder / "a.jsonl").write_text("\n".join([*map(line, range(12)), BAD, *map(line, range(12, 20))]))
    parquet.write(folder / "b.parquet", [chat(number) for number in range(20, 36)])
    (folder / "c.jsonl").write_text("{bad\n" + "\n".join(map(line, range(36, 48))))
    return inputs.find([str(folder)])


@pytest.fixture(scope="module")
def expected(files, judge, tmp_path_factory):
    """What this process writes, and what it tells of bad lines."""
    out, told = tmp_path_factory.mktemp("local") / "out.jsonl", []
    bulk.score(files, out, judge, "default", told.append)
    return out.read_bytes(), told


@pytest.fixture
def small_blocks(monkeypatch):
    """So that an actor has many blocks to score, and that each conversation is told of."""
    monkeypatch.setattr(on_ray, "BLOCK_BYTES", 1_000)
    monkeypatch.setattr(run, "BATCH_MSGS", 1)


def actors():
    return {process for process, name in descendants(os.getpid()) if name.startswith("ray::MapWorker")}


def open_files(process):
    for file in Path(f"/proc/{process}/fd").glob("*"):
        with suppress(OSError):
            yield os.readlink(file)


def listening():
    """Addresses at which this process and those below it listen, as /proc/net/tcp writes them."""
    everybody = [os.getpid(), *(process for process, _ in descendants(os.getpid()))]
    ours = {name for process in everybody for name in open_files(process)}
    for table in ("tcp", "tcp6"):
        for row in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            cells = row.split()
            if cells[3] == LISTENS and f"socket:[{cells[9]}]" in ours:
                yield cells[1].partition(":")[0]


def test_a_killed_actor_loses_nothing_and_all_of_it_listens_on_loopback_only(
    files, judge, expected, tmp_path, small_blocks
):
    seen, at_death, told, addresses = set(), [], [], set()

    def kill_once(tally):
        seen.update(actors())
        if not at_death:
            addresses.update(listening())
            at_death.append(tally.scored)
            for process in actors():
                os.kill(process, signal.SIGKILL)

    out = tmp_path / "out.jsonl"
    tally = bulk.score(files, out, judge, "default", told.append, kill_once, Ray())
    assert (out.read_bytes(), told) == expected
    assert (tally.scored, tally.bad_lines) == (48, 2)
    assert at_death[0] < 48
    assert len(seen) >= 2
    assert actors() == set()
    assert addresses
    assert addresses <= LOOPBACK


def test_the_command_line_goes_on_there_with_what_was_begun_here(files, judge, expected, tmp_path, capsys):
    out = tmp_path / "out.jsonl"
    whole, problems = expected
    out.write_bytes(whole[: len(whole) // 2])
    assert cli.main(["score", str(files[0].parent), "-o", str(out), "--engine", "ray"]) == 1
    shown = "".join(capsys.readouterr().err.split())
    assert all("".join(f"{problem.place}: {problem.why}".split()) in shown for problem in problems)
    assert out.read_bytes() == whole
    again = bulk.score(files, out, judge, "default")
    assert (again.already_there, again.scored) == (48, 0)


def test_without_ray_it_says_what_to_install(files, judge, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(Unavailable, match=r"requirements-ray\.txt"):
        bulk.score(files, tmp_path / "out.jsonl", judge, "default", ray=Ray())


@pytest.mark.parametrize(
    ("cores", "asked"),
    [([8, 64], 1.75), ([2], 1.75), ([1, 1], 0.75), ([0], 1.75)],
    ids=["large machines", "two cores", "one core each", "none started yet"],
)
def test_an_actor_asks_for_two_cores_with_its_reader_but_for_no_more_than_a_machine_has(cores, asked):
    gone = {"Alive": False, "Resources": {"CPU": 1.5}}
    nodes = [{"Alive": True, "Resources": {"CPU": float(count)} if count else {}} for count in cores]
    assert on_ray._actor_cpus([gone, *nodes]) == asked
