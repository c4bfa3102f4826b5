"""Words of a picture, by Tesseract. It is given one clean sheet, black on white, that is written here pixel by pixel:
no byte of a stranger's file reaches it, and none of it is written to a disk.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from detector.errors import Unavailable, UnreadableChat
from detector.pictures.ink import Ink, contrast
from detector.pictures.regions import Box

LIMIT_S = 120
_WORDS_PX = 36  # height of a line of words that Tesseract reads best
_GAP_PX = 30
_SHEET_PX = 30_000  # no side of a picture may be larger: github.com/tesseract-ocr/tesseract, 32767 in tprintf of sizes


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was read. `sure` is 0 to 1."""

    text: str
    box: Box
    sure: float


Lines = list[list[Word]]


def read(inks: Sequence[tuple[Ink, int]]) -> list[Lines]:
    """The lines of each piece, which comes with the height of a line of words in it, in pixels.

    Raises:
        Unavailable: there is no Tesseract. UnreadableChat: it failed, or took too long.
    """
    if not inks:
        return []
    scales = [min(4.0, max(0.25, _WORDS_PX / words_px)) for _, words_px in inks]
    pieces = [_piece(ink, scale) for (ink, _), scale in zip(inks, scales, strict=True)]
    tops = np.cumsum([_GAP_PX, *(piece.height + _GAP_PX for piece in pieces)]).tolist()
    sheet = Image.new("L", (max(piece.width for piece in pieces) + 2 * _GAP_PX, tops[-1]), 255)
    if sheet.height > _SHEET_PX:
        raise UnreadableChat("the picture is too long; cut it into screens")
    for piece, top in zip(pieces, tops, strict=False):
        sheet.paste(piece, (_GAP_PX, top))
    found: list[dict[tuple[str, ...], list[Word]]] = [{} for _ in inks]
    for row in csv.DictReader(io.StringIO(_tesseract(sheet)), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] != "5" or not row["text"].strip():
            continue
        left, top, width, height = (int(row[name]) for name in ("left", "top", "width", "height"))
        i = max(0, bisect_right(tops, top + height // 2) - 1)
        box = _back((left - _GAP_PX, top - tops[i], width, height), scales[i], inks[i][0].box)
        line = row["block_num"], row["par_num"], row["line_num"]
        found[i].setdefault(line, []).append(Word(row["text"], box, float(row["conf"]) / 100))
    return [list(lines.values()) for lines in found]


def _piece(ink: Ink, scale: float) -> Image.Image:
    """Black on white. Emoji become rings: where nothing stood, the words around would be read as one."""
    strong = max(1, contrast(ink.dark))
    light = 255 - np.minimum(255, ink.dark.astype(np.int32) * 380 // strong)
    piece = Image.fromarray(light.astype(np.uint8))
    for blot in ink.blots:
        across = min(blot.height, blot.width)
        left, top = (blot.left + blot.right - across) // 2 - ink.box.left, blot.top - ink.box.top
        inset = across // 7
        ImageDraw.Draw(piece).ellipse(
            (left + inset, top + inset, left + across - inset, top + across - inset),
            outline=0,
            width=max(1, across // 14),
        )
    size = max(1, round(piece.width * scale)), max(1, round(piece.height * scale))
    return piece.resize(size, Image.Resampling.BICUBIC)


def _back(at: tuple[int, int, int, int], scale: float, own: Box) -> Box:
    """A place on the sheet as one in the picture."""
    left, top, right, bottom = (round(n / scale) for n in (at[0], at[1], at[0] + at[2], at[1] + at[3]))
    return Box(own.left + left, own.top + top, own.left + right, own.top + bottom)


def _tesseract(sheet: Image.Image) -> str:
    program = shutil.which("tesseract")
    if program is None:
        raise Unavailable(
            "pictures of chats are read by Tesseract, which is not there: install it with "
            "'apt-get install tesseract-ocr'"
        )
    picture = io.BytesIO()
    sheet.save(picture, "PNG", compress_level=1)
    command = [program, "stdin", "stdout", "-l", "eng", "--psm", "6", "--dpi", "300", "tsv"]
    try:
        done = subprocess.run(  # noqa: S603 - no word of it is from outside
            command,
            input=picture.getvalue(),
            capture_output=True,
            timeout=LIMIT_S,
            check=False,
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired:
        raise UnreadableChat("the picture took too long to read; cut it into screens") from None
    if done.returncode:
        raise Unavailable(
            "Tesseract does not run as it should: install it anew with "
            "'apt-get install tesseract-ocr tesseract-ocr-eng'"
        )
    return done.stdout.decode("utf-8", "replace")
