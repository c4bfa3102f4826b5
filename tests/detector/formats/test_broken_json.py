"""JSON exports that are cut off, nested too deep or of strange shapes: read as far as they go, or refused."""

import io
import json
import random
import zipfile
from pathlib import Path

import pytest

from detector import formats
from detector.errors import DetectorError, UnknownFormat, UnknownSpeaker
from detector.formats import transcript
from detector.formats._json import parse

HERE = Path(__file__).parent
FOLDERS = ("telegram", "instagram", "messenger", "discord", "google_chat")
SAMPLES = sorted(path for folder in FOLDERS for path in (HERE / folder).glob("*.json"))
STRANGE = (
    None,
    True,
    -1,
    10**30,
    float("nan"),
    "",
    "zebra",
    "\ud83d",
    [],
    ["zebra"],
    [[]],
    {},
    {"zebra": {}},
    [{}] * 3,
)


def name(path):
    return f"{path.parent.name}/{path.name}"


@pytest.mark.parametrize(
    ("text", "content", "line"),
    [
        ('{"a": [1, {"b": 2}]}', {"a": [1, {"b": 2}]}, 0),
        ('{"a": [{"b": 1},\n{"b": 2},\n{"b": "cut', {"a": [{"b": 1}, {"b": 2}]}, 3),
        ('{"a": [{"b": "}]"}, {"b": "}]} \\q"}]}', {"a": [{"b": "}]"}]}, 1),
        ('[{"a": 1} {"a": 2}]', [{"a": 1}], 1),
        ('{"a": "b\nc"}', {"a": "b\nc"}, 0),
        ('{"a": "\\x0B \\\\x0B"}', {"a": "\x0b \\x0B"}, 0),
        ('{"a": "\\x9Z"}', None, 0),
        ('{"a": 1} {"a": 2}', None, 0),
        ('{"a": 1', None, 0),
        ("[1/2/26, 10:00] Anna: hi", None, 0),
        ("[" * 100_000, None, 0),
        ('{"a": ' + "9" * 5000 + "}", None, 0),
        ("", None, 0),
    ],
)
def test_json_is_read_up_to_the_place_where_it_breaks(text, content, line):
    found = parse(text)
    assert (found.content, found.broken_line) == (content, line)


@pytest.mark.parametrize("sample", SAMPLES, ids=name)
def test_a_file_that_is_cut_off_is_read_up_to_there(sample):
    whole = sample.read_text(encoding="utf-8")
    read, found = formats.load(whole[: len(whole) * 7 // 10].encode(), me="maria")
    before = {(message.text, message.sender) for message in formats.read(sample, me="maria")[0].messages}
    kept = {(message.text, message.sender) for message in read[0].messages}
    assert len(kept) >= 4
    assert len(kept - before) <= 1  # the last one may be half there
    assert any("cut off" in problem.why for problem in found.problems)


@pytest.mark.parametrize("sample", SAMPLES, ids=name)
def test_texts_nested_without_end_are_refused(sample):
    whole = sample.read_text(encoding="utf-8")
    deep = whole.replace('"hi, is this', "[" * 100_000 + '"hi, is this', 1)
    assert deep != whole
    with pytest.raises(UnknownFormat):
        formats.read(deep.encode(), me="maria")


@pytest.mark.parametrize(
    ("sample", "path"),
    [
        ("telegram/single.json", "{}/result.json"),
        ("instagram/message_1.json", "inbox/{}/message_1.json"),
        ("google_chat/english.json", "Groups/{}/messages.json"),
    ],
)
@pytest.mark.parametrize("broken", ["no JSON", "[1, 2]", "7", '{"messages": 7}', ""])
@pytest.mark.parametrize("number", [1, 2])
def test_a_broken_file_beside_others_in_a_zip_is_told(sample, path, broken, number):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(path.format("b"), (HERE / sample).read_bytes())
        archive.writestr(path.format("ac"[number - 1]), broken)
    read, found = formats.load(out.getvalue(), me="maria")
    assert read == formats.read(HERE / sample, me="maria")
    assert [problem.place for problem in found.problems] in ([f"chat {number}"], ["chat 1"])


def places(node, found):
    """Every container of a JSON value and the keys in it."""
    for key in list(node) if isinstance(node, dict) else range(len(node)):
        found.append((node, key))
        if isinstance(node[key], dict | list):
            places(node[key], found)
    return found


@pytest.mark.parametrize("sample", SAMPLES, ids=name)
def test_strange_values_anywhere_are_read_around_or_refused_and_never_quoted(sample):
    dice = random.Random(7)
    whole = sample.read_text(encoding="utf-8")
    for _ in range(150):
        content = json.loads(whole)
        for node, key in dice.sample(places(content, []), dice.choice((1, 1, 5))):
            if key in node if isinstance(node, dict) else key < len(node):
                node[key] = dice.choice(STRANGE)
        try:
            read, found = formats.load(json.dumps(content).encode(), dice.choice((None, "maria")))
        except UnknownSpeaker:
            continue
        except DetectorError as error:
            why = str(error)
        else:
            why = " ".join(problem.why for problem in found.problems)
            for conversation in read:
                assert transcript.dump(conversation).encode("utf-8")
        assert not any(word in why for word in ("zebra", "yoga", "dog", "Anna", "Maria"))


@pytest.mark.parametrize("sample", [*SAMPLES, *(HERE / "telegram").glob("*.html")], ids=name)
def test_damaged_bytes_are_read_or_refused(sample):
    dice = random.Random(8)
    whole = sample.read_bytes()
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(3):
            data[dice.randrange(len(data))] = dice.randrange(256)
        try:
            formats.read(bytes(data), "maria")
        except DetectorError:
            continue
