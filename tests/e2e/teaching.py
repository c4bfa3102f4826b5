"""The panel by which a person teaches a page, as that person uses it: with the mouse, or with the keyboard alone."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

from tests.e2e.chromium import Chromium, ShadowView
from tests.e2e.processes import until

HOST = "second-look-teacher"
_TEXT_JS = "return root.querySelector('section').innerText;"
_OUTLINES_JS = """
return [...root.querySelectorAll('.row-box')].filter((one) => one.checkVisibility()).map((one) => one.innerText);
"""
_BUTTON_JS = """
const found = [...root.querySelectorAll('button')].find((one) => one.innerText === %r);
const box = found?.getBoundingClientRect();
return box && [box.left + box.width / 2, box.top + box.height / 2];
"""


@dataclass
class Teaching:
    """One page, while it is taught."""

    chromium: Chromium
    page: Page

    def begin(self, label: str) -> None:
        """Presses the button of this label in the popup, once it is there, and goes back to the page."""

        def pressed() -> bool:
            popup = self.chromium.open_popup(self.page)
            button = popup.get_by_role("button", name=label)
            if not button.count():
                popup.close()
                return False
            with popup.expect_event("close"):
                button.click()
            return True

        until(pressed, f"{label} in the popup")
        self.page.bring_to_front()
        until(self.says, "the panel")

    def says(self) -> str:
        """What stands on the panel; nothing where there is none."""
        view = ShadowView(self.page, HOST)
        text = view.evaluate(_TEXT_JS)
        view.close()
        return str(text or "")

    def outlines(self) -> list[str]:
        """The labels of the outlines on the page, from top to bottom."""
        view = ShadowView(self.page, HOST)
        labels: list[str] = view.evaluate(_OUTLINES_JS) or []
        view.close()
        return labels

    def press(self, label: str) -> None:
        """Clicks a button of the panel."""
        view = ShadowView(self.page, HOST)
        self.page.mouse.click(*until(lambda: view.evaluate(_BUTTON_JS % label), label))
        view.close()
