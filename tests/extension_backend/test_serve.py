"""The commands, as a person starts them: each in a process of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.request import Request, urlopen

import pytest

from extension_backend.clients import Clients
from extension_backend.database import Database

ROOT = Path(__file__).parents[2]


def command(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "extension_backend", "--data", str(folder), *words]


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(folder, *words), cwd=ROOT, capture_output=True, text=True, check=False)


def read_code(out: IO[str]) -> str:
    """What is printed up to the next pairing code."""
    said = ""
    while "Pairing code" not in said:
        line = out.readline()
        assert line, "the server ended"
        said += line
    return said


@contextmanager
def started(folder: Path, stdin: int = subprocess.DEVNULL) -> Iterator[IO[str]]:
    """A server on any free port, and what it prints."""
    process = subprocess.Popen(
        command(folder, "serve", "--port", "0"), cwd=ROOT, stdout=subprocess.PIPE, stdin=stdin, text=True
    )
    assert process.stdout
    yield process.stdout
    process.kill()
    process.wait()
    process.stdout.close()


@contextmanager
def serving(folder: Path) -> Iterator[tuple[str, str]]:
    """A running server: its greeting and its address."""
    with started(folder) as out:
        said = read_code(out)
        yield said, said.splitlines()[0].removeprefix("listening on ")


def get(address: str, path: str, key: str) -> dict[str, object]:
    with urlopen(Request(f"{address}{path}", headers={"Authorization": f"Bearer {key}"}), timeout=20) as answer:
        found: dict[str, object] = json.load(answer)
        return found


def test_serve_says_where_it_listens_and_what_to_do_next(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as (said, address):
        assert re.fullmatch(r"listening on http://127\.0\.0\.1:\d+", said.splitlines()[0])
        for needed in ["chrome://extensions", "about:debugging", "Load unpacked", str(ROOT / "extension")]:
            assert needed in said
        assert re.search(r"Pairing code: \d{3} \d{3}", said)
        link = re.search(rf"{re.escape(address)}/#key=(\S+)", said)
        assert link
        assert get(address, "/v1/status", link[1])["state"] in ("loading", "ready")


def test_enter_in_a_terminal_makes_a_new_code(tmp_path: Path) -> None:
    keyboard, terminal = os.openpty()
    with started(tmp_path / "data", stdin=terminal) as out:
        codes = [read_code(out).splitlines()[-1]]
        for _ in range(2):
            os.write(keyboard, b"\n")
            codes.append(read_code(out).splitlines()[-1])
    os.close(keyboard)
    os.close(terminal)
    assert all(re.match(r"Pairing code: \d{3} \d{3} ", code) for code in codes)
    assert len(set(codes)) > 1


def test_a_code_from_the_pair_command_works_in_the_running_server(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as (_, address):
        code = "".join(re.findall(r"\d{3}", run(tmp_path / "data", "pair").stdout)[:2])
        headers = {"Origin": "chrome-extension://abc", "Content-Type": "application/json"}
        with urlopen(Request(f"{address}/v1/pair", json.dumps({"code": code}).encode(), headers), timeout=20) as answer:
            token = json.load(answer)["token"]
        assert get(address, "/v1/status", token)["state"] in ("loading", "ready")
        listed = run(tmp_path / "data", "clients").stdout
        assert "chrome-extension://abc" in listed
        client = re.search(r"(\S+)  paired .*  chrome-extension://abc", listed)
        assert client
        assert run(tmp_path / "data", "revoke", client[1]).returncode == 0
        with pytest.raises(OSError, match="401"):
            get(address, "/v1/status", token)


def test_a_second_server_on_the_same_data_points_to_the_first(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as (_, address):
        port = address.rpartition(":")[2]
        second = run(tmp_path / "data", "serve", "--port", port)
        assert second.returncode == 1
        assert address in second.stdout


def test_a_taken_port_is_said_without_a_trace(tmp_path: Path) -> None:
    with serving(tmp_path / "one") as (_, address):
        other = run(tmp_path / "two", "serve", "--port", address.rpartition(":")[2])
    assert other.returncode == 1
    assert "--port" in other.stderr
    assert "Traceback" not in other.stderr


def test_revoking_nobody_is_said(tmp_path: Path) -> None:
    result = run(tmp_path, "revoke", "nobody")
    assert result.returncode == 1
    assert "clients" in result.stderr


def test_clients_says_when_there_is_none(tmp_path: Path) -> None:
    assert run(tmp_path, "clients").stdout == "No browser is paired.\n"


def test_forget_empties_the_data_folder_of_chats(tmp_path: Path) -> None:
    database = Database(tmp_path)
    database.connection.execute("INSERT INTO conversation (id_hash, changed_at) VALUES (x'00', 0)")
    Clients(database).add("one", "chrome-extension://abc")
    database.close()
    assert run(tmp_path, "forget").stdout == "Forgot 1 chat.\n"
    assert "chrome-extension://abc" in run(tmp_path, "clients").stdout
