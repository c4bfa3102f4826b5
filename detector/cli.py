"""The command line: parses and calls, no more.

Exit codes: 0 done; 1 done, but some lines could not be read; 2 wrong use, or the file cannot be read; 3 no trained
model; 130 interrupted (a bulk run goes on where it stopped when it is started again).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.prompt import Prompt

from detector import about, bulk, formats, packing, show, view
from detector.bulk import cluster, inputs, parquet
from detector.engine import Detector
from detector.errors import DetectorError, UnknownSpeaker, WeightsMissing
from detector.formats import Import, Source, screenshots, transcript
from detector.judge import Judge
from detector.model import WEIGHTS_DIR
from detector.policy import PROFILES, Policy
from detector.review import Evidence, as_json, review
from detector.types import Conversation

DONE, SOME_BAD, UNREADABLE, NO_MODEL, INTERRUPTED = 0, 1, 2, 3, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; the exit code."""
    options = _parser().parse_args(arguments)
    errors = Console(stderr=True)
    try:
        return int(options.run(options, Console(), errors))
    except WeightsMissing as error:
        show.failure(errors, str(error))
        return NO_MODEL
    except UnknownSpeaker as error:
        show.failure(errors, "Say which of these names is you, with --me NAME:", error.names)
        return UNREADABLE
    except DetectorError as error:
        show.failure(errors, str(error))
        return UNREADABLE
    except OSError as error:
        show.failure(errors, f"{error.filename or 'a file'}: {error.strerror or 'cannot be read'}")
        return UNREADABLE
    except KeyboardInterrupt:
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m detector",
        description="Reads chats on this computer and says what in them looks suspicious. Nothing leaves the machine.",
        epilog="Exit codes: 0 done, 1 done but some lines could not be read, 2 wrong use or unreadable, 3 no model.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    check = commands.add_parser("check", help="show a person what a chat looks like")
    _add_files(check, "an exported or pasted chat, or screenshots of one; - reads it from the standard input")
    check.add_argument("--me", metavar="NAME", help="your own name, as the chat writes it")
    check.add_argument("--json", action="store_true", help="one JSON line a conversation, without the texts")
    check.add_argument("--all", action="store_true", help="show every marked message")
    _add_policy(check)
    check.set_defaults(run=_check)

    score = commands.add_parser("score", help="score many conversations (transcript JSONL or Parquet), one line each")
    score.add_argument("inputs", nargs="+", metavar="FILE|FOLDER|PATTERN")
    score.add_argument("-o", "--out", type=Path, required=True, metavar="OUT.jsonl", help="goes on where it ends")
    _add_policy(score)
    cluster.add_engine(score)
    score.set_defaults(run=_score)

    convert = commands.add_parser("convert", help="turn any readable export into transcript JSONL or Parquet")
    _add_files(convert, "a chat in any format, or screenshots of one")
    convert.add_argument("--me", metavar="NAME", help="your own name, as the chat writes it")
    convert.add_argument("-o", "--out", type=Path, metavar="OUT.jsonl|OUT.parquet", help="otherwise stdout")
    convert.set_defaults(run=_convert)

    pack = commands.add_parser("pack", help="put a chat and what was found in it into one zip, as evidence")
    _add_files(pack, "a chat in any format, or screenshots of one")
    packing.add_arguments(pack)
    _add_policy(pack)
    pack.set_defaults(run=_pack)

    info = commands.add_parser("info", help="the model, the formats and the limits")
    info.add_argument("--json", action="store_true")
    info.set_defaults(run=_info)
    return parser


def _add_files(command: argparse.ArgumentParser, what: str) -> None:
    command.add_argument("files", nargs="+", metavar="FILE", help=f"{what}; several, or a folder, if they are pictures")


def _add_policy(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--policy", choices=PROFILES, default=PROFILES[0], help="early warns sooner, strict warns less"
    )


def _judge(options: argparse.Namespace) -> Judge:
    return Judge(Detector.load(), Policy.named(options.policy))


def _check(options: argparse.Namespace, console: Console, errors: Console) -> int:
    source, conversations, found = _read(options, errors)
    judge = _judge(options)
    evidence = Evidence.of(source.data, source.name)
    for conversation in conversations:
        verdict = review(conversation, judge, evidence)
        if options.json:
            sys.stdout.write(json.dumps(as_json(verdict), ensure_ascii=False) + "\n")
        else:
            view.verdict(console, verdict, everything=options.all)
    return _ended(found, errors)


def _score(options: argparse.Namespace, console: Console, errors: Console) -> int:
    files = inputs.find(options.inputs, options.out)
    judge, ray = _judge(options), cluster.chosen(options)
    with show.Progress(errors, sum(file.stat().st_size for file in files)) as progress:
        tally = bulk.score(files, options.out, judge, options.policy, progress.problem, progress.step, ray)
    show.tally(errors, tally, options.out)
    return SOME_BAD if tally.bad_lines else DONE


def _convert(options: argparse.Namespace, console: Console, errors: Console) -> int:
    _, conversations, found = _read(options, errors)
    if options.out and options.out.suffix == parquet.SUFFIX:
        parquet.write(options.out, conversations)
        return _ended(found, errors)
    lines = "".join(transcript.dump(conversation) + "\n" for conversation in conversations)
    if options.out:
        options.out.write_text(lines, encoding="utf-8")
    else:
        sys.stdout.write(lines)
    return _ended(found, errors)


def _ended(found: Import, errors: Console) -> int:
    show.problems(errors, found.problems)
    return SOME_BAD if found.problems else DONE


def _pack(options: argparse.Namespace, console: Console, errors: Console) -> int:
    packing.refuse_to_overwrite(options)
    read_at = datetime.now(UTC)
    source, conversations, found = _read(options, errors)
    show.packed(console, options.out, packing.pack(options, source, conversations, _judge(options), read_at))
    return _ended(found, errors)


def _info(options: argparse.Namespace, console: Console, errors: Console) -> int:
    facts = about.facts(WEIGHTS_DIR)
    if options.json:
        sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
    else:
        show.facts(console, facts)
    return DONE if facts["model"]["ready"] else NO_MODEL


def _read(options: argparse.Namespace, errors: Console) -> tuple[Source, list[Conversation], Import]:
    """The file and the conversations in it; asks who "me" is where a person can answer."""
    source = _opened(options.files)
    try:
        return source, *formats.load(source.data, options.me, source.name)
    except UnknownSpeaker as error:
        if options.files == ["-"] or not sys.stdin.isatty():
            raise
        show.names(errors, error.names)
        choice = Prompt.ask(
            "Which of them is you?", choices=[str(i + 1) for i in range(len(error.names))], console=errors
        )
        options.me = error.names[int(choice) - 1]
        return source, *formats.load(source.data, options.me, source.name)


def _opened(files: Sequence[str]) -> Source:
    if files == ["-"]:
        return Source(sys.stdin.buffer.read())
    paths = [Path(file) for file in files]
    if len(paths) > 1 or paths[0].is_dir():
        return screenshots.gather(paths)
    return Source(paths[0].read_bytes(), paths[0].name)
