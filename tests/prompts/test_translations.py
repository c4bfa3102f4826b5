"""What the detector says of a file that it cannot read, and a custody log of a case, has words in every language."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from detector import formats, pictures
from detector.errors import UnreadableChat
from extension_backend.console.checking import Draft
from prompts import CONSOLE_DIR, TRANSLATIONS_DIR, translated
from tests.prompts.test_console_words import gaps
from tests.prompts.test_wording import FORBIDDEN

LANGUAGES = sorted(file.stem for file in TRANSLATIONS_DIR.glob("*.toml"))
TRANSLATED = [lang for lang in LANGUAGES if lang != "en"]
NAMES = [form.NAME for form in formats.known_formats()]
REASON = {"UnreadableChat": 0, "UnknownFormat": 0, "Unavailable": 0, "Problem": 1}  # which argument says why
UNIT = 2  # which argument of Problem says what is counted
FILLING = "1"  # is a number, and a word as well
ACTS = ["labelled transcript", "evidence pack", "evidence pack, redacted", Draft().changes()] + [
    f"message 1, {kind}: insider_mentor_tip" for kind in ("wrong", "missed", "taken back")
]


def texts(lang: str) -> dict[str, str]:
    return tomllib.loads((TRANSLATIONS_DIR / f"{lang}.toml").read_text(encoding="utf-8"))


def written(said: ast.expr, module: object) -> str:
    """The sentence of an argument, its gaps filled; "" for one that was made elsewhere."""
    if isinstance(said, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else FILLING for part in said.values)
    if isinstance(said, ast.BinOp):
        return written(said.left, module)
    found = said.value if isinstance(said, ast.Constant) else getattr(module, getattr(said, "id", ""), "")
    return found if isinstance(found, str) else ""


def folder(package: ModuleType) -> Iterator[Path]:
    return Path(str(package.__file__)).parent.glob("*.py")


def arguments() -> Iterator[tuple[str, list[str]]]:
    """Every place in the code of the formats that tells of something unreadable: what it makes, and of which texts."""
    for file in (*sorted(folder(formats)), *sorted(folder(pictures))):
        module = import_module(f"detector.{file.parent.name}" + ("" if file.stem == "__init__" else f".{file.stem}"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
            if isinstance(node, ast.Call) and name in REASON:
                yield name, [written(argument, module) for argument in node.args]


REASONS = [reason for name, given in arguments() if (reason := given[REASON[name]])]
UNITS = {given[UNIT] for name, given in arguments() if name == "Problem" and given[UNIT:]} - {""}
PLACES = [f"{unit} 1: the file is empty" for unit in UNITS | {formats.Problem(1, "").unit}]


def told(data: bytes, lang: str) -> str:
    with pytest.raises(UnreadableChat) as raised:
        formats.load(data)
    return translated(str(raised.value), lang)


def test_it_is_said_in_every_language_of_the_console() -> None:
    assert sorted(file.stem for file in CONSOLE_DIR.glob("*.toml")) == LANGUAGES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_language_has_all_that_english_has(lang: str) -> None:
    assert list(texts(lang)) == list(texts("en"))
    assert [gaps(text) for text in texts(lang).values()] == [gaps(text) for text in texts("en").values()]
    assert not re.search(FORBIDDEN[lang], "\n".join(texts(lang).values()), re.IGNORECASE)


@pytest.mark.parametrize("lang", TRANSLATED)
def test_every_reason_of_every_format_and_every_act_is_translated(lang: str) -> None:
    assert len(REASONS) > 40
    assert len(PLACES) > 1
    assert [said for said in REASONS + ACTS if translated(said, lang) == said] == []
    assert [said for said in PLACES if not translated(said, lang).endswith(texts(lang)["empty"])] == []


def test_every_format_has_a_name_and_no_sentence_is_left_over() -> None:
    given = [said.removeprefix("message 1: ") for said in REASONS] + PLACES + ACTS + NAMES + ["message 1: 1"]
    sentences = {key: re.sub(r"\\{\w+\\}", ".+", re.escape(text)) for key, text in texts("en").items()}
    assert set(NAMES) <= set(texts("en").values())
    left = {key for key, sentence in sentences.items() if not any(re.fullmatch(sentence, said) for said in given)}
    assert left == {"between_names", "between_whys", "no_message_because"}


def test_reasons_within_reasons_are_translated_one_by_one() -> None:
    lines = b'{"messages": [{"sender": "you", "text": "x"}]}\n{"messages": [{"sender": "me", "text": 1}]}\n'
    assert told(lines, "de") == (
        "keine Nachricht war zu lesen. Art der Datei: Transkript (JSONL) "
        '(Zeile 1: Nachricht 1: \'sender\' muss "them" oder "me" sein; '
        "Zeile 2: Nachricht 1: 'text' muss ein Text sein)"
    )
    assert told(b"PK\x03\x04", "de") == "die Zip-Datei ist beschädigt; exportieren Sie den Chat noch einmal"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_list_of_formats_is_translated_name_by_name(lang: str) -> None:
    (known,) = (reason for reason in REASONS if "Known are" in reason)
    said = translated(known.replace(f" {FILLING}.", f" {', '.join(NAMES)}."), lang)
    assert texts(lang)["between_names"].join(translated(name, lang) for name in NAMES) in said


def test_the_custody_log_names_a_tactic_in_plain_words() -> None:
    plain = {"insider_mentor_tip": "Tipp von jemandem mit Einblick"}
    said = translated("message 4, wrong: insider_mentor_tip", "de", plain)
    assert said == "Nachricht 4, falsch: Tipp von jemandem mit Einblick"


@pytest.mark.parametrize("said", ["", "a sentence of nobody", "line x: the file is empty", "{n}", "the file is empty."])
def test_what_is_not_known_stays_as_it_is(said: str) -> None:
    assert translated(said, "ar") == said
