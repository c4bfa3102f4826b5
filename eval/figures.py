"""`python -m eval figures`: every table that README, model card and RESULTS.md quote, and the same numbers as JSON."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from rich.console import Console

from detector.training.corpus_text import read_corpus
from detector.training.markdown import fill
from eval.attacks import attack_names
from eval.chats import from_corpus
from eval.evaluate import read_results
from eval.figure_tables import every_system, headline, markdown
from eval.intervals import RESAMPLES
from eval.leaks import leaks
from eval.replay import NO_ATTACK, Plan, header, plan_sources, run

DEFAULT_OUT = Path("build/figures")
DEFAULT_LIMIT = 100
SYSTEMS = (
    "detector", "detector:early", "detector:strict", "max-pooling", "max-pooling:fitted", "embeddings", "tfidf",
    "keyword-rules", "first-two", "message-count", "majority",
)  # fmt: skip
SLOW_SYSTEMS = ("embeddings", "reencode")  # an hour and more each on all sets, on two cores
RESULTS = Path(__file__).with_name("RESULTS.md")
# Sets that are looked for in the folder given by --shared.
BENIGN_SETS = ("nus_sms_en", "msc", "esconv", "friends_meld", "human_chat", "xdailydialog_en", "switchboard", "dream")
SCAM_SETS = (
    "alsyefs_threads",
    "alsyefs_letters",
    "scamorama_advance_fee",
    "llama_scambait",
    "fraud_r1_en",
    "sms_phishing",
)


@dataclass(frozen=True, slots=True)
class Figures:
    """One making of the figures. Predictions are kept in `out`, in a folder named after all that they depend on."""

    weights: Path
    corpus: Path
    out: Path
    limit: int
    seed: int
    console: Console
    resamples: int = RESAMPLES
    readme: Path | None = None
    results: Path | None = None

    def make(self, shared: Path | None, attacks: bool, write: bool, slow: bool = False) -> str:
        """The tables as Markdown, also written to `out`, with `write` into the model card of the weights, in short into
        the README, and with every system on every set into `results` as well.

        Raises:
            ValueError: a set cannot be read, or the model card has no marks to write between.
            DetectorError: the corpus or the weights cannot be read.
        """
        own = Plan(("corpus-test",), SYSTEMS, weights=self.weights, corpus=self.corpus, seed=self.seed)
        numbers: dict[str, Any] = {"limit": self.limit, "corpus_test": self._results(own)}
        if attacks:
            plan = replace(own, systems=("detector",), attacks=(NO_ATTACK, *attack_names()))
            numbers["attacks"] = self._results(plan)
        wanted = [shared / f"{name}.jsonl" for name in (*BENIGN_SETS, *SCAM_SETS)] if shared else []
        numbers["missing"] = [file.stem for file in wanted if not file.is_file()]
        if there := [str(file) for file in wanted if file.is_file()]:
            quick = tuple(name for name in SYSTEMS if name not in SLOW_SYSTEMS)
            numbers["shared"] = self._results(replace(own, sets=there, systems=quick, limit=self.limit))
        if shared and not numbers["missing"]:
            labelled = replace(own, sets=(f"real-tactics@{shared}",), systems=("detector",))
            numbers["real_tactics"] = self._results(labelled)
        if slow:
            left_out = tuple(name for name in SLOW_SYSTEMS if name not in SYSTEMS)
            numbers["slow"] = self._results(replace(own, systems=left_out))
            if there:
                numbers["slow_shared"] = self._results(replace(own, sets=there, systems=SLOW_SYSTEMS, limit=self.limit))
        everything = [from_corpus(chat) for chat in read_corpus(self.corpus)]
        numbers["leaks"] = [asdict(leak) for leak in leaks(everything, self.resamples)]
        text = markdown(numbers)
        self.out.mkdir(parents=True, exist_ok=True)
        (self.out / "figures.json").write_text(json.dumps(numbers, indent=1) + "\n", encoding="utf-8")
        (self.out / "figures.md").write_text(text, encoding="utf-8")
        if write:
            fill(self.weights / "MODEL_CARD.md", "figures", text)
            if self.readme:
                fill(self.readme, "figures", headline(numbers))
            if self.results:
                fill(self.results, "figures", every_system(numbers))
        return text

    def _results(self, plan: Plan) -> dict[str, Any]:
        made_from = json.dumps(header(plan, *plan_sources(plan)), sort_keys=True)
        folder = self.out / hashlib.sha256(made_from.encode()).hexdigest()[:12]
        run(plan, folder, self.console)
        return read_results(folder, self.resamples)
