"""What a person sees of the extension, in a page and in its popup, read in the same way in both browsers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from prompts import WARNINGS_DIR, load_wording

HOST = "second-look-overlay"
LEVELS = ("caution", "warning", "danger")

# Body of a function with the shadow root, which is closed to the page, in `root`.
READ_OVERLAY_JS = """
const seen = (one) => !!one && one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
const card = root.querySelector('section');
const shown = seen(card);
const heading = card && root.getElementById(card.getAttribute('aria-labelledby'));
return {
  title: shown && seen(heading) ? heading.innerText : '',
  text: shown ? card.innerText : '',
  said: [...root.querySelectorAll('[role=status], [role=alert]')].filter((one) => seen(one) && one.textContent)
    .map((one) => [one.getAttribute('role'), one.textContent]),
  marks: [...root.querySelectorAll('.mark')].filter(seen).map((mark) => mark.querySelector('button').ariaLabel),
};
"""
# Answers the question before a message goes out, if it is being asked.
SEND_ANYWAY_JS = "const button = root.querySelector('dialog[open] .send'); button?.click(); return !!button;"
READ_POPUP_JS = """
return {
  text: document.body.innerText,
  pictures: [...document.querySelectorAll('svg[role=img]')].filter((one) => one.checkVisibility()).length,
  rises: [...document.querySelectorAll('svg .rise title')].map((title) => title.textContent),
};
"""


@dataclass(frozen=True)
class Seen:
    """The card's heading and all of its visible text, what a screen reader is told, the labels of the marks."""

    title: str = ""
    text: str = ""
    said: tuple[tuple[str, str], ...] = ()
    marks: tuple[str, ...] = ()

    @classmethod
    def of(cls, found: dict[str, Any] | None) -> Seen:
        if not found:
            return cls()
        return cls(found["title"], found["text"], tuple(map(tuple, found["said"])), tuple(found["marks"]))

    @property
    def level(self) -> str:
        """The level whose heading stands on the card, "none" without a card."""
        wordings = [load_wording(file.stem) for file in WARNINGS_DIR.glob("*.toml")]
        titles = {wording["levels"][level]["title"]: level for wording in wordings for level in LEVELS}
        return titles[self.title] if self.title else "none"

    def is_said(self, role: str) -> bool:
        """Whether a screen reader is told what the card says, by an element of this role."""
        return any(kind == role and self.title in text for kind, text in self.said)


@dataclass(frozen=True)
class Popup:
    """All visible text of the popup, how many pictures it shows, and what the rises in the timeline are called."""

    text: str
    pictures: int
    rises: list[str]
