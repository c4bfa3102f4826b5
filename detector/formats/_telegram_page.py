"""The messages on a page of Telegram Desktop's HTML export. Takes words and class names, nothing else.

The tags are found by one pattern of linear time: `html.parser` can be kept busy for hours by a hostile page. Telegram
escapes every < and > that is not its own, so no text is lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

_TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9]*+)((?:[^<>"']|"[^<>"]*"|'[^<>']*')*+)>""")
_ATTRIBUTE = re.compile(r"""(?<![a-zA-Z])([a-zA-Z]++)\s*+=\s*(?:"([^"]*)"|'([^']*)')""")
_LINE_END = re.compile(r"(?<![ \t])[ \t]*+[\r\n]\s*+")
_MUTE = frozenset({"script", "style"})
_BLOCKS = frozenset({"div", "blockquote", "pre", "p", "li"})
_PARTS = ("from_name", "text", "title", "description", "status", "question")


@dataclass(slots=True)
class Post:
    """One message as the page shows it."""

    line: int  # on the page, counted from 1
    classes: frozenset[str]
    when: str = ""
    media: list[str] = field(default_factory=list)  # class names
    words: dict[str, list[str]] = field(default_factory=lambda: {part: [] for part in _PARTS})

    def said(self, part: str) -> str:
        return "".join(self.words[part]).strip()


@dataclass(slots=True)
class Page:
    """The name of the chat, and its messages."""

    title: str
    posts: list[Post]


def read_page(text: str) -> Page:
    """The messages of a page in their order; whatever else is on it is left out."""
    reader, line, counted, end = _Reader(), 1, 0, 0
    for tag in _TAG.finditer(text):
        line, counted = line + text.count("\n", counted, tag.start()), tag.start()
        reader.text(text[end : tag.start()])
        reader.tag(bool(tag[1]), tag[2].lower(), tag[3], line)
        end = tag.end()
    return Page("".join(reader.heading).strip(), reader.posts)


class _Reader:
    """Follows the divs of the page, from the outermost to the one that is open."""

    def __init__(self) -> None:
        self.heading: list[str] = []
        self.posts: list[Post] = []
        self._post: Post | None = None
        self._divs: list[str] = []  # what each holds: a part of a message, or one of the words below
        self._spans = 0  # open in the innermost div
        self._link: tuple[str, list[str], int] | None = None
        self._mute = ""

    def tag(self, closes: bool, name: str, attributes: str, line: int) -> None:
        if name in _BLOCKS and not self._mute and (words := self._words()) and not words[-1].endswith("\n"):
            words.append("\n")
        if self._mute:
            self._mute = "" if closes and name == self._mute else self._mute
        elif closes:
            self._close(name)
        elif name in _MUTE:
            self._mute = name
        elif name == "br":
            self._words().append("\n")
        else:
            found = {key.lower(): unescape(one or other) for key, one, other in _ATTRIBUTE.findall(attributes)}
            self._open(name, found, line)

    def text(self, text: str) -> None:
        if self._mute or not text:
            return
        words = self._words()
        plain = _LINE_END.sub(" ", text)  # as a browser shows it
        if plain != text and (not words or words[-1].endswith("\n")):
            plain = plain.lstrip(" ")
        words.append(unescape(plain))

    def _open(self, name: str, attributes: dict[str, str], line: int) -> None:
        classes = frozenset(attributes.get("class", "").split())
        if name == "div":
            self._divs.append(self._part(classes))
            self._spans = 0
            if "message" in classes:
                self._post = Post(line, classes)
                self.posts.append(self._post)
                self._divs[-1] = "post"
            elif self._post and self._divs[-1] == "date":
                self._post.when = attributes.get("title", "")
        elif name == "span":
            self._spans += 1
        elif name == "a":
            words = self._words()
            self._link = attributes.get("href", ""), words, len(words)
        if self._post:
            self._post.media += sorted(one for one in classes if one.startswith("media_") or one.endswith("_wrap"))

    def _part(self, classes: frozenset[str]) -> str:
        parent = self._divs[-1] if self._divs else ""
        if "text" in classes and "bold" in classes:
            return "heading"
        if "from_name" in classes and parent == "forwarded":
            return ""
        if {"forwarded", "body"} <= classes:
            return "forwarded"
        known = next((part for part in ("date", *_PARTS) if part in classes), "")
        return known or (parent if parent == "text" else "")

    def _close(self, name: str) -> None:
        if name == "div" and self._divs:
            if self._divs.pop() == "post":
                self._post = None
            self._spans = 0
        elif name == "span":
            self._spans = max(0, self._spans - 1)
        elif name == "a" and self._link:
            href, words, start = self._link
            label = "".join(words[start:]).strip()
            if href.lower().startswith(("http://", "https://")) and label not in (href, f"@{href.rpartition('/')[2]}"):
                words.append(f" ({href})" if label else href)
            self._link = None

    def _words(self) -> list[str]:
        """Where the words go that stand here; a list that nobody reads where they are none of the chat's."""
        part = self._divs[-1] if self._divs else ""
        if part == "heading" and not self.posts:
            return self.heading
        if self._post is None or part not in self._post.words or (part == "from_name" and self._spans):
            return []
        return self._post.words[part]
