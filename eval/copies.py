"""Conversations that are copies of others, or nearly: within a set, and between sets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from detector.text import normalise
from eval.chats import Chat

SHINGLE_WORDS = 3
NEAR = 0.8  # share of common shingles from which on two conversations count as near copies
MIN_WORDS = 8  # two chats that only say "ok" are no copies of each other
_ROWS = 256  # compared at once
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Copy:
    """A conversation and the one that it repeats; similarity 1 with the same words in the same order is exact."""

    chat: Chat
    of: Chat
    similarity: float
    exact: bool


def copies(chats: Sequence[Chat], others: Sequence[Chat] | None = None) -> list[Copy]:
    """Each conversation that repeats an earlier one, or one of `others`, with the most similar of them.

    Similarity is Jaccard's, of all runs of three words (Broder 1997), after the detector's normalisation.
    """
    inside = others is None
    pool = chats if others is None else others
    words = [_words(chat) for chat in chats]
    pool_words = words if inside else [_words(chat) for chat in pool]
    vocabulary: dict[tuple[str, ...], int] = {}
    ours = _shingles(words, vocabulary)
    theirs = ours if inside else _shingles(pool_words, vocabulary)
    width = len(vocabulary)
    a, b = _matrix(ours, width), _matrix(theirs, width)
    found = []
    for start in range(0, len(chats), _ROWS):
        common = (a[start : start + _ROWS] @ b.T).toarray()  # float32 [rows, pool]
        sizes = np.array([len(row) for row in ours[start : start + _ROWS]])[:, None] + np.array(
            [len(row) for row in theirs]
        )
        similarity = common / np.maximum(1, sizes - common)
        for row in range(len(similarity)):
            place = start + row
            reach = similarity[row, :place] if inside else similarity[row]
            if reach.size and reach[best := int(reach.argmax())] >= NEAR:
                found.append(Copy(chats[place], pool[best], float(reach[best]), words[place] == pool_words[best]))
    return found


def _words(chat: Chat) -> list[str]:
    words = [word for message in chat.messages for word in _WORD.findall(normalise(message.text).lower())]
    return words if len(words) >= MIN_WORDS else []


def _shingles(texts: Sequence[list[str]], vocabulary: dict[tuple[str, ...], int]) -> list[list[int]]:
    """Numbers of the different shingles of each text; new ones are added to the vocabulary."""
    return [
        sorted({
            vocabulary.setdefault(shingle, len(vocabulary))
            for shingle in zip(*(words[start:] for start in range(SHINGLE_WORDS)), strict=False)
        })
        for words in texts
    ]  # fmt: skip


def _matrix(rows: Sequence[list[int]], width: int) -> Any:
    """Which shingles stand in which text, sparse float32 [N, V]."""
    ends = np.cumsum([0, *map(len, rows)])
    columns = np.array([shingle for row in rows for shingle in row], dtype=np.int64)
    return sparse.csr_matrix((np.ones(len(columns), dtype=np.float32), columns, ends), shape=(len(rows), max(1, width)))
