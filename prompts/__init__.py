"""Texts that are not code: prompts for language models, a Markdown file each, and what a person reads: `warnings/`,
`console/`, `report/`, `report_to/`, `translations/` and `help_lines.toml`.

Standard library only, since the server, the command line, training and the evaluation all import it.
"""

from prompts.help_lines import HELP_LINES_FILE, Help, HelpLine, country_names, help_lines
from prompts.notation import day, grouped, share
from prompts.prompt import PROMPTS_DIR, Prompt, PromptError, load_prompt, prompt_names
from prompts.report_to import REPORT_TO_DIR, ReportTo, all_report_to, report_to
from prompts.translations import TRANSLATIONS_DIR, translated
from prompts.wording import (
    CONSOLE_DIR,
    FALLBACK,
    REPORT_DIR,
    REPORT_LANGUAGES,
    WARNINGS_DIR,
    Wording,
    Words,
    all_console_words,
    load_wording,
    nearest,
    report_words,
)

__all__ = [
    "CONSOLE_DIR",
    "FALLBACK",
    "HELP_LINES_FILE",
    "PROMPTS_DIR",
    "REPORT_DIR",
    "REPORT_LANGUAGES",
    "REPORT_TO_DIR",
    "TRANSLATIONS_DIR",
    "WARNINGS_DIR",
    "Help",
    "HelpLine",
    "Prompt",
    "PromptError",
    "ReportTo",
    "Wording",
    "Words",
    "all_console_words",
    "all_report_to",
    "country_names",
    "day",
    "grouped",
    "help_lines",
    "load_prompt",
    "load_wording",
    "nearest",
    "prompt_names",
    "report_to",
    "report_words",
    "share",
    "translated",
]
