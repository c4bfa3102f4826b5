"""The guard that all other tests stand behind."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from tests import loopback


@pytest.fixture(autouse=True)
def _forgiven() -> Iterator[None]:
    """These attempts are meant: they must not fail the test that makes them."""
    before = len(loopback.refused)
    yield
    del loopback.refused[before:]


@pytest.mark.parametrize("host", ["192.0.2.1", "10.0.0.1", "0.0.0.0"])
def test_a_connection_beyond_loopback_is_refused_and_noted(host: str) -> None:
    with socket.socket() as outgoing, pytest.raises(loopback.LeavesThisMachineError):
        outgoing.connect((host, 80))
    assert loopback.refused[-1].startswith("socket.connect")


def test_no_name_is_asked_for_beyond_this_machine() -> None:
    with pytest.raises(loopback.LeavesThisMachineError):
        socket.getaddrinfo("example.org", 443)


def test_a_datagram_beyond_loopback_is_refused() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as outgoing, pytest.raises(loopback.LeavesThisMachineError):
        outgoing.sendto(b"", ("192.0.2.1", 53))


def test_a_server_for_other_machines_is_refused() -> None:
    with socket.socket() as server, pytest.raises(loopback.LeavesThisMachineError):
        server.bind(("", 0))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_loopback_works(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection((host, server.getsockname()[1])).close()
