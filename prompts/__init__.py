"""Texts that are not code: prompts for language models, a Markdown file each, and what a person reads, in `warnings/`.

Standard library only, since the server, the command line, training and the evaluation all import it.
"""

from prompts.prompt import PROMPTS_DIR, Prompt, PromptError, load_prompt, prompt_names
from prompts.wording import FALLBACK, WARNINGS_DIR, Wording, Words, load_wording

__all__ = [
    "FALLBACK",
    "PROMPTS_DIR",
    "WARNINGS_DIR",
    "Prompt",
    "PromptError",
    "Wording",
    "Words",
    "load_prompt",
    "load_wording",
    "prompt_names",
]
