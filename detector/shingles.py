"""Runs of words that two chats share: how a script is recognised when it was sent to more than one person.

Broder, "On the resemblance and containment of documents" (1997): texts are compared by the sets of their word runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import blake2b

from detector.types import Span

RUN_WORDS = 5
# Chinese, Japanese and Korean put no space between words: each sign counts as one.
_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]|(?P<number>\d+(?:[.,]\d+)*(?![^\W_]))|[^\W_]+"
)


def runs(text: str) -> dict[int, Span]:
    """Each run of `RUN_WORDS` words as a signed 64-bit hash, with where it stands first. A shorter text has none.

    Case is ignored, and so are numbers: the sums of a script differ from person to person.
    """
    found: dict[int, Span] = {}
    words = [
        ("0" if match["number"] else match[0].casefold(), match.start(), match.end()) for match in _WORD.finditer(text)
    ]
    for first in range(len(words) - RUN_WORDS + 1):
        some = words[first : first + RUN_WORDS]
        found.setdefault(_hash(word for word, _, _ in some), Span(some[0][1], some[-1][2]))
    return found


def _hash(words: Iterable[str]) -> int:
    return int.from_bytes(blake2b(" ".join(words).encode(errors="replace"), digest_size=8).digest(), signed=True)
