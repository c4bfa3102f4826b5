"""The encrypted file: only its passphrase opens it, no word of a case is readable in it, what is deleted is gone."""

from __future__ import annotations

import stat
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from detector.review import Evidence, Review, review
from detector.types import Conversation, Message, Sender
from extension_backend.console import vault as vault_module
from extension_backend.console.cases import Cases, Query
from extension_backend.console.placing import FILE_NAME
from extension_backend.console.tables import MIGRATIONS
from extension_backend.console.vault import Vault, connect, restore
from extension_backend.console.vault_errors import (
    VaultBusy,
    VaultDamaged,
    VaultError,
    VaultLocked,
    VaultMissing,
    WeakPassphrase,
    WrongPassphrase,
)
from tests.extension_backend.conftest import Clock
from tests.extension_backend.console.conftest import PASSPHRASE
from tests.extension_backend.fakes import fake_judge

SECRET = "Penelope Wintergreen plays the saxophone"


def judged(text: str = SECRET) -> tuple[bytes, Review]:
    """A file, and the review of the chat in it: 60 messages with a finding each."""
    data = f"Ana: hello\nDaniel: {text}".encode()
    messages = tuple(Message(str(i), "them", f"my uncle says {text} {i}") for i in range(60))
    return data, review(Conversation("penelope", messages), fake_judge(), Evidence.of(data, "chat.txt"))


def add(cases: Cases, text: str = SECRET, chats: int = 1) -> list[int]:
    data, found = judged(text)
    return cases.add("chat.txt", data, "Ana", [found] * chats, [])


def add_chat(cases: Cases, texts: Sequence[str], name: str = "chat", sender: Sender = "them") -> int:
    """A case of one chat in which one side alone writes."""
    messages = tuple(Message(str(i), sender, text) for i, text in enumerate(texts))
    found = review(Conversation(name, messages), fake_judge(), Evidence.of(b"x", f"{name}.txt"))
    return cases.add(f"{name}.txt", b"x", None, [found], [])[0]


def on_disk(vault: Vault) -> bytes:
    return b"".join(file.read_bytes() for file in vault.file.parent.iterdir())


def test_the_file_is_for_this_user_only(vault: Vault) -> None:
    assert stat.S_IMODE(vault.file.stat().st_mode) == 0o600


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_nothing_of_a_case_is_readable_in_any_file(vault: Vault, cases: Cases, encoding: str) -> None:
    add(cases)
    assert len(on_disk(vault)) > 50_000
    words = ("Penelope", "saxophone", "SQLite format", "casefile", PASSPHRASE)
    assert not [word for word in words if word.encode(encoding) in on_disk(vault)]


def test_another_passphrase_does_not_open_it_and_harms_nothing(vault: Vault, cases: Cases) -> None:
    add(cases)
    with pytest.raises(WrongPassphrase, match="does not open"):
        vault.unlock(PASSPHRASE + "!")
    assert not vault.is_open
    vault.unlock(PASSPHRASE)
    assert len(cases.all(Query())) == 1


@pytest.mark.parametrize(
    "passphrase", ['it\'s "quoted" -- ; \\', "пароль из четырёх слов", "x'0123456789abcdef'", "a\0b and so on and on"]
)
def test_any_text_can_be_a_passphrase(tmp_path: Path, passphrase: str) -> None:
    made = Vault(tmp_path)
    made.create(passphrase)
    made.lock()
    with pytest.raises(WrongPassphrase):
        made.unlock(passphrase[:-1])
    made.unlock(passphrase)
    made.lock()


def test_the_same_letters_typed_on_another_keyboard_open_it(tmp_path: Path) -> None:
    made = Vault(tmp_path)
    made.create("vier grüne Wörter hier")
    made.unlock("vier gru\u0308ne Wo\u0308rter hier")
    made.lock()


def test_a_short_passphrase_is_refused_before_a_file_is_made(tmp_path: Path) -> None:
    with pytest.raises(WeakPassphrase):
        Vault(tmp_path).create("too short")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_never_made_anew(vault: Vault) -> None:
    with pytest.raises(VaultError, match="already"):
        Vault(vault.file.parent).create(PASSPHRASE)


def test_without_a_file_there_is_nothing_to_open(tmp_path: Path) -> None:
    with pytest.raises(VaultMissing):
        Vault(tmp_path).unlock(PASSPHRASE)


def test_once_locked_nothing_can_be_read(vault: Vault, cases: Cases) -> None:
    vault.lock()
    with pytest.raises(VaultLocked):
        cases.all(Query())
    with pytest.raises(VaultLocked):
        add(cases)


@pytest.mark.parametrize(
    "harm",
    [
        lambda data: data[:-100],
        lambda data: b"SQLite format 3\0" + data[16:],
        lambda data: data[:9000] + bytes(200) + data[9200:],
        lambda data: data[: 4096 * 3],
    ],
    ids=["cut", "not encrypted", "a page overwritten", "pages missing"],
)
def test_a_damaged_file_says_so(vault: Vault, cases: Cases, harm: Callable[[bytes], bytes]) -> None:
    add(cases)
    vault.wipe_traces()
    vault.lock()
    vault.file.write_bytes(harm(vault.file.read_bytes()))
    with pytest.raises(VaultDamaged, match="restore a backup"):
        open_and_read_all(cases)


def open_and_read_all(cases: Cases) -> None:
    cases.vault.unlock(PASSPHRASE)
    for case in cases.all(Query()):
        cases.vault.rows("SELECT * FROM message WHERE casefile = ?", (case.id,))


def test_a_file_in_use_says_so(vault: Vault, cases: Cases) -> None:
    other = connect(vault.file, PASSPHRASE)
    other.execute("BEGIN IMMEDIATE")
    vault.rows("PRAGMA busy_timeout = 10")
    with pytest.raises(VaultBusy, match="Wait"):
        add(cases)
    other.rollback()
    other.close()
    assert add(cases) == [1]


def test_a_file_of_a_newer_version_is_left_alone(vault: Vault) -> None:
    with vault.transaction() as tx:
        tx.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(RuntimeError, match="newer"):
        vault.unlock(PASSPHRASE)
    assert not vault.is_open


def plain(file: Path, passphrase: str) -> object:
    """A connection as the vault makes it, without its key: what stays in the file can be searched."""
    import sqlite3

    opened = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    opened.row_factory = sqlite3.Row
    opened.create_function("folded", 1, str.casefold)
    for pragma in ("journal_mode = WAL", "foreign_keys = ON", "secure_delete = ON", "temp_store = MEMORY"):
        opened.execute(f"PRAGMA {pragma}").close()
    return opened


def test_a_deleted_case_leaves_no_byte_behind(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault_module, "connect", plain)
    made = Vault(tmp_path)
    made.create(PASSPHRASE)
    cases = Cases(made, clock)
    kept, gone = add(cases, "Somebody else entirely")[0], add(cases)[0]
    cases.edit(cases.one(gone), "Penelope", "open", ["Penelope"], "Penelope's notes")
    assert b"Penelope" in on_disk(made)
    cases.delete(cases.one(gone))
    stored = on_disk(made)
    assert not [word for word in (b"Penelope", b"saxophone") if word in stored]
    assert b"Somebody else" in stored
    assert [case.id for case in cases.all(Query())] == [kept]
    made.lock()


def test_deleting_shrinks_the_encrypted_file(vault: Vault, cases: Cases) -> None:
    add(cases, "a much longer text " * 400)
    vault.wipe_traces()
    before = vault.file.stat().st_size
    cases.delete(cases.one(1))
    assert vault.file.stat().st_size < before / 2
    assert not (vault.file.parent / f"{FILE_NAME}-wal").stat().st_size


def test_a_file_stays_while_another_case_is_from_it(vault: Vault, cases: Cases) -> None:
    first, second = add(cases, chats=2)
    cases.delete(cases.one(first))
    assert cases.one(second).n_bytes > 0
    cases.delete(cases.one(second))
    assert vault.rows("SELECT count(*) AS n FROM file")[0]["n"] == 0


def test_a_backup_is_one_encrypted_file_that_brings_all_back(vault: Vault, cases: Cases, tmp_path: Path) -> None:
    add(cases)
    backup = tmp_path / "elsewhere.backup"
    vault.back_up(backup)
    assert b"Penelope" not in backup.read_bytes()
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    cases.delete(cases.one(1))
    kept = restore(tmp_path, backup, PASSPHRASE)
    assert kept is not None
    with pytest.raises(VaultLocked):  # what is open is the file of before
        cases.all(Query())
    vault.unlock(PASSPHRASE)
    assert cases.one(1).title == "penelope"
    assert not list(tmp_path.glob("*.restored*"))


@pytest.mark.parametrize(
    ("passphrase", "harm", "why"),
    [
        ("another passphrase", lambda data: data, WrongPassphrase),
        (PASSPHRASE, lambda data: data[:9000] + bytes(200) + data[9200:], VaultDamaged),
        (PASSPHRASE, lambda data: data[:-1], VaultDamaged),
        (PASSPHRASE, lambda data: b"", VaultDamaged),
    ],
    ids=["passphrase", "page", "end", "empty"],
)
def test_a_backup_that_is_not_whole_replaces_nothing(
    vault: Vault, cases: Cases, tmp_path: Path, passphrase: str, harm: Callable[[bytes], bytes], why: type[VaultError]
) -> None:
    add(cases)
    backup = tmp_path / "elsewhere.backup"
    vault.back_up(backup)
    backup.write_bytes(harm(backup.read_bytes()))
    with pytest.raises(why):
        restore(tmp_path, backup, passphrase)
    assert cases.one(1).title == "penelope"


def test_the_server_starts_without_loading_the_driver() -> None:
    code = "import sys, extension_backend.serve; print('sqlcipher3' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert said.strip() == "False"


def test_guessing_a_passphrase_is_slow(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.undo()  # the other tests do not wait for it
    made = Vault(tmp_path)
    made.create(PASSPHRASE)
    assert made.rows("PRAGMA kdf_iter")[0][0] in ("256000", 256_000)
    made.lock()
