"""Where the detector is, or why it is not there. The server binds first and loads behind its back."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from detector.engine import Detector
from detector.errors import WeightsMissing
from detector.judge import Judge
from detector.language import warm_up
from detector.model import WEIGHTS_DIR
from detector.policy import Policy
from extension_backend.errors import LOG, ApiError
from prompts import FALLBACK, load_wording

SlotState = Literal["loading", "ready", "weights_missing", "weights_damaged"]
RETRY_AFTER_S = 2


class ModelSlot:
    """Empty while loading, then filled once, or known to stay empty."""

    def __init__(self) -> None:
        self.state: SlotState = "loading"
        self._judge: Judge | None = None

    def fill(self, judge: Judge) -> None:
        self._judge = judge
        self.state = "ready"

    def load(self, folder: Path = WEIGHTS_DIR) -> None:
        """Loads the shipped weights. Never raises: what failed is said in every answer that would need them."""
        try:
            warm_up()
            self.fill(Judge(Detector.load(folder), Policy.named("default", folder)))
        except Exception as error:
            LOG.error("the model could not be loaded: %s", type(error).__name__)
            missing = isinstance(error, WeightsMissing) and not (folder / "SHA256SUMS").is_file()
            self.state = "weights_missing" if missing else "weights_damaged"

    def get(self, lang: str = FALLBACK) -> Judge:
        """The judge.

        Args:
            lang: what the error speaks.

        Raises:
            ApiError: 503, with the state as its code: without a model no answer may look like "nothing found".
        """
        if self._judge is None:
            note = load_wording(lang)["notes"][self.state]
            retry_after_s = RETRY_AFTER_S if self.state == "loading" else None
            raise ApiError(503, self.state, f"{note['title']}. {note['body']}", retry_after_s)
        return self._judge

    def status(self, lang: str = FALLBACK) -> dict[str, str | None]:
        version = self._judge.detector.version if self._judge else None
        note = load_wording(lang)["notes"][self.state]
        return {"state": self.state, "message": note["body"], "model_version": version}
