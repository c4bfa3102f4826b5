"""`python -m eval run|report|compare|card|figures|list`: parses and calls.

Exit codes: 0 done, 1 a set has something wrong, 2 wrong use or unreadable, 130 interrupted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from detector.bulk import cluster
from detector.errors import DetectorError
from detector.model import WEIGHTS_DIR
from detector.training.corpus_text import CORPUS_DIR
from eval.attacks import attack_names
from eval.card import check_set
from eval.compare import compare, comparison_tables
from eval.figures import DEFAULT_LIMIT, DEFAULT_OUT, RESULTS, Figures
from eval.intervals import RESAMPLES
from eval.layouts import layouts
from eval.replay import NO_ATTACK, Plan, run
from eval.report import write_report
from eval.sets import set_names
from eval.systems import system_names

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"


def main(argv: Sequence[str] | None = None) -> int:
    given = parser().parse_args(argv)
    console = Console(stderr=True)
    try:
        return int(given.call(given, console) or 0)
    except (DetectorError, ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped. The same command goes on from here.", file=sys.stderr)
        return 130


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    parsed = argparse.ArgumentParser(
        prog="python -m eval", description="Runs sets through systems and reports honestly."
    )
    commands = parsed.add_subparsers(required=True, metavar="COMMAND")

    command = commands.add_parser("run", help="replay sets through systems, then write results.json and report.html")
    command.set_defaults(call=_run)
    command.add_argument("--set", action="append", required=True, dest="sets", metavar="NAME|PATH|READER@PATH")
    command.add_argument("--system", action="append", required=True, dest="systems", metavar="NAME")
    command.add_argument(
        "--attack", action="append", dest="attacks", metavar="NAME", help="'none' is the unchanged set"
    )
    command.add_argument("--limit", type=int, help="at most N conversations of each label and kind of a set")
    command.add_argument("--seed", type=int, default=0)
    command.add_argument("-o", "--out", type=Path, required=True, metavar="DIR")
    _add_sources(command)
    cluster.add_engine(command)

    command = commands.add_parser("report", help="write results.json and report.html of a run again")
    command.set_defaults(call=_report)
    command.add_argument("folder", type=Path, metavar="DIR")
    command.add_argument("--corpus", type=Path, default=CORPUS_DIR, help="where the texts of the worst errors are read")

    command = commands.add_parser("compare", help="paired differences of two systems on the same chats")
    command.set_defaults(call=_compare)
    command.add_argument("a", metavar="DIR#SYSTEM", help="without '#SYSTEM' where a run has only one")
    command.add_argument("b", metavar="DIR#SYSTEM")

    command = commands.add_parser(
        "card", help="look a set over: card, licence, hash, copies, leaks; 1 if anything is wrong"
    )
    command.set_defaults(call=_check)
    command.add_argument("set", metavar="NAME|PATH|READER@PATH")
    command.add_argument("--against", action="append", default=[], metavar="SET", help="it must not overlap this one")
    command.add_argument("--corpus", type=Path, default=CORPUS_DIR, metavar="DIR")
    command.add_argument("-o", "--out", type=Path, metavar="FILE", help="write the card there")

    command = commands.add_parser("figures", help="the tables that README, model card and eval/RESULTS.md quote")
    command.set_defaults(call=_figures)
    command.add_argument("--shared", type=Path, metavar="DIR", help="folder of transcript JSONL sets to add")
    command.add_argument("--limit", type=int, default=DEFAULT_LIMIT, help="of each label and kind of such a set")
    command.add_argument("--seed", type=int, default=0)
    command.add_argument("--attacks", action="store_true", help="also measure every attack")
    command.add_argument(
        "--slow", action="store_true", help="also run what takes hours: embeddings elsewhere, 512 tokens a message"
    )
    command.add_argument(
        "--write", action="store_true", help="put the tables between the marks in MODEL_CARD.md, README.md, RESULTS.md"
    )
    command.add_argument("-o", "--out", type=Path, default=DEFAULT_OUT, metavar="DIR")
    _add_sources(command)

    for bootstrapped in commands.choices.values():
        bootstrapped.add_argument("--resamples", type=int, default=RESAMPLES, help="of the bootstrap (%(default)s)")

    command = commands.add_parser("list", help="sets, systems and attacks by name")
    command.set_defaults(call=_list)

    return parsed


def _add_sources(command: argparse.ArgumentParser) -> None:
    command.add_argument("--weights", type=Path, default=WEIGHTS_DIR, metavar="DIR")
    command.add_argument("--corpus", type=Path, default=CORPUS_DIR, metavar="DIR")


def _run(given: argparse.Namespace, console: Console) -> None:
    attacks = given.attacks or [NO_ATTACK]
    plan = Plan(given.sets, given.systems, attacks, given.weights, given.corpus, given.limit, given.seed)
    run(plan, given.out, console, cluster.chosen(given, ROOT / "eval", ROOT / "prompts"))
    print(write_report(given.out, given.corpus, given.resamples, given.sets))


def _report(given: argparse.Namespace, console: Console) -> None:
    print(write_report(given.folder, given.corpus, given.resamples))


def _compare(given: argparse.Namespace, console: Console) -> None:
    Console().print(*comparison_tables(compare(given.a, given.b, given.resamples), given.a, given.b))


def _check(given: argparse.Namespace, console: Console) -> int:
    card = check_set(given.set, given.corpus, given.against, given.resamples)
    if given.out:
        given.out.write_text(card.text, encoding="utf-8")
        for reason in card.reasons:
            print(f"wrong: {reason}", file=sys.stderr)
    else:
        print(card.text)
    return 1 if card.reasons else 0


def _list(given: argparse.Namespace, console: Console) -> None:
    print(
        "Sets (any other: a file, folder or pattern of transcript JSONL or Parquet)",
        *(f"  {name}" for name in set_names()),
        sep="\n",
    )
    readers = {f"{name}@PATH": layout.__doc__.splitlines()[0] for name, layout in layouts().items()}
    print("Readers of published sets", *(f"  {name:<18} {what}" for name, what in readers.items()), sep="\n")
    print("Systems", *(f"  {name:<18} {what}" for name, what in system_names().items()), sep="\n")
    print("Attacks", *(f"  {name}" for name in (NO_ATTACK, *attack_names())), sep="\n")


def _figures(given: argparse.Namespace, console: Console) -> None:
    readme, results = (README, RESULTS) if given.weights == WEIGHTS_DIR else (None, None)
    figures = Figures(
        given.weights, given.corpus, given.out, given.limit, given.seed, console, given.resamples, readme, results
    )
    print(figures.make(given.shared, given.attacks, given.write, given.slow))
