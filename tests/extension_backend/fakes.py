"""A detector whose network is replaced by a word list that also looks at the context; all else is the real thing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detector.conversation import ConversationModel
from detector.engine import Detector
from detector.judge import Judge
from detector.policy import Policy
from detector.taxonomy import taxonomy
from detector.windows import Window

HINTS = {"holiday": "wealth_display"}  # seen, but not surely enough to stand by themselves
CUES = {
    "uncle": "insider_mentor_tip",
    "profit": "guaranteed_returns",
    "deposit": "coached_small_start",
    "telegram": "platform_migration",
    "darling": "love_bombing",
    "beaten": "coerced_sender_distress",
    "your code": "credential_request",
}
OWN_CUES = {"transferred": "reports_payment_done", "[photo] of my id": "shares_identity_document"}


class CueNetwork:
    """Tactic probabilities by cue word. The context moves them a little, so that a wrong context shows."""

    version = "fake-1"

    def __init__(self) -> None:
        self.windows_read = 0

    def score(self, batch: Sequence[Window]) -> NDArray[np.float32]:
        self.windows_read += len(batch)
        out = np.full((len(batch), len(taxonomy().tactics)), 0.01, dtype=np.float32)
        for row, window in enumerate(batch):
            context = "|".join(f"{message.sender}:{message.text}" for message in window.context)
            shift = hashlib.sha256(context.encode()).digest()[0] / 255 * 0.08
            for cue, tactic in OWN_CUES.items():
                if window.target.sender == "me" and cue in window.target.text:
                    out[row, taxonomy().index(tactic)] = 0.9
            for cue, tactic in (CUES | HINTS).items():
                if window.target.sender == "them" and cue in window.target.text:
                    out[row, taxonomy().index(tactic)] = (0.9 if cue in CUES else 0.35) + shift
        return out


def fake_conversation_model() -> ConversationModel:
    """One cue of the other side is a caution, two are a warning, three a danger."""
    signs = {tactic.id: -1.0 if tactic.counter else float(tactic.said_by == "them") for tactic in taxonomy().tactics}
    first, *others = (script.id for script in taxonomy().scripts)
    return ConversationModel(
        {
            "memory": {"floor": -2.5, "ceiling": 2.5, "half_life_msgs": 60.0, "half_life_days": 30.0},
            "risk": {"bias": -3.0, **{tactic: 0.5 * sign for tactic, sign in signs.items()}},
            "ask": {"bias": -3.5, **{tactic: 0.3 * sign for tactic, sign in signs.items()}},
            "scripts": {name: {"bias": float(name == first), **signs} for name in (first, *others)},
        }
    )


def fake_detector() -> Detector:
    return Detector(CueNetwork(), fake_conversation_model())  # type: ignore[arg-type]


def fake_judge() -> Judge:
    return Judge(fake_detector(), Policy(caution=0.25, warning=0.6, danger=0.9, ask=0.5, calm_msgs=3))
