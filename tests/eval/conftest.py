"""A corpus small enough to read, and a detector without a network, so that these tests run on the code alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from detector.engine import Detector
from detector.taxonomy import taxonomy
from detector.training.corpus_text import split_of
from detector.types import Conversation, Message
from detector.windows import Window
from eval.chats import Chat
from eval.curves import FloatArray
from eval.predictions import Prediction

SCAM = """=== {family}-scam
label: scam
kind: romance_investment
--- 2026-03-02 19:04
them: hello this is {name} here
me: hi {name} how was work
them: long day at the harbour office
them: my uncle has a trading signal {{!pivot, insider_mentor_tip}}
me: what is that
them: you deposit usdt on the platform {{!ask, untraceable_payment}}
"""
BENIGN = """=== {family}-fine
label: benign
kind: ordinary
--- 2026-03-02 19:04
me: hello {name} are you home
them: yes cooking rice tonight
me: ok see you at eight
them: bring the {name} book please
them: and some milk
me: sure
"""


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve families of a scam and a benign chat, with some in each split."""
    folder = tmp_path_factory.mktemp("corpus")
    wanted = {"train": 6, "validation": 3, "test": 3}
    for number in range(1, 200):
        family = f"zz-{number:03}"
        split = split_of(family)
        if wanted[split]:
            wanted[split] -= 1
            text = "\n".join(part.format(family=family, name=f"name{number}") for part in (SCAM, BENIGN))
            (folder / f"{family}.txt").write_text(f"family: {family}\n\n{text}", encoding="utf-8")
    return folder


class WordModel:
    """Stands for the tactic model: it knows two words."""

    version = "words"

    def score(self, batch: Sequence[Window]) -> np.ndarray:
        found = np.full((len(batch), len(taxonomy().ids)), 0.01, dtype=np.float32)
        for row, window in zip(found, batch, strict=True):
            row[taxonomy().index("insider_mentor_tip")] = 0.95 if "uncle" in window.target.text else 0.01
            row[taxonomy().index("untraceable_payment")] = 0.95 if "usdt" in window.target.text else 0.01
        return found


@pytest.fixture(scope="session")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Conversation model and policies as `make train` would write them; the network is `WordModel`."""
    folder = tmp_path_factory.mktemp("weights")
    signs = {tactic.id: -0.3 if tactic.counter else 0.4 for tactic in taxonomy().tactics}
    conversation = {
        "memory": {"floor": -2.5, "ceiling": 3.0, "half_life_msgs": 400.0, "half_life_days": 120.0},
        "risk": {"bias": -1.5, **signs},
        "ask": {"bias": -3.0, **signs},
        "scripts": {script.id: {"bias": 0.0, **signs} for script in taxonomy().scripts},
    }
    (folder / "conversation.json").write_text(json.dumps(conversation))
    profile = {"caution": 0.3, "warning": 0.6, "danger": 0.9}
    (folder / "policy.json").write_text(json.dumps(dict.fromkeys(("default", "early", "strict"), profile)))
    return folder


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    from detector.conversation import ConversationModel

    def load(folder: Path) -> Detector:
        return Detector(WordModel(), ConversationModel.load(folder / "conversation.json"))

    monkeypatch.setattr(Detector, "load", load)


def make_chat(
    texts: Sequence[str], *, label: str = "scam", pivot_at: int | None = None, ask_at: int | None = None,
    chat_id: str = "c-1", marks: Sequence[set[str]] | None = None, kind: str = "romance_investment",
) -> Chat:  # fmt: skip
    """A chat from `them: text` and `me: text` lines, a minute apart."""
    begin = datetime(2026, 3, 2, 19, 4, tzinfo=UTC)
    messages = []
    for place, line in enumerate(texts):
        sender, _, text = line.partition(": ")
        messages.append(Message(f"{chat_id}-{place}", sender, text, begin + timedelta(minutes=place)))
    found = None if marks is None else tuple(map(frozenset, marks))
    return Chat(Conversation(chat_id, tuple(messages)), label, kind, chat_id, pivot_at, ask_at, found)


def make_prediction(
    risk: Sequence[float], *, levels: Sequence[int] | None = None, label: str = "scam", chat_id: str = "c-1",
    pivot_at: int | None = None, ask_at: int | None = None, senders: str | None = None, system: str = "detector",
    cluster: str | None = "", hours: list[float] | None = None, marks: dict[str, list[str]] | None = None,
    tactics: dict[str, dict[str, float]] | None = None, kind: str = "romance_investment", which: str = "some-set",
) -> Prediction:  # fmt: skip
    """A prediction; without levels, a warning stands from a risk of 0.5 on. Its cluster is its own id unless given."""
    shown = list(levels) if levels is not None else [2 * int(np.max(risk[: k + 1]) >= 0.5) for k in range(len(risk))]
    return Prediction(
        set=which, attack="none", system=system, id=chat_id, cluster=chat_id if cluster == "" else cluster, label=label,
        kind=kind, lang="en", origin="human", pivot_at=pivot_at, ask_at=ask_at, senders=senders or "t" * len(risk),
        hours=hours, marks=marks, risk=list(risk), levels=shown, tactics=tactics, judged=1.0,
    )  # fmt: skip


def array(*values: float) -> FloatArray:
    return np.array(values, dtype=np.float64)
