"""Ray somewhere else: a cluster of several nodes, here with each a Ray of its own on this machine, and none at all."""

import argparse
import json
import os
import signal
import sys
import tempfile

import pytest

from detector import cli
from detector.bulk import cluster
from detector.bulk.cluster import Ray, running
from detector.errors import Unavailable
from tests.e2e import processes
from tests.e2e.processes import descendants, until

FILES, CHATS = 8, 20
TEXTS = ["good morning my dear", "and you?", "my uncle gives me signals", "deposit 500 usdt today", "I am not sure"]
# A node without cores that all the others know, and two with one core each. A dead one is missed after five seconds.
NODES = """
import signal, sys
from pathlib import Path
from ray.cluster_utils import Cluster

node = {"node_ip_address": "127.0.0.1", "object_store_memory": 80_000_000}
head = {"num_cpus": 0, "include_dashboard": False, "_system_config": {"health_check_period_ms": 1_000}}
nodes = Cluster(True, head_node_args=node | head)
for _ in range(2):
    nodes.add_node(num_cpus=1, **node)
Path(sys.argv[1]).write_text(nodes.address)
signal.pause()
"""


@pytest.fixture
def folder(tmp_path):
    """Several files of conversations."""
    there = tmp_path / "in"
    there.mkdir()
    for number in range(FILES):
        (there / f"{number}.jsonl").write_text("\n".join(line(f"{number}-{chat}") for chat in range(CHATS)))
    return there


def line(name):
    senders = ("them", "me", "them", "me", "them")
    messages = [{"sender": who, "text": f"{text} {name}"} for who, text in zip(senders, TEXTS, strict=True)]
    return json.dumps({"id": name, "messages": messages})


@pytest.fixture
def environment():
    """Of the nodes and of a run: on loopback, behind a token, with all that Ray keeps in a folder of their own."""
    with tempfile.TemporaryDirectory(prefix="ray-", ignore_cleanup_errors=True) as kept:
        ray = {"USAGE_STATS_ENABLED": "0", "ENABLE_WINDOWS_OR_OSX_CLUSTER": "0", "TMPDIR": kept}
        ray |= {"AUTH_MODE": "token", "AUTH_TOKEN": "ab" * 32}
        yield {**os.environ, **{f"RAY_{name}": value for name, value in ray.items()}}


@pytest.fixture
def nodes(environment, tmp_path):
    """The process above all nodes, and where the cluster answers."""
    address = tmp_path / "address"
    command = [sys.executable, "-c", NODES, address]
    with processes.running(command, tmp_path / "nodes.log", env=environment) as above:
        until(lambda: address.exists() and address.read_text(), "the cluster")
        yield above.pid, address.read_text()
        processes.end(above, signal.SIGKILL)  # asked to go, Ray would first wait for work to end


def node_of_the_actor(above):
    """The process of the node where the actor works."""
    return next(
        node
        for node, name in descendants(above)
        if "/raylet\0" in name
        if any(process.startswith("ray::MapWorker") for _, process in descendants(node))
    )


def test_a_cluster_writes_what_this_process_writes_though_a_node_dies_in_the_middle(
    folder, nodes, environment, tmp_path
):
    above, address = nodes
    here, there = tmp_path / "here.jsonl", tmp_path / "there.jsonl"
    command = [sys.executable, "-m", "detector", "score", folder, "-o", there, "--ray-address", address]
    with processes.running(command, tmp_path / "run.log", env=environment) as run:
        until(lambda: there.exists() and there.stat().st_size, "the first lines")
        os.kill(node_of_the_actor(above), signal.SIGKILL)
        at_death = there.read_bytes().count(b"\n")
        assert run.wait(processes.LIMIT_S) == 0
    assert cli.main(["score", str(folder), "-o", str(here)]) == 0
    assert 0 < at_death < FILES * CHATS
    assert there.read_bytes() == here.read_bytes()


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        ([], None),
        (["--engine", "ray"], (None, 1)),
        (["--engine", "ray", "--ray-actors", "3"], (None, 3)),
        (["--ray-address", "127.0.0.1:6379"], ("127.0.0.1:6379", 1)),
    ],
)
def test_ray_is_used_where_it_is_asked_for(asked, where):
    parser = argparse.ArgumentParser()
    cluster.add_engine(parser)
    ray = cluster.chosen(parser.parse_args(asked))
    assert (ray and (ray.address, ray.actors)) == where


@pytest.mark.parametrize("address", ["127.0.0.1:1", "127.0.0.1", "auto", "127.0.0.1:99999"])
def test_a_cluster_that_does_not_answer_is_said(address):
    with pytest.raises(Unavailable, match=f"no Ray cluster answers at {address}"), running(Ray(address), 1):
        pass
