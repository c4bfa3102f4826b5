"""Chromium with the unpacked extension, as a person would have it, and what only a test may see of it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, CDPSession, Page, Playwright, expect

from tests.e2e import EXTENSION
from tests.e2e.overlay import HOST, READ_OVERLAY_JS, READ_POPUP_JS, Popup, Seen

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--enable-unsafe-extension-debugging",
]
NOWHERE = "MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE *.localhost , EXCLUDE 127.0.0.1"
LIMIT_MS = 60_000


class Chromium:
    """A browser with the extension. `context` opens pages in it."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        worker = context.service_workers[0] if context.service_workers else context.wait_for_event("serviceworker")
        self.extension = worker.url.split("/")[2]
        self._settings: Page | None = None

    def address(self, path: str) -> str:
        return f"chrome-extension://{self.extension}/{path}"

    def pair(self, code: str, port: int) -> None:
        """Types the code into the options page, as the server's words ask for it."""
        page = self.settings()
        page.locator("#pair summary").click()
        page.locator("#port").fill(str(port))
        page.locator("#code").fill(code)
        page.locator("#pair button[type=submit]").click()
        expect(page.locator("#code")).to_have_value("", timeout=LIMIT_MS)  # it stays where the code is not taken

    def settings(self) -> Page:
        """The options page, kept open."""
        if self._settings is None:
            self._settings = self.context.new_page()
            self._settings.goto(self.address("options/options.html"))
        return self._settings

    def switch_on(self, address: str) -> None:
        """Has an address read: types it into the options page. The browser's own question cannot be clicked without a
        window, so its answer is given beforehand."""
        self._at_extensions("addHostPermission", _pattern(address))
        settings = self.settings()
        settings.locator("#address").fill(address)
        settings.locator("#add button[type=submit]").click()
        expect(settings.locator("#address")).to_have_value("", timeout=LIMIT_MS)

    def take_away(self, address: str) -> None:
        """Withdraws the permission for an address in the browser's own list of extensions."""
        self._at_extensions("removeHostPermission", _pattern(address))

    def _at_extensions(self, does: str, pattern: str) -> None:
        page = self.context.new_page()
        page.goto("chrome://extensions")
        page.evaluate("([does, id, host]) => chrome.developerPrivate[does](id, host)", [does, self.extension, pattern])
        page.close()

    def kill_worker(self) -> None:
        """Ends the service worker as the browser does when it is idle for long, only at once."""
        session = self.context.new_cdp_session(self.settings())
        targets = session.send("Target.getTargets")["targetInfos"]
        workers = [one["targetId"] for one in targets if one["type"] == "service_worker"]
        assert workers, targets
        for target in workers:
            session.send("Target.closeTarget", {"targetId": target})
        session.detach()

    def open_popup(self, page: Page) -> Page:
        """The extension's popup about `page`, in a page of its own."""
        return self._open_about(page, "popup/popup.html")

    def open_panel(self, page: Page) -> Page:
        """What stands in the side panel about `page`, in a page of its own."""
        return self._open_about(page, "panel/panel.html")

    def tab_of(self, page: Page) -> dict[str, int]:
        """What the browser calls the tab and the window of `page`: `id`, `windowId`."""
        find = """async (url) => {
            const { id, windowId } = (await chrome.tabs.query({})).find((tab) => tab.url === url);
            return { id, windowId };
        }"""
        found: dict[str, int] = self.settings().evaluate(find, page.url)
        return found

    def _open_about(self, page: Page, path: str) -> Page:
        opened = self.context.new_page()
        opened.goto(self.address(f"{path}?tab={self.tab_of(page)['id']}"))
        opened.locator("#state *").first.wait_for()
        return opened

    def popup(self, page: Page) -> Popup:
        """What the popup says about `page`."""
        popup = self.open_popup(page)
        seen = Popup(**popup.evaluate(f"() => {{ {READ_POPUP_JS} }}"))
        popup.close()
        return seen


class ShadowView:
    """Looks through a closed shadow root in one page."""

    def __init__(self, page: Page, host: str = HOST) -> None:
        self._host = host
        self._session: CDPSession = page.context.new_cdp_session(page)
        self._session.send("DOM.enable")

    def look(self) -> Seen:
        return Seen.of(self.evaluate(READ_OVERLAY_JS))

    def close(self) -> None:
        self._session.detach()

    def evaluate(self, body: str) -> Any:
        """Runs the body of a function with `root`, or gives None where the extension shows nothing."""
        send = self._session.send
        found = send("Runtime.evaluate", {"expression": f"document.querySelector('{self._host}')"})["result"]
        if "objectId" not in found:
            return None
        host = send("DOM.describeNode", {"objectId": found["objectId"], "pierce": True})["node"]
        root = send("DOM.resolveNode", {"backendNodeId": host["shadowRoots"][0]["backendNodeId"]})["object"]
        function = f"function () {{ const root = this; {body} }}"
        call = {"objectId": root["objectId"], "functionDeclaration": function, "returnByValue": True}
        answer = send("Runtime.callFunctionOn", call)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")


@contextmanager
def chromium_with_extension(
    playwright: Playwright,
    profile: Path,
    arguments: Sequence[str] = (),
    hosts: str = "",
    headless: bool = True,
    language: str = "en",
    **more: Any,
) -> Iterator[Chromium]:
    """A browser that knows no host but loopback's and those mapped by `hosts`, with a fresh profile.

    Args:
        hosts: rules of --host-resolver-rules, as "MAP chat.example 127.0.0.1".
        language: of the browser and so of the extension, whatever the machine speaks.
    """
    rules = ", ".join(filter(None, [hosts, NOWHERE]))
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=CHROMIUM,
        headless=False,  # the old headless mode has no extensions
        ignore_default_args=["--disable-extensions"],
        args=[
            *(["--headless=new"] if headless else []),
            *QUIET,
            f"--host-resolver-rules={rules}",
            f"--disable-extensions-except={EXTENSION}",
            f"--load-extension={EXTENSION}",
            *arguments,
        ],
        env={**os.environ, "LANGUAGE": language},  # on Linux, --lang is not heeded
        **more,
    )
    context.set_default_timeout(LIMIT_MS)
    try:
        yield Chromium(context)
    finally:
        context.close()


def _pattern(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.hostname}/*"  # patterns hold no port
