"""A message and the few before it, as token ids. Shared by the ONNX model, the torch reference and training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from detector.text import normalise
from detector.types import Message, Sender

CONTEXT_MSGS = 6  # at most: chats come in bursts of short messages
CONTEXT_MSG_TOKENS = 14  # of each context message
CONTEXT_TOKENS = 48  # of all of them, the newest first
TARGET_TOKENS = 160  # a longer message is read in chunks of this length
CHUNK_OVERLAP_TOKENS = 16
MAX_CHUNKS = 16  # a message beyond about 2,300 tokens is judged by its beginning

# Ids of the uncased BERT vocabulary. The two speaker marks are its unused pieces: no text can produce them.
PAD_ID, CLS_ID, SEP_ID = 0, 101, 102
SPEAKER_ID: dict[Sender, int] = {"them": 1, "me": 2}

IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Window:
    """The message to judge and up to `CONTEXT_MSGS` messages before it, oldest first."""

    target: Message
    context: tuple[Message, ...] = ()


def windows(messages: Sequence[Message], start: int = 0, stop: int | None = None) -> list[Window]:
    """One window a message, in order; of those from `start` to before `stop`."""
    places = range(len(messages))[start:stop]
    return [Window(messages[i], tuple(messages[max(0, i - CONTEXT_MSGS) : i])) for i in places]


@dataclass(frozen=True, slots=True)
class Encoded:
    """One chunk of one window. `types` is 0 for the context and 1 for the target."""

    ids: list[int]
    types: list[int]


class WindowEncoder:
    """Texts to ids. Special tokens typed in a chat ("[SEP]") stay plain text."""

    def __init__(self, tokenizer_file: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(tokenizer_file))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._tokenizer.encode_special_tokens = True

    def encode(self, batch: Sequence[Window]) -> list[list[Encoded]]:
        """The chunks of each window; always at least one."""
        texts = list(dict.fromkeys(m.text for window in batch for m in (*window.context, window.target)))
        encodings = self._tokenizer.encode_batch([normalise(text) for text in texts], add_special_tokens=False)
        pieces = {text: encoding.ids for text, encoding in zip(texts, encodings, strict=True)}
        return [self._window(window, pieces) for window in batch]

    def _window(self, window: Window, pieces: dict[str, list[int]]) -> list[Encoded]:
        context: list[int] = []
        for message in reversed(window.context):
            said = [SPEAKER_ID[message.sender], *pieces[message.text][:CONTEXT_MSG_TOKENS]]
            if len(said) + len(context) > CONTEXT_TOKENS:
                break
            context = said + context
        head = [CLS_ID, *context, SEP_ID]
        body = pieces[window.target.text]
        step = TARGET_TOKENS - CHUNK_OVERLAP_TOKENS
        starts = range(0, max(1, len(body) - CHUNK_OVERLAP_TOKENS), step)
        return [
            self._chunk(head, SPEAKER_ID[window.target.sender], body[start : start + TARGET_TOKENS])
            for start in list(starts)[:MAX_CHUNKS]
        ]

    @staticmethod
    def _chunk(head: list[int], speaker: int, body: list[int]) -> Encoded:
        tail = [speaker, *body, SEP_ID]
        return Encoded(head + tail, [0] * len(head) + [1] * len(tail))


def pad(chunks: Sequence[Encoded]) -> tuple[IntArray, IntArray, IntArray]:
    """Ids, attention mask and types, each int64 [N, T] with T the longest chunk."""
    width = max(len(chunk.ids) for chunk in chunks)
    ids, mask, types = (np.zeros((len(chunks), width), dtype=np.int64) for _ in range(3))
    for row, chunk in enumerate(chunks):
        ids[row, : len(chunk.ids)] = chunk.ids
        mask[row, : len(chunk.ids)] = 1
        types[row, : len(chunk.ids)] = chunk.types
    return ids, mask, types
