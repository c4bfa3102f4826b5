"""The files that make up an export: the file itself, or those in a zip around the folder that the program wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detector.errors import UnreadableChat
from detector.formats import _source
from detector.formats._source import Source

_FIRST = 20
_NUMBERS = re.compile(r"\d+")


def parts(source: Source, path: re.Pattern[str]) -> list[tuple[str, Source]]:
    """Folder and content of every file that counts, in the order of the numbers in their names.

    Args:
        path: what the whole path of a member in a zip must match. A file that is no zip always counts.

    Raises:
        UnreadableChat: damaged, encrypted, or together larger than any chat.
    """
    return [("", source)] if not source.is_zip else list(_unpacked(source, path))


def first_parts(source: Source, path: re.Pattern[str]) -> Iterator[Source]:
    """Some of them, one by one, to see whether any is of a format: the first may be empty or damaged."""
    return iter((source,)) if not source.is_zip else (part for _, part in _unpacked(source, path, _FIRST))


def first_part(source: Source, path: re.Pattern[str]) -> Source | None:
    """The first of them."""
    return next(first_parts(source, path), None)


def _unpacked(source: Source, path: re.Pattern[str], most: int | None = None) -> Iterator[tuple[str, Source]]:
    found = [member for member in source.members if path.fullmatch(member.filename)]
    found.sort(key=lambda member: _by_numbers(member.filename))
    if most is None and sum(member.file_size for member in found) > _source.MAX_BYTES:
        raise UnreadableChat("the chat texts in the zip are too large together; zip the folder of one chat only")
    for member in found[:most]:
        yield member.filename.rpartition("/")[0], source.member(member)


def _by_numbers(path: str) -> tuple[str, list[str], str]:
    """ "messages.html", "messages2.html", "messages10.html"."""
    folder, _, name = path.rpartition("/")
    return folder, [number.zfill(12) for number in _NUMBERS.findall(name)], name
