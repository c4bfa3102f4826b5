"""Firefox ESR with the same extension folder, as a person would have it, and what only a test may see of it."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.e2e import EXTENSION
from tests.e2e.marionette import Marionette
from tests.e2e.overlay import HOST, READ_OVERLAY_JS, READ_POPUP_JS, Popup, Seen
from tests.e2e.processes import free_ports, is_open, running, until

FIREFOX = "/usr/bin/firefox-esr"
UUID = "5ec0d100-0000-4000-8000-000000000001"  # set here, so that the extension's own pages can be opened
ESCAPE, ENTER, TAB = "\ue00c", "\ue007", "\ue004"  # W3C WebDriver's signs for the keys


class Firefox:
    """A browser with the extension, one tab at a time."""

    def __init__(self, marionette: Marionette) -> None:
        self._send = marionette.send
        self._find = marionette.find
        self._send("Addon:Install", path=str(EXTENSION), temporary=True)

    def open(self, address: str) -> str:
        """Opens a page in a new tab and stays there. Returns what `show` takes."""
        tab = str(self._send("WebDriver:NewWindow", type="tab", focus=True)["handle"])
        self.show(tab)
        self._send("WebDriver:Navigate", url=address)
        return tab

    def show(self, tab: str) -> None:
        self._send("WebDriver:SwitchToWindow", handle=tab, focus=True)

    def open_own(self, path: str) -> str:
        return self.open(f"moz-extension://{UUID}/{path}")

    def run(self, body: str, *arguments: Any, privileged: bool = False) -> Any:
        """Runs the body of an async function in the page that is shown; `privileged` sees closed shadow roots."""
        script = f"""const done = arguments[arguments.length - 1];
            (async (...given) => {{ {body} }})(...arguments)
                .then((value) => done({{ value }}), (error) => done({{ error: String(error) }}));"""
        sandbox = "system" if privileged else "default"
        found = self._send("WebDriver:ExecuteAsyncScript", script=script, args=arguments, sandbox=sandbox)
        assert "error" not in found, found
        return found.get("value")

    def type_into(self, selector: str, text: str) -> None:
        """Types as a person does."""
        self._send("WebDriver:ElementSendKeys", id=until(lambda: self._find(selector), selector), text=text)

    def press(self, *keys: str) -> None:
        """Presses keys one by one wherever the focus is."""
        strokes = [{"type": stroke, "value": key} for key in keys for stroke in ("keyDown", "keyUp")]
        self._send("WebDriver:PerformActions", actions=[{"type": "key", "id": "keyboard", "actions": strokes}])

    def click(self, selector: str) -> None:
        self._send("WebDriver:ElementClick", id=until(lambda: self._find(selector), selector))

    def text(self, selector: str) -> str:
        """The visible text of the first element that fits, "" where there is none."""
        found = self._find(selector)
        return str(self._send("WebDriver:GetElementText", id=found)) if found else ""

    def pair(self, code: str, port: int) -> None:
        """Types the code into the options page."""
        self.open_own("options/options.html")
        self.click("#pair summary")
        self.type_into("#port", str(port))
        self.type_into("#code", code)
        self.click("#pair button[type=submit]")
        until(lambda: self.text("#pair-answer") == "Paired.", "the pairing")

    def switch_on(self, address: str) -> None:
        """Has an address read, on the options page."""
        self.type_into("#address", address)
        self.click("#add button[type=submit]")
        until(lambda: self.run("return document.querySelector('#address').value") == "", f"{address} switched on")

    def take_away(self, pattern: str) -> None:
        """Withdraws the permission for some addresses, as about:addons does."""
        self.run_in_browser(
            """const { ExtensionPermissions } = ChromeUtils.importESModule(
                "resource://gre/modules/ExtensionPermissions.sys.mjs");
            const gone = { permissions: [], origins: [given[1]] };
            await ExtensionPermissions.remove(given[0], gone, WebExtensionPolicy.getByID(given[0]).extension);""",
            _extension_id(),
            pattern,
        )

    def look(self) -> Seen:
        return Seen.of(self.evaluate(READ_OVERLAY_JS))

    def evaluate(self, body: str) -> Any:
        """Runs the body of a function with `root`, or gives None where the extension shows nothing."""
        script = f"""const host = document.querySelector({json.dumps(HOST)});
            if (!host) return null;
            const root = host.openOrClosedShadowRoot;
            {body}"""
        return self.run(script, privileged=True)

    def popup(self, tab: str) -> Popup:
        """What the extension's popup says about the page in `tab`."""
        self.open_about(tab, "popup/popup.html")
        seen = Popup(**self.run(READ_POPUP_JS))
        self.show(tab)
        return seen

    def open_about(self, tab: str, path: str) -> None:
        """Opens a page of the extension's about the page in `tab`, and stays there."""
        self.show(tab)
        number = self.run_in_browser("""const { ExtensionParent } = ChromeUtils.importESModule(
            "resource://gre/modules/ExtensionParent.sys.mjs");
            return ExtensionParent.apiManager.global.tabTracker.getId(gBrowser.selectedTab);""")
        self.open_own(f"{path}?tab={number}")
        until(lambda: self._find("#state *"), path)

    def run_in_browser(self, body: str, *arguments: Any) -> Any:
        """Runs the body of an async function in the browser's own window."""
        self._send("Marionette:SetContext", value="chrome")
        try:
            return self.run(body, *arguments)
        finally:
            self._send("Marionette:SetContext", value="content")

    def picture(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self._send("WebDriver:TakeScreenshot", full=False)))


@contextmanager
def firefox_with_extension(folder: Path, public: Sequence[int] = ()) -> Iterator[Firefox]:
    """A headless browser with a fresh profile that reaches nothing but loopback.

    Args:
        public: ports whose pages count as the public internet, to which loopback is closed.
    """
    (port,) = free_ports(1)
    nowhere = {f"network.proxy.{kind}": "127.0.0.1" for kind in ("http", "ssl")}
    nowhere |= {f"network.proxy.{kind}_port": 9 for kind in ("http", "ssl")}  # the discard port; loopback goes past it
    preferences = {
        "marionette.port": port,
        "extensions.webextensions.uuids": json.dumps({_extension_id(): UUID}),
        "extensions.webextOptionalPermissionPrompts": False,
        "network.lna.enabled": True,
        "network.lna.blocking": True,
        "network.lna.address_space.public.override": ",".join(f"127.0.0.1:{one}" for one in public),
        "network.proxy.type": 1,
        **nowhere,
    }
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in preferences.items()]
    profile = folder / "profile"
    profile.mkdir()
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    options = ["--headless", "--no-remote", "--marionette", "-remote-allow-system-access", "--profile", profile]
    with running([FIREFOX, *options], folder / "firefox.log"):
        until(lambda: is_open(port), "Firefox")
        marionette = Marionette(port)
        try:
            yield Firefox(marionette)
        finally:
            marionette.close()


def _extension_id() -> str:
    manifest = json.loads((EXTENSION / "manifest.json").read_text(encoding="utf-8"))
    return str(manifest["browser_specific_settings"]["gecko"]["id"])
