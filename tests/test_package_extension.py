"""The archives for the stores: the wanted files and no others, and the same bytes each time."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
EXTENSION = ROOT / "extension"
VERSION = json.loads((EXTENSION / "manifest.json").read_text(encoding="utf-8"))["version"]
NAMES = [f"second-look-{VERSION}.xpi", f"second-look-{VERSION}.zip"]
NOT_SHIPPED = {"types.d.ts"}


def packed(out: Path, source: Path = EXTENSION) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, ROOT / ".ci" / "package_extension.py", "--source", source, "--out", out]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("build")
    done = packed(out)
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in out.iterdir()) == NAMES
    return out / NAMES[1]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The same files somewhere else, written in another order, at another time and with other modes."""
    folder = tmp_path / "copy"
    for path in sorted(EXTENSION.rglob("*"), reverse=True):
        if path.is_file():
            target = folder / path.relative_to(EXTENSION)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            target.chmod(0o600)
            os.utime(target, (1_000_000_000, 1_000_000_000))
    return folder


def test_it_holds_exactly_the_files_of_the_folder_but_for_the_types(archive: Path) -> None:
    tracked = subprocess.run(["git", "ls-files", "."], cwd=EXTENSION, check=True, capture_output=True, text=True).stdout
    with zipfile.ZipFile(archive) as found:
        assert found.namelist() == sorted(set(tracked.split()) - NOT_SHIPPED)
        assert all(found.read(name) == (EXTENSION / name).read_bytes() for name in found.namelist())


def test_no_file_tells_when_or_by_whom_it_was_packed(archive: Path) -> None:
    with zipfile.ZipFile(archive) as found:
        told = {(one.date_time, one.external_attr >> 16, one.create_system, one.extra) for one in found.infolist()}
    assert told == {((1980, 1, 1, 0, 0, 0), 0o100644, 3, b"")}


def test_the_same_files_give_the_same_bytes(archive: Path, copy: Path, tmp_path: Path) -> None:
    assert packed(tmp_path / "again", copy).returncode == 0
    made = [(tmp_path / "again" / name).read_bytes() for name in NAMES]
    assert made == [archive.read_bytes()] * 2


@pytest.mark.parametrize(
    "stray", [".DS_Store", "notes.txt", "popup/popup.js.orig", "content/.hidden.js", "icons/x.psd"]
)
def test_what_nobody_said_is_to_be_shipped_stops_it(copy: Path, tmp_path: Path, stray: str) -> None:
    (copy / stray).write_text("stray", encoding="utf-8")
    done = packed(tmp_path / "out", copy)
    assert done.returncode == 1
    assert stray in done.stderr


def test_all_that_the_manifest_names_is_in_it(archive: Path) -> None:
    manifest = json.loads((EXTENSION / "manifest.json").read_text(encoding="utf-8"))
    named = {
        *manifest["icons"].values(),
        *manifest["action"]["default_icon"].values(),
        *manifest["background"]["scripts"],
    }
    named |= {manifest["action"]["default_popup"], manifest["options_ui"]["page"]}
    named.add(f"_locales/{manifest['default_locale']}/messages.json")
    with zipfile.ZipFile(archive) as found:
        assert named <= set(found.namelist())


def test_the_extension_and_the_project_have_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION
