"""The report's words in one language: its own, those of a verdict, and how the language writes numbers and times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import prompts
from detector.review import percent
from detector.types import Finding, Level, Sender
from detector.wording import wording

MOST_NUMBERS = 12  # of messages in one cell


@dataclass(frozen=True, slots=True)
class Words:
    """`lang` has a file in `prompts/report`.

    Attributes:
        own: of `prompts/report`. console: of `prompts/console`. verdict: of `prompts/warnings` and the taxonomy.
    """

    lang: str
    own: dict[str, Any]
    console: dict[str, Any]
    verdict: dict[str, Any]

    @classmethod
    def of(cls, lang: str) -> Words:
        return cls(lang, prompts.report_words(lang), prompts.all_console_words()[lang], wording(lang))

    @property
    def from_the_right(self) -> bool:
        return bool(self.console["language"]["dir"] == "rtl")

    def say(self, part: str, name: str, **gaps: str) -> str:
        """A sentence of the report with its gaps filled."""
        return str(self.own[part][name]).format(**gaps)

    def number(self, count: int | Decimal) -> str:
        return prompts.grouped(count, self.lang)

    def share(self, probability: float) -> str:
        return prompts.share(percent(probability), self.lang)

    def axis(self, share: float) -> str:
        """A share on the axis of a picture, where 0 % and 100 % are its ends."""
        return prompts.share(f"{share:.0%}", self.lang)

    def day(self, at: datetime) -> str:
        return prompts.day(at, self.lang)

    def when(self, at: datetime | None) -> str:
        """A moment to the minute."""
        return self.say("words", "time", day=self.day(at), time=f"{at:%H:%M}") if at else self.say("words", "no_time")

    def who(self, sender: Sender) -> str:
        return self.say("words", "they" if sender == "them" else "me")

    def level(self, level: Level) -> str:
        return str(self.console["levels"][str(level)])

    def listed(self, numbers: Sequence[int]) -> str:
        """Message numbers, the first of them where there are many."""
        left = len(numbers) - MOST_NUMBERS
        more = self.say("words", "and_more", n=self.number(left)) if left > 0 else ""
        return ", ".join(map(str, numbers[:MOST_NUMBERS])) + more

    def reason(self, finding: Finding, message: int | None = None) -> str:
        """Why a message is marked and how sure that is, or that a person marked it.

        Args:
            message: its number, where it is not clear from what stands around.
        """
        why = str(self.verdict["tactics"][finding.tactic]["plain"]).rstrip(".。")
        if finding.source == "person":
            return self.say("words", "by_person", why=why)
        sure = self.share(finding.probability)
        if message is None:
            return self.say("words", "sure", why=why, percent=sure)
        return self.say("words", "sure_in", why=why, n=str(message), percent=sure)

    def advice(self, tactics: Sequence[str]) -> list[str]:
        """What to do about these, each once."""
        return list(dict.fromkeys(filter(None, (self.verdict["tactics"][tactic]["advice"] for tactic in tactics))))

    def done(self, what: str) -> str:
        """A step of the custody log, which is written down in English."""
        act, _, detail = what.partition(", ")
        acts = self.console["custody"]["acts"] | self.own["acts"]
        tactics = {tactic: words["plain"] for tactic, words in self.verdict["tactics"].items()}
        told = [acts.get(act, act), *([prompts.translated(detail, self.lang, tactics)] if detail else [])]
        return str(self.console["language"]["comma"]).join(told)
