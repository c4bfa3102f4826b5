"""Reads `config.toml`. An unknown or missing key is an error."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

CONFIG_FILE = Path(__file__).with_name("config.toml")


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of one training run; `config.toml` explains them."""

    seed: int
    epochs: int
    fold_epochs: int
    batch: int
    lr_encoder: float
    lr_head: float
    dropout: float
    weight_decay: float
    layers: int
    frozen_layers: int
    folds: int
    unmarked_share: float
    background_messages: int
    background_chats: int
    unmarked_chats: int

    @classmethod
    def named(cls, name: str) -> Config:
        """The table of that name.

        Raises:
            KeyError: there is none.
            TypeError: a key is unknown or missing.
        """
        return cls(**tomllib.loads(CONFIG_FILE.read_text(encoding="utf-8"))[name])
