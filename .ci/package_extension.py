"""`make extension`: the folder `extension/` as the stores take it, one archive under the two names that they ask for.

The same files give the same bytes on every machine: fixed order, time and mode, and no compression, since that comes
out differently with every version of zlib. Standard library only, so that it runs without any setup.
"""

from __future__ import annotations

import argparse
import json
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHIPPED = {".css", ".html", ".js", ".json", ".png", ".svg"}
STAYING = {"types.d.ts"}  # for the type checker only
TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can hold
MODE = 0o100644


def files_of(folder: Path) -> list[Path]:
    """What goes into the archive, in its order.

    Raises:
        ValueError: there is a file of which nobody said whether it is to be shipped.
    """
    found = [
        path for path in folder.rglob("*") if path.is_file() and path.relative_to(folder).as_posix() not in STAYING
    ]
    strange = [path for path in found if path.suffix not in SHIPPED or path.name.startswith(".") or path.is_symlink()]
    if strange:
        raise ValueError(f"Not known whether to ship it: {strange[0]}. Remove it, or name its kind in {__file__}.")
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def package(folder: Path, out: Path) -> list[Path]:
    """Writes the archives and returns their paths."""
    version = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["version"]
    out.mkdir(parents=True, exist_ok=True)
    made = [out / f"second-look-{version}.{suffix}" for suffix in ("zip", "xpi")]
    for archive in made:
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as written:
            for path in files_of(folder):
                entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), TIME)
                entry.create_system = 3  # Unix, wherever this runs: it decides how the mode is read
                entry.external_attr = MODE << 16
                written.writestr(entry, path.read_bytes())
    return made


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Packs the extension for the stores.")
    parser.add_argument("--source", type=Path, default=ROOT / "extension", metavar="DIR", help="(%(default)s)")
    parser.add_argument("--out", type=Path, default=ROOT / "build", metavar="DIR", help="(%(default)s)")
    given = parser.parse_args(argv)
    try:
        made = package(given.source, given.out)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    for path in made:
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
