"""What the README tells people to type exists, and what it shows is there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from eval.chats import read_chats

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\bmake ([a-z-]+)", README))))
def test_every_make_target_exists(target):
    assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize(("module", "command"), sorted(set(re.findall(r"python -m ([\w.]+) ([a-z]+)", README))))
def test_every_command_exists(module, command):
    asked = [sys.executable, "-m", module, command, "--help"]
    assert subprocess.run(asked, cwd=ROOT, capture_output=True).returncode == 0


@pytest.mark.parametrize("link", sorted(set(re.findall(r'(?:src|srcset)="([^"]+)"|\]\(([^)#:]+)\)', README))))
def test_every_picture_and_file_is_there(link):
    assert (ROOT / (link[0] or link[1])).exists()


def test_the_example_of_a_set_can_be_read(tmp_path):
    (file := tmp_path / "mine.jsonl").write_text(re.search(r"```json\n(.+)\n```", README)[1])
    (chat,) = read_chats(file)
    assert (chat.label, chat.ask_at, len(chat.messages)) == ("scam", 1, 2)
