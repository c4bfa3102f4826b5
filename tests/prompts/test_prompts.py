"""Every prompt is whole: its front matter, its inputs, its schema, and what it asks for."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from detector.taxonomy import taxonomy
from detector.training.corpus_text import read_family
from prompts import PROMPTS_DIR, Prompt, PromptError, load_prompt, prompt_names
from prompts.prompt import parse_prompt
from tests.prompts.samples import some_inputs

NAMES = prompt_names()
WHOLE = """+++
id = "p"
version = 1
purpose = "To test."
[inputs]
note = "text"
+++
Read {{note}}
"""


def test_the_prompts_are_the_listing_of_the_folder() -> None:
    assert {f"{name}.md" for name in NAMES} == {file.name for file in PROMPTS_DIR.iterdir() if file.suffix == ".md"}
    wanted = {"judge_conversation", "judge_message", "annotate_tactics", "write_transcript", "write_hard_negative"}
    assert wanted | {"explain_for_person"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_prompt_says_what_it_is_for_and_renders_without_a_gap(name: str) -> None:
    prompt = load_prompt(name)
    assert (prompt.id, prompt.version >= 1) == (name, True)
    assert prompt.purpose.endswith(".")
    assert "{{" not in prompt.render(**some_inputs(prompt))


@pytest.mark.parametrize("name", NAMES)
def test_what_others_wrote_comes_before_the_task_is_said_for_the_last_time(name: str) -> None:
    rendered = load_prompt(name).render(**some_inputs(load_prompt(name)))
    _, _, after = rendered.rpartition("[end ")
    assert "Answer with" in after


def objects(schema: Any) -> list[dict[str, Any]]:
    if isinstance(schema, list):
        return [found for part in schema for found in objects(part)]
    if not isinstance(schema, dict):
        return []
    own = [schema] if schema.get("type") == "object" else []
    return own + [found for part in schema.values() for found in objects(part)]


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_strict_and_stands_in_the_prompt(name: str) -> None:
    prompt = load_prompt(name)
    if prompt.output is None:
        assert "JSON" not in prompt.text
        return
    assert json.dumps(prompt.output, indent=2) in prompt.render(**some_inputs(prompt))
    for found in objects(prompt.output):
        assert found["additionalProperties"] is False
        assert set(found["required"]) == set(found["properties"])


@pytest.mark.parametrize("name", ["write_transcript", "write_hard_negative"])
def test_the_example_of_a_written_chat_is_in_the_format_of_the_corpus(name: str, tmp_path: Path) -> None:
    prompt = load_prompt(name)
    [example] = re.findall(r"```\n(.*?)```", prompt.render(**some_inputs(prompt)), re.DOTALL)
    file = tmp_path / "zz-001.txt"
    file.write_text(f"family: zz-001\n\n{example}", encoding="utf-8")
    [chat] = read_family(file)
    assert chat.label == ("scam" if name == "write_transcript" else "benign")
    assert any(chat.tactics)


def test_the_labeller_is_shown_every_definition() -> None:
    prompt = load_prompt("annotate_tactics")
    rendered = prompt.render(**some_inputs(prompt))
    assert all(f"- {tactic.id}: {tactic.definition}" in rendered for tactic in taxonomy().tactics)


def test_the_note_to_a_person_is_held_to_the_tone_of_the_house() -> None:
    text = load_prompt("explain_for_person").text
    assert all(
        rule in text for rule in ('is "suspicious"', "Nobody is ever called a scammer", "No blame", "Next steps")
    )


@pytest.mark.parametrize("name", ["", "nothing", "../prompts/judge_message", "judge_message.md", "__init__"])
def test_a_name_that_is_not_there_is_an_error_that_says_which_are(name: str) -> None:
    with pytest.raises(PromptError, match="there are annotate_tactics"):
        load_prompt(name)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda source: source.removeprefix("+++\n"), "starts with TOML"),
        (lambda source: source.split("Read")[0], "starts with TOML"),
        (lambda source: source.replace('"p"', '"q"'), "name of the file"),
        (lambda source: source.replace('"p"', "p"), "cannot be read"),
        (lambda source: source.replace("version = 1\n", ""), "version"),
        (lambda source: source.replace("version = 1", "version = true"), "version"),
        (lambda source: source.replace("To test.", " "), "purpose"),
        (lambda source: source.replace("version", "author = 1\nversion"), "author"),
        (lambda source: source.replace('"text"', '"picture"'), "unknown kind"),
        (lambda source: source.replace('"text"', "[]"), "unknown kind"),
        (lambda source: source.replace('[inputs]\nnote = "text"', "inputs = 1"), "table"),
        (lambda source: source.replace("{{note}}", "it"), "only one of.*: note"),
        (lambda source: source.replace("{{note}}", "{{note}} {{other}}"), "only one of.*: other"),
        (lambda source: source.replace("{{note}}", "{{note}} {{output_schema}}"), "only one of.*: output_schema"),
    ],
)
def test_a_file_that_is_not_whole_is_refused(change: Any, said: str) -> None:
    assert isinstance(parse_prompt("p", WHOLE), Prompt)
    with pytest.raises(PromptError, match=said):
        parse_prompt("p", change(WHOLE))
