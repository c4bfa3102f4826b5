"""Nothing leaves this machine: an audit hook that no code can take off refuses every address but loopback's."""

from __future__ import annotations

import ipaddress
import sys
from typing import Any

# Where the address, or the name to look up, stands in an event: docs.python.org/3/library/audit_events.html
_ADDRESS_AT = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1, "socket.bind": 1}
_ADDRESS_AT |= {"socket.gethostbyaddr": 0, "socket.getnameinfo": 0}  # these ask for the name of an address
_NAME_AT = {"socket.getaddrinfo": 0, "socket.gethostbyname": 0}

refused: list[str] = []  # every attempt, so that code which swallows the error is found out too


class LeavesThisMachineError(OSError):
    """Something tried to reach beyond loopback."""


def refuse_the_rest() -> None:
    """From now on and in every thread of this process, only loopback and sockets that are files can be reached."""
    sys.addaudithook(_check)


def _check(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _ADDRESS_AT:
        host = _host(arguments[_ADDRESS_AT[event]])
        leaves = host is not None and not _is_loopback(host)
    elif event in _NAME_AT:
        host = _host(arguments[_NAME_AT[event]])
        leaves = host is not None and _is_name(host)  # a number is not looked up anywhere
    else:
        return
    if leaves:
        refused.append(f"{event} {host}")
        raise LeavesThisMachineError(f"only loopback may be reached here: {refused[-1]}")


def _host(address: object) -> str | None:
    """None where there is nothing to reach: a path, or no address at all."""
    if isinstance(address, tuple):
        address = address[0]
    if isinstance(address, bytes):
        address = address.decode(errors="replace")
    return address if isinstance(address, str) and not address.startswith(("/", "\0")) else None


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_name(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host not in ("localhost", "")
    return False
