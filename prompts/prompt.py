"""Reads a prompt, one Markdown file each beside this one: TOML front matter between `+++`, then the text.

Front matter: `id` (the name of the file), `version`, `purpose`, `[inputs]` (name = kind, see `prompts.inputs`) and,
where the answer is JSON, its JSON Schema in `[output]`. In the text, `{{name}}` stands for an input and
`{{output_schema}}` for the schema.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from prompts.fence import fenced, fresh_code, random_code
from prompts.inputs import FENCED, WRITERS, Kind, written

PROMPTS_DIR = Path(__file__).parent
SCHEMA_SLOT = "output_schema"

_FILE = re.compile(r"\+\+\+\n(.*?)\n\+\+\+\n(.+)", re.DOTALL)
_SLOT = re.compile(r"\{\{(\w+)\}\}")


class PromptError(ValueError):
    """A prompt that is not there or not whole, or inputs that do not fit it. Holds names, never what others wrote."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt.

    Attributes:
        version: goes up with every change of the text, so that answers can be told apart.
        inputs: kind of each input.
        output: JSON Schema of the answer; None where the answer is plain text.
        draw: where the codes of the fences come from.
    """

    id: str
    version: int
    purpose: str
    inputs: Mapping[str, Kind]
    output: Mapping[str, Any] | None
    text: str
    draw: Callable[[], str] = field(default=random_code, repr=False, compare=False)

    def render(self, /, **inputs: object) -> str:
        """The text with its inputs in place; what others wrote stands in fences.

        Raises:
            PromptError: an input is missing, unknown or of the wrong kind.
        """
        if missing := sorted(self.inputs.keys() - inputs.keys()):
            raise PromptError(f"{self.id}: missing input: {', '.join(missing)}")
        if unknown := sorted(inputs.keys() - self.inputs.keys()):
            raise PromptError(f"{self.id}: unknown input: {', '.join(unknown)}; it takes {', '.join(self.inputs)}")
        parts = {name: self._written(name, kind, inputs[name]) for name, kind in self.inputs.items()}
        parts[SCHEMA_SLOT] = json.dumps(self.output, indent=2)
        code = fresh_code(self.draw, "\n".join([self.text, *parts.values()]))
        for name, kind in self.inputs.items():
            if isinstance(kind, str) and kind in FENCED:
                parts[name] = fenced(name, parts[name], code)
        # One pass: a slot that stands in an input is never filled.
        return _SLOT.sub(lambda found: parts[found[1]], self.text)

    def _written(self, name: str, kind: Kind, value: object) -> str:
        try:
            return written(kind, value)
        except (TypeError, ValueError) as error:
            raise PromptError(f"{self.id}: {name} {error}") from None


def prompt_names() -> list[str]:
    """The names of all prompts: the listing of the folder."""
    return sorted(file.stem for file in PROMPTS_DIR.glob("*.md"))


def load_prompt(name: str, draw: Callable[[], str] = random_code) -> Prompt:
    """A prompt by its name.

    Args:
        name: of the file, without its ending.
        draw: gives the codes of the fences; one that repeats itself makes a run repeatable.

    Raises:
        PromptError: there is none of that name, or its file is not whole.
    """
    if name not in prompt_names():
        raise PromptError(f"there is no prompt of that name; there are {', '.join(prompt_names())}")
    return parse_prompt(name, (PROMPTS_DIR / f"{name}.md").read_text(encoding="utf-8"), draw)


def parse_prompt(name: str, source: str, draw: Callable[[], str] = random_code) -> Prompt:
    """A prompt from the text of its file.

    Raises:
        PromptError: the front matter is not whole, or the text and the inputs do not fit.
    """
    found = _FILE.fullmatch(source)
    if not found:
        raise PromptError(f"{name}: a prompt starts with TOML between two lines of +++, and a text follows")
    try:
        prompt = Prompt(**{"output": None, **tomllib.loads(found[1])}, text=found[2].strip(), draw=draw)
    except (tomllib.TOMLDecodeError, TypeError) as error:
        raise PromptError(f"{name}: the front matter cannot be read: {error}") from error
    if complaint := _complaint(prompt, name):
        raise PromptError(f"{name}: {complaint}")
    return prompt


def _complaint(prompt: Prompt, name: str) -> str | None:
    if prompt.id != name:
        return "the id must be the name of the file"
    if type(prompt.version) is not int or prompt.version < 1:
        return "the version must be a whole number from 1"
    if not isinstance(prompt.purpose, str) or not prompt.purpose.strip():
        return "the purpose must be said"
    if not isinstance(prompt.inputs, dict) or SCHEMA_SLOT in prompt.inputs:
        return f"the inputs must be a table, and {SCHEMA_SLOT} is none of them"
    for given, kind in prompt.inputs.items():
        if kind not in WRITERS if isinstance(kind, str) else not kind:
            return f"{given} is of an unknown kind; there are {', '.join(WRITERS)}, or a list of texts"
    wanted = {*prompt.inputs, *([SCHEMA_SLOT] if prompt.output else [])}
    if differing := sorted(wanted ^ set(_SLOT.findall(prompt.text))):
        return f"named in only one of front matter and text: {', '.join(differing)}"
    return None
