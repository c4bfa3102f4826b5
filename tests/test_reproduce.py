"""What REPRODUCE.md tells people to type is understood, and what it names is there."""

from __future__ import annotations

import importlib.util
import re
import shlex
from pathlib import Path

import pytest

from detector.bulk.inputs import SUFFIXES
from eval.cli import parser
from eval.figures import BENIGN_SETS, SCAM_SETS
from eval.layouts import layouts
from eval.sets import set_names
from eval.systems import find_system

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "REPRODUCE.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
EVALS = re.findall(r"(?:^|`)python -m eval ([^`#\n]+(?:#\w[^`#\n]*)*)", TEXT, re.MULTILINE)


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\bmake ([a-z-]+)", TEXT))))
def test_every_make_target_exists(target):
    assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize("variable", sorted(set(re.findall(r"\bmake [a-z-]+ ([A-Z]+)=", TEXT))))
def test_every_variable_that_make_is_given_is_read(variable):
    assert f"$({variable})" in MAKEFILE


@pytest.mark.parametrize("line", EVALS)
def test_every_evaluation_is_understood_and_names_sets_and_systems_that_there_are(line):
    given = parser().parse_args(shlex.split(line, comments=False))
    for name in getattr(given, "systems", []):
        find_system(name)
    for name in getattr(given, "sets", [getattr(given, "set", "corpus-test")]):
        if name.endswith(SUFFIXES):
            continue  # files of one's own
        assert name.partition("@")[0] in {*set_names(), *layouts()}


@pytest.mark.parametrize("module", sorted(set(re.findall(r"python -m ([\w.]+)", TEXT))))
def test_every_module_exists(module):
    assert importlib.util.find_spec(module)


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:docs|detector|eval)/[\w/.]*|\w+\.md)`", TEXT))))
def test_every_file_that_is_named_is_there(path):
    assert (ROOT / path).exists()


def test_every_outside_set_of_the_figures_is_listed_with_its_hash():
    assert set(re.findall(r"^\| `(\w+)` .*`[0-9a-f]{16}` \|$", TEXT, re.MULTILINE)) == {*BENIGN_SETS, *SCAM_SETS}
