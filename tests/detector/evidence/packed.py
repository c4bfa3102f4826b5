"""A chat with all that a pack can hold, judged by the real code over a stand-in network; and a pack, opened."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from pypdf import PdfReader

from detector.evidence import write_pack
from detector.review import Evidence, Review, review
from detector.types import Conversation, Message
from tests.extension_backend.fakes import fake_judge

AT = datetime(2026, 5, 1, 12, tzinfo=UTC)
START = datetime(2026, 3, 1, tzinfo=UTC)
ORIGINAL = b"the file,\r\nas it was \xff\x00"
NAME = "WhatsApp Chat with Anna.txt"
WALLET = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"
SAID = (
    ("them", "good morning my darling, how are you"),
    ("me", "I am fine, thanks. Call me, +1 202 555 0147"),
    ("them", "my uncle gives me tips, the profit is sure: https://gold-trade.top/join"),
    ("me", "that sounds good, my mail is maria.silva@example.com"),
    ("them", f"deposit 500 usdt to {WALLET}"),
    ("me", "ok I transferred 500 usdt and $1,200.50"),
    ("them", f"now deposit 2,000 USDT to {WALLET}, the profit is sure"),
    ("me", "transferred it"),
)


def judged(said=SAID, name=NAME, original=ORIGINAL) -> Review:
    """The review of a chat with six hours between its messages."""
    messages = tuple(
        Message(str(i), sender, text, START + timedelta(hours=6 * i)) for i, (sender, text) in enumerate(said)
    )
    return review(Conversation("c1", messages, "WhatsApp"), fake_judge(), Evidence.of(original, name))


def opened(folder: Path, found: Review | None = None, **how) -> dict[str, bytes]:
    """The files of a pack of it."""
    out = folder / "pack.zip"
    write_pack(found or judged(), ORIGINAL, out, **{"at": AT} | how)
    return members(out.read_bytes())


@cache
def packed(said=SAID, **how) -> dict[str, bytes]:
    """The files of a pack, made once for all tests that only look at them."""
    with TemporaryDirectory() as folder:
        return opened(Path(folder), judged(said), **how)


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def pdf_text(data: bytes) -> str:
    """What a person can read in a PDF, on one line. The reader gives letters of the CJK font with a stray NUL each."""
    pages = PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\0", "").split())
