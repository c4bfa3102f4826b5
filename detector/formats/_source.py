"""What every format reads from and gives back: bytes, decoded text, zip members; chats whose speakers have names."""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from detector.errors import UnreadableChat
from detector.formats._json import Parsed, parse

MAX_BYTES = 64 * 2**20  # of chat text: about a million messages
MAX_ZIP_BYTES = 4 * 2**30  # exports carry photos and videos; they are never unpacked
MAX_RATIO = 200  # chat text packs 3 to 15 times; a bomb 1,000 times
MAX_MEMBERS = 100_000
_LINE_END = re.compile(r"\r\n|\n|\r")
_SURROGATES = re.compile("[\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One message with the name of its sender. `sent_at` is aware UTC; a time without a zone counts as UTC."""

    name: str
    text: str
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat as the file tells it. `me` and `them` are names, where the file says who is who."""

    id: str
    platform: str
    lines: tuple[Line, ...]
    me: str | None = None
    them: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A line, counted from 1, that could not be read, and why; never what it says. `unit` is what is counted, `file`
    is named where there may be several. `kept` is for what was read all the same, and is not sure.
    """

    line: int
    why: str
    unit: str = "line"
    file: str = ""
    kept: bool = False

    @property
    def place(self) -> str:
        return f"{self.file}, {self.unit} {self.line}" if self.file else f"{self.unit} {self.line}"

    @property
    def said(self) -> str:
        return f"{self.place}: {self.why}"


@dataclass(frozen=True, slots=True)
class Import:
    """What could be read, and what could not."""

    chats: tuple[Chat, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Source:
    """A file in memory."""

    data: bytes
    name: str = ""

    @cached_property
    def text(self) -> str:
        """The bytes as text; "" for a zip or for bytes that are no text."""
        return "" if self.is_zip else decode(self.data)

    @cached_property
    def lines(self) -> list[str]:
        """Lines without their ends. Only CR and LF end a line: a chat may hold U+2028 and the like."""
        return _LINE_END.split(self.text)

    @cached_property
    def parsed(self) -> Parsed:
        """The text as JSON."""
        return parse(self.text)

    @property
    def is_zip(self) -> bool:
        return self.data.startswith(b"PK\x03\x04")

    @cached_property
    def members(self) -> tuple[zipfile.ZipInfo, ...]:
        """The files in a zip; () where it is none."""
        if not self.is_zip:
            return ()
        with _zip_errors(), zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS:
                raise UnreadableChat(f"the zip has more than {MAX_MEMBERS:,} files")
            return tuple(member for member in members if not member.is_dir())

    def member(self, info: zipfile.ZipInfo) -> Source:
        """Unpacks one member in memory.

        Raises:
            UnreadableChat: damaged, encrypted, or larger than any chat.
        """
        if info.file_size > MAX_BYTES or info.file_size > max(2**20, MAX_RATIO * info.compress_size):
            raise UnreadableChat("the chat text in the zip is too large to be a chat")
        with _zip_errors(), zipfile.ZipFile(io.BytesIO(self.data)) as archive, archive.open(info) as packed:
            data = packed.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise UnreadableChat("the chat text in the zip is too large to be a chat")
        return Source(data, Path(info.filename).name)


class _zip_errors:  # noqa: N801 - used like a function
    """Turns what zipfile raises on hostile bytes into `UnreadableChat`."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if isinstance(error, NotImplementedError | RuntimeError):
            raise UnreadableChat(
                "the zip is encrypted or packed in a way that cannot be read; unpack it first"
            ) from None
        if isinstance(
            error, zipfile.BadZipFile | zlib.error | lzma.LZMAError | OSError | EOFError | ValueError | IndexError
        ):
            raise UnreadableChat("the zip is damaged; export the chat again") from None


def open_source(data: bytes | Path, name: str = "") -> Source:
    """Bytes or a path as a source.

    Raises:
        UnreadableChat: it is empty or too large. OSError passes through.
    """
    if isinstance(data, Path):
        if data.stat().st_size > MAX_ZIP_BYTES:
            raise UnreadableChat("the file is too large to be a chat")
        name = name or data.name
        data = data.read_bytes()
    if not data.strip():
        raise UnreadableChat("the file is empty")
    source = Source(data, name)
    if len(data) > (MAX_ZIP_BYTES if source.is_zip else MAX_BYTES):
        raise UnreadableChat("the file is too large to be a chat")
    return source


def decode(data: bytes) -> str:
    """Text of UTF-8, UTF-16 or, failing both, Windows-1252 bytes; "" where NUL bytes say that it is no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").removeprefix("\ufeff")
    if b"\0" in data[:4096]:
        return ""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def clean(text: str) -> str:
    """Half characters, which JSON can hold and no file can, replaced."""
    if not _SURROGATES.search(text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
