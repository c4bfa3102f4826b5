"""Whole paths in real browsers and real chat apps. Nothing here is part of the product."""

from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
APPS = HERE / "node_modules"
EXTENSION = ROOT / "extension"
