"""Sentence embeddings of the base model, in torch: for baselines that are fitted on them. Nothing that ships uses them.

Import it where it is needed only: torch takes seconds to load, and `eval list` needs none of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from transformers import AutoModel

from detector.training.net import base_model_dir

MAX_TOKENS = 512  # positions of the model; two of them go to its marks of begin and end
BATCH = 8  # activations of more rows of 512 tokens leave the cache


class Encoder:
    """Mean-pooled embeddings of unit length, as the authors of all-MiniLM-L6-v2 make them."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._ends = self._tokenizer.token_to_id("[CLS]"), self._tokenizer.token_to_id("[SEP]")
        self._model = AutoModel.from_pretrained(folder, add_pooling_layer=False, local_files_only=True).eval()
        self.width: int = self._model.config.hidden_size

    def tokens(self, text: str) -> list[int]:
        """Token ids of a text, without the marks of begin and end."""
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return ids

    @torch.inference_mode()
    def embed(self, rows: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """Embeddings of rows of token ids, float32 [N, D]; only the last `MAX_TOKENS` - 2 ids of a row are read."""
        found = np.empty((len(rows), self.width), dtype=np.float32)
        order = sorted(range(len(rows)), key=lambda row: len(rows[row]))  # little padding
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            found[chosen] = self._batch([rows[row][2 - MAX_TOKENS :] for row in chosen])
        return found

    def _batch(self, rows: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        begin, end = self._ends
        ids = torch.zeros((len(rows), max(map(len, rows)) + 2), dtype=torch.int64)
        mask = torch.zeros_like(ids)
        for place, row in enumerate(rows):
            ids[place, : len(row) + 2] = torch.tensor([begin, *row, end])
            mask[place, : len(row) + 2] = 1
        hidden = self._model(input_ids=ids, attention_mask=mask).last_hidden_state  # [N, T, D]
        weight = mask.unsqueeze(-1).to(hidden.dtype)
        pooled = (hidden * weight).sum(1) / weight.sum(1)
        vectors: NDArray[np.float32] = torch.nn.functional.normalize(pooled, dim=1).numpy()
        return vectors


@cache
def base_encoder() -> Encoder:
    """The encoder that training starts from, read once.

    Raises:
        ValueError: its package is not installed.
    """
    try:
        return Encoder(base_model_dir())
    except FileNotFoundError as error:
        raise ValueError(str(error)) from None
