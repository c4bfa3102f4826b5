"""A process that is killed, wherever it stands: what was confirmed is whole, what was not is gone or is gone on with,
and no word stands unencrypted on the disk.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from detector.review import Review
from extension_backend.console import custody
from extension_backend.console import vault as vault_module
from extension_backend.console.cases import Cases, Query
from extension_backend.console.placing import FILE_NAME, KEPT
from extension_backend.console.vault import Vault, restore
from extension_backend.console.vault_errors import WrongPassphrase
from tests.e2e.console_client import ConsoleClient
from tests.e2e.product import Server
from tests.extension_backend.console.conftest import PASSPHRASE, SUSPICIOUS
from tests.extension_backend.console.mortal import Death, watched
from tests.extension_backend.console.test_vault import SECRET, add, judged, on_disk, plain

forks = multiprocessing.get_context("forkserver")
forks.set_forkserver_preload([__name__])
BACKUP = "elsewhere.backup"
LASTING = {FILE_NAME, f"{FILE_NAME}-wal", f"{FILE_NAME}-shm", f"{FILE_NAME}.lock", BACKUP}


def does(what: str, folder: Path, step: int, encrypted: bool, chat: tuple[bytes, Review]) -> None:
    """Opens the cases, confirms one more, and then does something and dies at a step of it."""
    if not encrypted:
        vault_module.connect = plain  # type: ignore[assignment]
    vault_module.KDF_ITERATIONS = 1000
    death, vault = Death(step), Vault(folder)
    watched(death)
    cases = Cases(vault, time.time)

    def bring() -> None:
        cases.add("chat.txt", chat[0], "Ana", [chat[1]], [])

    if what != "create":
        vault.unlock(PASSPHRASE)
        bring()
    death.begin()
    {
        "create": lambda: vault.create(PASSPHRASE),
        "import": bring,
        "delete": lambda: cases.delete(cases.one(1)),
        "backup": lambda: vault.copy().close(),
        "restore": lambda: restore(folder, folder / BACKUP, PASSPHRASE),
    }[what]()
    sys.setprofile(None)


def deaths(what: str, start: Path, tmp_path: Path, every: int = 1, encrypted: bool = True) -> Iterator[Path]:
    """The folder as each death leaves it, one step further each time, and at last as it is without one."""
    chat = judged()
    for killed, step in enumerate(range(1, 100_000, every)):
        folder = tmp_path / f"died-{step}"
        shutil.copytree(start, folder)
        process = forks.Process(target=does, args=(what, folder, step, encrypted, chat))
        process.start()
        process.join()
        assert process.exitcode in (0, -signal.SIGKILL)
        yield folder
        shutil.rmtree(folder)
        if process.exitcode == 0:
            assert killed > 5
            return


def opened(folder: Path, read: bool = False) -> list[int]:
    """The numbers of the cases after a start anew. Each is whole, with its file and an unbroken log.

    Args:
        read: whether they have been looked at.
    """
    vault = Vault(folder)
    if not vault.exists:
        return []
    vault.unlock(PASSPHRASE)
    cases = Cases(vault, time.time)
    found = cases.all(Query())
    for case in found:
        (kept,) = vault.rows("SELECT bytes FROM file WHERE id = ?", (case.file,))
        assert hashlib.sha256(kept["bytes"]).hexdigest() == case.sha256
        for table in ("message", "finding"):
            assert vault.rows(f"SELECT count(*) AS n FROM {table} WHERE casefile = ?", (case.id,))[0]["n"] == 60
        assert custody.unbroken(log := custody.log(vault, case.id))
        assert [entry.act for entry in log] == ["imported", *["read"] * read]
    vault.lock()
    return sorted(case.id for case in found)


def left_over(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()} - LASTING


def begun(folder: Path) -> Path:
    """A folder with one confirmed case, and a backup of it."""
    folder.mkdir()
    vault = Vault(folder)
    vault.create(PASSPHRASE)
    add(Cases(vault, time.time))
    vault.back_up(folder / BACKUP)
    vault.lock()
    return folder


@pytest.fixture
def start(tmp_path: Path) -> Path:
    return begun(tmp_path / "start")


@pytest.mark.parametrize(
    ("what", "every", "before", "after"),
    [("import", 7, [1, 2], [1, 2, 3]), ("delete", 1, [1, 2], [2]), ("backup", 1, [1, 2], [1, 2])],
)
def test_all_that_was_confirmed_is_there_and_nothing_by_half(
    start: Path, tmp_path: Path, what: str, every: int, before: list[int], after: list[int]
) -> None:
    seen = []
    for folder in deaths(what, start, tmp_path, every):
        assert SECRET.encode() not in b"".join(file.read_bytes() for file in folder.iterdir())
        seen.append(opened(folder))
        assert not left_over(folder)
    assert [seen[0], seen[-1]] == [before, after]
    assert all(found in (before, after) for found in seen)


def test_of_a_killed_restore_either_all_is_as_before_or_it_is_gone_on_with(start: Path, tmp_path: Path) -> None:
    seen = []
    for folder in deaths("restore", start, tmp_path):
        found = opened(folder)
        seen.append(found)
        assert left_over(folder) <= {KEPT, f"{KEPT}-wal", f"{KEPT}-shm"}
        if found == [1]:  # the backup is in place: the cases of before are all kept
            aside = tmp_path / "aside"
            aside.mkdir()
            for file in folder.glob(f"{KEPT}*"):
                shutil.copy(file, aside / file.name.replace(KEPT, FILE_NAME))
            assert opened(aside) == [1, 2]
            shutil.rmtree(aside)
    assert [seen[0], seen[-1]] == [[1, 2], [1]]
    assert all(found in ([1, 2], [1]) for found in seen)


def test_a_killed_choice_of_a_passphrase_leaves_a_file_of_it_or_none(tmp_path: Path) -> None:
    (empty := tmp_path / "empty").mkdir()
    seen = set()
    for folder in deaths("create", empty, tmp_path, every=2):
        vault = Vault(folder)
        seen.add(vault.exists)
        assert not left_over(folder)
        if vault.exists:
            with pytest.raises(WrongPassphrase):
                vault.unlock("not the one that was typed twice")
        assert opened(folder) == []
    assert seen == {False, True}


def test_what_a_killed_deletion_left_is_wiped_when_the_cases_are_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault_module, "connect", plain)
    (start := tmp_path / "start").mkdir()
    vault = Vault(start)
    vault.create(PASSPHRASE)
    cases = Cases(vault, time.time)
    add(cases)
    cases.edit(cases.one(1), "Rumpelstiltskin", "open", [], "")
    vault.lock()
    gone = 0
    for folder in deaths("delete", start, tmp_path, encrypted=False):
        vault = Vault(folder)
        vault.unlock(PASSPHRASE)
        if [case.id for case in Cases(vault, time.time).all(Query())] == [2]:
            gone += 1
            assert b"Rumpelstiltskin" not in on_disk(vault)
        vault.lock()
    assert gone > 1


@pytest.mark.parametrize(
    ("function", "step", "path", "form"),
    [
        ("extension_backend.console.cases:Cases.add", 40, "/console/import", {}),
        ("extension_backend.console.vault:Vault.copy", 5, "/console/backup", {}),
        ("extension_backend.console.cases:Cases.delete", 4, "/console/cases/1/delete", {"sure": "yes"}),
    ],
    ids=["import", "backup", "delete"],
)
def test_a_server_that_is_killed_starts_anew_with_every_confirmed_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str, step: int, path: str, form: dict[str, str]
) -> None:
    monkeypatch.undo()  # its keys are as slow as they should be
    data = begun(tmp_path / "data")
    chat = SUSPICIOUS.replace("Ana", "me").encode() if path == "/console/import" else None
    server = Server(tmp_path)
    with server.running("tests.extension_backend.console.mortal", function, str(step)):
        volunteer = ConsoleClient(server.origin, server.code("console"), PASSPHRASE)
        with suppress(OSError):  # an import goes on after its answer
            volunteer.send(path, file=chat, **form)
        server.until_dead()
        stored = b"".join(file.read_bytes() for file in data.rglob("*") if file.is_file())
        assert not [word for word in ("darling", SECRET) if word.encode() in stored]
        server.start()
        volunteer = ConsoleClient(server.origin, server.code("console"), PASSPHRASE)
        assert SECRET in volunteer.read("/console/cases/1")
    assert opened(data, read=True) == [1]
    assert not list(data.glob(f"{FILE_NAME}.leaving*"))
