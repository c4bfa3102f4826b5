"""Any Hugging Face sequence classifier in a local folder, asked after every message about the end of the chat so far.

Which labels mean risk is said in the folder's `config.json`: by `"risk_labels": [...]` where it stands, else by those
labels of `id2label` that bear one of the usual names. Weights are safetensors; no code of the folder is run.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np

from eval.chats import Chat
from eval.systems import Scored, Setting

TARGET = "PATH"
USUAL_NAMES = frozenset({"scam", "fraud", "fraudulent", "phishing", "smishing", "spam", "malicious", "suspicious"})
MAX_TOKENS = 512
BATCH = 16


class Classifier:
    """Risk is the probability of all risk labels together; of one that need not exclude the others, the highest."""

    def __init__(self, folder: Path) -> None:
        from transformers import AutoModelForSequenceClassification, AutoTokenizer  # takes seconds to load

        only = {"local_files_only": True, "trust_remote_code": False}
        # The end of a chat matters more than its beginning.
        self._tokenizer = AutoTokenizer.from_pretrained(folder, truncation_side="left", **only)
        self._model = AutoModelForSequenceClassification.from_pretrained(folder, use_safetensors=True, **only).eval()
        self._risky = risk_labels(self._model.config)
        self._tokens = min(MAX_TOKENS, self._tokenizer.model_max_length)

    def score(self, chat: Chat) -> Scored:
        lines = [f"{message.sender}: {message.text}" for message in chat.messages]
        texts = ["\n".join(lines[: k + 1]) for k in range(len(lines))]
        return Scored(
            np.array([risk for at in range(0, len(texts), BATCH) for risk in self._batch(texts[at : at + BATCH])])
        )

    def _batch(self, texts: list[str]) -> list[float]:
        import torch

        with torch.inference_mode():
            given = self._tokenizer(texts, truncation=True, max_length=self._tokens, padding=True, return_tensors="pt")
            logits = self._model(**given).logits.double()  # [N, L]
        if logits.shape[1] == 1 or self._model.config.problem_type == "multi_label_classification":
            found = logits.sigmoid()[:, self._risky].amax(dim=1)
        else:
            found = logits.softmax(dim=1)[:, self._risky].sum(dim=1)
        risk: list[float] = found.tolist()
        return risk


def risk_labels(config: Any) -> list[int]:
    """Indices of the labels that mean risk.

    Raises:
        ValueError: none does, or `risk_labels` names one that there is not.
    """
    names = {int(index): str(label) for index, label in config.id2label.items()}
    if len(names) == 1:
        return [0]
    said = getattr(config, "risk_labels", None)
    if said and (unknown := sorted(set(said) - set(names.values()))):
        raise ValueError(f"risk_labels names {unknown[0]}; the classifier has: {', '.join(names.values())}")
    found = [i for i, label in names.items() if (label in said if said else label.lower() in USUAL_NAMES)]
    if not found:
        raise ValueError(
            f'which of the labels {", ".join(names.values())} mean risk? Say so in config.json: "risk_labels": ["..."]'
        )
    return found


def identity(target: str) -> str:
    """SHA-256 of the weights and the config.

    Raises:
        ValueError: the folder holds no safetensors.
    """
    folder, digest = Path(target), hashlib.sha256()
    files = [*sorted(folder.glob("*.safetensors")), folder / "config.json"]
    if len(files) == 1 or not files[-1].is_file():
        raise ValueError(f"{target} is no folder with config.json and *.safetensors of a classifier")
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def build(setting: Setting, target: str) -> Classifier:
    identity(target)  # a path that is no folder would be looked up as a name elsewhere
    try:
        return Classifier(Path(target))
    except OSError as error:
        raise ValueError(f"{target} cannot be read as a classifier: {error}") from None
