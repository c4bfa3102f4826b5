"""`report.pdf`: the report on paper, in any script. Fonts come with pip, so that every machine prints the same."""

from __future__ import annotations

import logging
import re
import string
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.enums import TableCellFillMode, TextMode, VAlign
from fpdf.fonts import FontFace, TTFFont

from detector.evidence.blocks import Block, Box, Heading, Paragraph, Picture, Points, Quote, Report, Table
from detector.evidence.harmless import shown
from detector.types import Level

_SIZE, _LINE = 9.5, 5.0
_INK, _QUIET, _RULE = (29, 39, 48), (85, 98, 110), (213, 220, 226)
_COLOURS = {Level.NONE: _QUIET, Level.CAUTION: (31, 95, 153), Level.WARNING: (138, 82, 0), Level.DANGER: (161, 38, 34)}
_PICTURE_HEIGHT = 34.0
_CELL_LINES = 20
_PER_SHARE = 10  # characters of a cell for each hundredth of the width that it has
# Scripts that join letters or run from the right. Shaping all would take long, and tears Latin words in Chinese lines.
_SHAPED = re.compile("[\u0590-\u1fff\ufb1d-\ufdff\ufe70-\ufefc]")
_JOINERS = frozenset(map(ord, "\u200c\u200d\ufe0e\ufe0f"))  # of no use to a font that does not know them
logging.getLogger("fpdf").setLevel(logging.CRITICAL)  # it logs characters that a font lacks: words of the chat
logging.getLogger("fontTools").setLevel(logging.CRITICAL)


def paper(report: Report, at: datetime) -> bytes:
    """The report as A4."""
    with closing(_Paper(report.page, report.from_the_right)) as pdf:
        pdf.set_creation_date(at)
        pdf.set_title(report.title)
        pdf.set_lang(report.lang)
        pdf.add_page()
        pdf.write_line(report.title, size=18, bold=True)
        pdf.write_line(report.subtitle, colour=_QUIET)
        for block in report.blocks:
            pdf.block(block)
        return bytes(pdf.output())


@cache
def _font_files() -> tuple[Path, ...]:
    """Latin first, then the other scripts, emoji, and the large one last."""
    noto, cjk = Path(str(files("manimgx_fonts"))), Path(str(files("noto_cjk_sans_jp_regular")))
    scripts = sorted(path for path in noto.glob("Noto*.ttf") if not path.name.startswith("NotoSans["))
    upright = [path for path in scripts if "Italic" not in path.name]
    return (noto / "NotoSans[wght].ttf", *upright, cjk / "NotoSansCJKjp-Regular.otf")


@cache
def _letters_of(path: Path) -> frozenset[int]:
    """The code points that a font can draw."""
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


class _Paper(FPDF):
    """A page that takes blocks. Every text passes `_legible`."""

    def __init__(self, page: str, from_the_right: bool) -> None:
        super().__init__(format="A4")
        self._page, self._right = page, from_the_right
        self.set_margins(18, 16)
        self.set_auto_page_break(True, margin=18)
        self._fonts: list[Path] = []
        self._add_fonts_for(map(ord, string.printable + page))

    def close(self) -> None:
        """Lets go of the files of the fonts."""
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()

    def _add_fonts_for(self, letters: Iterable[int]) -> None:
        """Adds what these need, and no more: each font takes its time. They keep the order of `_font_files`."""
        missing = set(letters).difference(*map(_letters_of, self._fonts))
        for path in _font_files():
            if path not in self._fonts and missing & _letters_of(path):
                missing -= _letters_of(path)
                self.add_font(path.stem, "", path)
                self._fonts.append(path)
        self._fonts.sort(key=_font_files().index)
        self.set_fallback_fonts([path.stem for path in self._fonts[1:]], exact_match=False)

    def footer(self) -> None:
        self.set_y(-14)
        text = self._page.format(n=self.page_no())
        self._shape_for(text)
        self.set_font(self._fonts[0].stem, "", 8)
        self.set_text_color(*_QUIET)
        self.cell(0, 5, text, align="L" if self._right else "R")

    def block(self, block: Block) -> None:
        match block:
            case Heading(text):
                self._room(40)
                self.ln(4)
                self.start_section(self._legible(text))
                self.write_line(text, size=12.5, bold=True)
            case Paragraph(text):
                self.write_line(text)
            case Box():
                self._box(block)
            case Points(lines):
                for line in lines:
                    self.write_line(f"•  {line}", indent=3)
            case Table():
                self._table(block)
            case Quote():
                self._quote(block)
            case Picture():
                self._picture(block)

    def write_line(
        self,
        text: str,
        size: float = _SIZE,
        bold: bool = False,
        colour: Sequence[int] = _INK,
        indent: float = 0.0,
        bar: Sequence[int] | None = None,
    ) -> None:
        """A paragraph from the margin, with a coloured bar before it where one is asked for."""
        text = self._legible(text)
        self._shape_for(text)
        self.set_font(self._fonts[0].stem, "", size)
        self.set_text_color(*colour)
        self.set_x(self.l_margin + indent)
        height = _LINE * size / _SIZE
        if bar:
            self.set_draw_color(*bar)
            self.set_line_width(0.9)
        align = "R" if _from_the_right(text) else "L"
        with self._emboldened(colour) if bold else nullcontext():
            edge = "" if not bar else "R" if self._right else "L"
            self.multi_cell(0, height, text, border=edge, align=align, new_x="LMARGIN", new_y="NEXT")

    @contextmanager
    def _emboldened(self, colour: Sequence[int]) -> Iterator[None]:
        """Letters drawn with an outline: a bold cut of the font would take seconds to make."""
        with self.local_context(text_mode=TextMode.FILL_STROKE, line_width=0.2):
            self.set_draw_color(*colour)
            yield

    def _box(self, box: Box) -> None:
        colour = _COLOURS[box.level if box.level is not None else Level.NONE]
        self.ln(3)
        self.write_line(box.title, size=13, bold=True, colour=colour, bar=colour)
        for line in box.lines:
            self.write_line(line, bar=colour)

    def _quote(self, quote: Quote) -> None:
        colour = _COLOURS[quote.level]
        self._room(22)
        self.ln(2.5)
        self.write_line(quote.head, size=8.5, colour=_QUIET, bar=colour)
        self.write_line(quote.text, bar=colour)
        for reason in quote.reasons:
            self.write_line(f"•  {reason}", size=8.5, colour=_QUIET, bar=colour)

    def _table(self, table: Table) -> None:
        self._room(24)
        self.ln(1)
        self.write_line(table.caption, size=8.5, colour=_QUIET)
        way = -1 if self._right else 1
        widths = tuple(table.widths)[::way]
        rows = [
            [_cut(self._legible(cell), _PER_SHARE * share) for cell, share in zip(row[::way], widths, strict=True)]
            for row in (table.head, *table.rows)
        ]
        self._shape_for("".join("".join(row) for row in rows))
        self.set_font(self._fonts[0].stem, "", 8.5)
        self.set_text_color(*_INK)
        self.set_draw_color(*_RULE)
        self.set_fill_color(255)
        self.set_line_width(0.2)
        with self.table(
            rows,
            borders_layout="HORIZONTAL_LINES",
            col_widths=widths,
            line_height=4.4,
            text_align="RIGHT" if self._right else "LEFT",
            v_align=VAlign.T,
            cell_fill_mode=TableCellFillMode.NONE,
            headings_style=FontFace(emphasis="", color=_QUIET),
            padding=(0.6, 1.5, 0.6, 0),
        ):
            pass
        self.ln(2)

    def _picture(self, drawn: Picture) -> None:
        self._room(_PICTURE_HEIGHT + 16)
        self.write_line(drawn.taller, size=8.5, colour=_QUIET)
        left, top, width = self.l_margin + 10, self.get_y() + 2, self.epw - 10
        floor = top + _PICTURE_HEIGHT - 8
        self.set_font(self._fonts[0].stem, "", 7)
        self.set_line_width(0.2)
        for risk, written in drawn.shares.items():
            y = floor - risk * (floor - top)
            self.set_draw_color(*_RULE)
            self.line(left, y, left + width, y)
            self.text(self.l_margin, y + 1, self._legible(written))
        for low, high, level in drawn.levels:
            self.set_fill_color(*_COLOURS[level])
            height = 1.0 + level  # told by its height, not by its colour alone
            self.rect(left + low * width, floor + 5.5 - height, max((high - low) * width, 0.2), height, style="F")
        self.set_draw_color(*_INK)
        self.set_line_width(0.4)
        if len(drawn.points) > 1:
            self.polyline([(left + place * width, floor - risk * (floor - top)) for place, risk in drawn.points])
        self.text(left, floor + 9.5, "1")
        self.text(left + width - self.get_string_width(f"{drawn.n_messages}"), floor + 9.5, f"{drawn.n_messages}")
        self.set_y(floor + 12)

    def _room(self, height: float) -> None:
        """Starts a page where less than this is left, so that a heading stays with what it is over."""
        if self.will_page_break(height):
            self.add_page()

    def _shape_for(self, text: str) -> None:
        self.set_text_shaping(bool(_SHAPED.search(text)))

    def _legible(self, text: str) -> str:
        """What no font can draw is there by its number."""
        text = shown(text).replace("\t", "    ")
        if text.isascii():
            return text
        letters = set(map(ord, text)) - {ord("\n")}
        self._add_fonts_for(letters)
        for letter in sorted(letters.difference(*map(_letters_of, self._fonts))):
            text = text.replace(chr(letter), "" if letter in _JOINERS else f"[U+{letter:04X}]")
        return text


def _cut(text: str, most: int) -> str:
    """No row may be higher than a page; the tables in the zip have it whole."""
    short = "\n".join(text[:most].split("\n")[:_CELL_LINES])
    return short if short == text else f"{short} …"


def _from_the_right(text: str) -> bool:
    """Whether its first strong letter is of a script that runs from the right."""
    strong = (way for way in map(unicodedata.bidirectional, text) if way in ("L", "R", "AL"))
    return next(strong, "L") != "L"
