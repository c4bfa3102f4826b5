"""The words of an HTML mail, in lines; what it quotes from earlier mails has ">" before each line, as in plain mails.

Tags are cut out with one pattern, since `html.parser` raises on hostile markup and takes quadratic time on some of it.
"""

from __future__ import annotations

import html
import re

_TAG = re.compile(r"<(/?[A-Za-z][A-Za-z0-9]*\b[^<>]*|![^<>]*|\?[^<>]*)>")
_NAME = re.compile(r"/?[A-Za-z][A-Za-z0-9]*")
_HREF = re.compile(r"\bhref\s*=\s*[\"']?(https?://[^\"'\s]+)", re.IGNORECASE)
_QUOTE_CLASS = re.compile(r"""\b(?:class|id)\s*=\s*["']?[^"'>]*\b(?:gmail_quote|yahoo_quoted)\b""", re.IGNORECASE)
_SILENT = frozenset({"script", "style", "head", "title"})
_PARAGRAPHS = frozenset({"p", "ul", "ol", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"})
_LINES = _PARAGRAPHS | {"br", "div", "li", "tr", "hr", "pre", "section", "article"}
_SPACES = re.compile(r"[ \t\r\n\f]+")


def to_text(page: str) -> str:
    """Plain text of an HTML page; a link whose words do not name its address is followed by it."""
    words = _Words()
    pieces = _TAG.split(_without_comments(page))
    for place, piece in enumerate(pieces):
        if place % 2 == 0:
            words.text(piece)
        else:
            words.tag(piece)
    return words.done()


def _without_comments(page: str) -> str:
    first, *rest = page.split("<!--")
    return first + "".join(piece.partition("-->")[2] for piece in rest)


class _Words:
    """Collects lines while tags and texts come by."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []  # pieces of the line that is being read
        self._silent = ""  # name of the tag whose end is awaited
        self._quotes: list[tuple[str, int]] = []  # tags that quote, with how many of their kind are open inside
        self._link = ""
        self._link_from = 0

    def text(self, piece: str) -> None:
        if not self._silent:
            self._line.append(html.unescape(piece).replace("\u00a0", " "))

    def tag(self, piece: str) -> None:
        found = _NAME.match(piece)
        if found is None:
            return
        name, ends = found[0].lstrip("/").lower(), found[0].startswith("/")
        if self._silent:
            if ends and name == self._silent:
                self._silent = ""
        elif name in _SILENT:
            self._silent = "" if ends or piece.endswith("/") else name
        elif name == "a":
            self._anchor(piece, ends)
        elif name in _LINES:
            self._break(name)
            self._nest(name, piece, ends)

    def _anchor(self, piece: str, ends: bool) -> None:
        if not ends:
            found = _HREF.search(piece)
            self._link, self._link_from = (html.unescape(found[1]) if found else ""), len(self._line)
        elif self._link:
            if self._link.partition("://")[2].rstrip("/") not in "".join(self._line[self._link_from :]):
                self._line.append(f" <{self._link}>")
            self._link = ""

    def _break(self, name: str) -> None:
        """Ends the line; a paragraph leaves one empty line."""
        prefix = "> " if self._quotes else ""
        line = _SPACES.sub(" ", "".join(self._line)).strip()
        if line:
            self._lines.append(prefix + line)
        elif name == "br" and self._lines:
            self._lines.append(prefix.strip())
        self._line, self._link_from = [], 0
        if name in _PARAGRAPHS and self._lines and self._lines[-1].strip("> "):
            self._lines.append(prefix.strip())

    def _nest(self, name: str, piece: str, ends: bool) -> None:
        """Follows what is inside a quote: a blockquote, or the division in which a mail program keeps the old mail."""
        if self._quotes and self._quotes[-1][0] == name:
            depth = self._quotes[-1][1] + (-1 if ends else 1)
            self._quotes[-1] = (name, depth)
            if depth == 0:
                self._quotes.pop()
        elif not ends and (name == "blockquote" or (name == "div" and _QUOTE_CLASS.search(piece))):
            self._quotes.append((name, 1))

    def done(self) -> str:
        self._break("div")
        return "\n".join(self._lines).strip("\n")
