"""The side panel that Chromium shows beside its tabs. Playwright counts it among no pages: it is spoken to by CDP."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Page

from tests.e2e.chromium import Chromium
from tests.e2e.processes import until


class SidePanel:
    """The panel of the browser's window, once it is open."""

    def __init__(self, chromium: Chromium) -> None:
        self._page: Page = chromium.settings()
        self._session = chromium.context.new_cdp_session(self._page)
        self._answers: dict[int, Any] = {}
        self._session.on("Target.receivedMessageFromTarget", self._receive)
        target = until(lambda: self._target(chromium.address("panel/panel.html")), "the side panel")
        attach = {"targetId": target, "flatten": False}
        self._id = self._session.send("Target.attachToTarget", attach)["sessionId"]
        self._asked = 0

    def text(self) -> str:
        """All that can be read in it now; while the panel loads, nothing."""
        self._asked += 1
        what = {"expression": "document.body?.innerText ?? ''", "returnByValue": True}
        message = json.dumps({"id": self._asked, "method": "Runtime.evaluate", "params": what})
        self._session.send("Target.sendMessageToTarget", {"sessionId": self._id, "message": message})
        while self._asked not in self._answers:
            self._page.wait_for_timeout(10)
        return str(self._answers.pop(self._asked)["result"]["result"]["value"])

    def _target(self, address: str) -> str | None:
        found = self._session.send("Target.getTargets")["targetInfos"]
        return next((str(one["targetId"]) for one in found if one["url"] == address), None)

    def _receive(self, event: dict[str, Any]) -> None:
        said = json.loads(event["message"])
        if "id" in said:
            self._answers[said["id"]] = said
