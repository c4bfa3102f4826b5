"""`report.html`: one file, offline, readable without scripts, computed from the predictions of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from detector.training.corpus_text import CORPUS_DIR
from eval.chats import Chat
from eval.errors_found import worst_errors
from eval.evaluate import evaluate
from eval.intervals import RESAMPLES
from eval.pictures import pictured, pictures
from eval.predictions import Prediction, read_predictions
from eval.replay import NO_ATTACK
from eval.sets import open_set
from eval.tables import (
    attacks_table,
    cost_table,
    data_card,
    errors_table,
    headline_table,
    html_table,
    slice_tables,
    tactics_table,
)

FILE_NAME = "report.html"
PAGE = Template(Path(__file__).with_name("report.template.html").read_text(encoding="utf-8"))


def write_report(folder: Path, corpus: Path = CORPUS_DIR, resamples: int = RESAMPLES, sets: Sequence[str] = ()) -> Path:
    """Computes the results of a run again, writes the report beside them and returns its path.

    Args:
        corpus: where the texts of the worst errors are read; only those of the project's own sets are shown.
        sets: as they were given to the run. Of one that was given by its path the texts are only found by it.

    Raises:
        ValueError: the folder holds no run.
    """
    results = evaluate(folder, resamples)
    header = results["header"]
    texts = {name: _texts((name, *sets), facts, corpus) for name, facts in header["sets"].items()}
    predictions = list(read_predictions(folder))
    parts = [
        _set_section(name, facts, results, [one for one in predictions if one.set == name], texts[name])
        for name, facts in header["sets"].items()
    ]
    page = PAGE.substitute(
        title=escape(", ".join(header["sets"])), body="\n".join(parts), facts=_facts(header, results["parameters"]),
        systems=escape(", ".join(header["systems"])), model=escape(header["model"]),
    )  # fmt: skip
    file = folder / FILE_NAME
    file.write_text(page, encoding="utf-8")
    return file


def _set_section(
    name: str,
    facts: Mapping[str, Any],
    results: Mapping[str, Any],
    found: Sequence[Prediction],
    texts: Mapping[str, Chat],
) -> str:
    groups = [group for group in results["results"] if group["set"] == name]
    attacks = dict.fromkeys(group["attack"] for group in groups)
    shown = NO_ATTACK if NO_ATTACK in attacks else next(iter(attacks))
    plain = [group for group in groups if group["attack"] == shown]
    systems = [group["system"] for group in plain]
    first = plain[0]
    by_system = {system: [one for one in found if one.system == system and one.attack == shown] for system in systems}
    subject, drawn = by_system[systems[0]], pictured(systems)
    parts = [
        f'<section id="{escape(name)}"><h2>{escape(facts["title"])}</h2>',
        data_card(facts, first, Counter((one.label, one.kind) for one in subject)),
        f"<h3>All systems side by side{'' if shown == NO_ATTACK else f', under the attack {escape(shown)}'}</h3>",
        headline_table(plain, lambda system: drawn.index(system) if system in drawn else None),
        f'<div class="pictures">{"".join(pictures({name: by_system[name] for name in drawn}))}</div>',
    ]
    if any("cost" in group for group in plain):
        parts += ["<h3>What it has cost</h3>", cost_table(plain)]
    if "tactics" in first:
        parts += ["<h3>Tactics, message by message</h3>", tactics_table(first["tactics"])]
    parts += slice_tables(first)
    if len(attacks) > 1:
        parts += ["<h3>Under attack</h3>", attacks_table(groups)]
    parts += [
        f"<h3>Worst errors of {escape(systems[0])}</h3>",
        errors_table(worst_errors(subject, texts), bool(texts)),
        "</section>",
    ]  # fmt: skip
    return "\n".join(parts)


def _texts(given: Sequence[str], facts: Mapping[str, Any], corpus: Path) -> dict[str, Chat]:
    """The chats of a set whose texts may be shown. Unless the set is still the same, indices would point elsewhere."""
    for one in given if facts["own"] else ():
        with suppress(ValueError):  # a name alone does not say where its files are
            there = open_set(one, corpus=corpus)
            if there.sha256 == facts["sha256"]:
                return {chat.id: chat for chat in there.chats}
    return {}


def _facts(header: Mapping[str, Any], parameters: Mapping[str, Any]) -> str:
    rows = [[escape(key), escape(str(value))] for key, value in (*header.items(), *parameters.items()) if key != "sets"]
    return html_table(["what", "value"], rows)
