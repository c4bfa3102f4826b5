"""The side panel with a live chat, in Chromium and Firefox: what it shows, copies, keeps and saves; how it opens."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from detector.formats import read
from detector.taxonomy import taxonomy
from detector.types import Message
from extension_backend.database import Database
from prompts import load_wording
from tests.e2e import HERE, ROOT, chats
from tests.e2e.chromium import LIMIT_MS
from tests.e2e.firefox import firefox_with_extension
from tests.e2e.pages import serving
from tests.e2e.processes import until
from tests.e2e.product import Server
from tests.e2e.sample import Sample, opened
from tests.e2e.side_panel import SidePanel

WALLET = "0x52908400098527886E0F7030069857D2E4169EE7"
DANGER = load_wording()["levels"]["danger"]
SUSPICIOUS = [
    Message("0", "them", "my uncle is an analyst, his signals never lose and the profit is guaranteed", None),
    Message("1", "me", "really", None),
    Message("2", "them", "send 500 USDT to the platform wallet now, today only", None),
    Message("3", "them", "you must pay the 20 percent tax first before you can withdraw your money", None),
]
SELECTED = "\n".join(f"{one.sender.replace('them', 'Kim')}: {one.text}" for one in SUSPICIOUS)

# Opens the sidebar, and gives its title once the page in it has put its words in.
SHOW_SIDEBAR_JS = """
await SidebarController.show('second-look_second-look_local-sidebar-action');
for (;;) {
  const browser = SidebarController.browser.contentDocument?.getElementById('webext-panels-browser');
  const there = browser?.currentURI?.spec.endsWith('panel/panel.html');
  if (there && !['', 'name'].includes(browser.contentTitle)) return browser.contentTitle;
  await new Promise((resolve) => setTimeout(resolve, 100));
}
"""


def conversation() -> list[Message]:
    said = chats.scam().conversation.messages
    more = replace(said[-1], id="w1", sender="them", text=f"send it to {WALLET} or see https://fx-harbour.example/app")
    return [*said, more]


@pytest.fixture(scope="module")
def product(playwright: Playwright, server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    """The sample page with a chat that has come to a danger."""
    expect.set_options(timeout=LIMIT_MS)
    with opened(playwright, server, tmp_path_factory.mktemp("panel")) as running:
        running.turn_to("/panel")
        for message in conversation():
            running.draw(message)
        assert running.seen_after(len(conversation())).level == "danger"
        yield running


@pytest.fixture
def panel(product: Sample) -> Iterator[Page]:
    page = product.chromium.open_panel(product.page)
    page.locator("#acts button").first.wait_for()
    yield page
    page.close()


def test_a_live_chat_is_shown_with_its_timeline_over_days_and_its_tactics(product: Sample, panel: Page) -> None:
    for words in (DANGER["title"], *DANGER["advice"], f"{len(conversation())} messages read."):
        expect(panel.locator("#live")).to_contain_text(words)
    assert panel.get_by_role("img").count() == 1
    timeline = product.verdict()["timeline"]
    days = {point["sent_at"][:10] for point in timeline}
    assert panel.locator("#picture .day text").count() in range(1, len(days) + 1)
    plain = [tactic.plain for tactic in taxonomy().tactics]
    items = panel.locator("#tactics li").all_inner_texts()
    assert items
    assert all(any(item.startswith(words) for words in plain) for item in items)


def test_a_wallet_is_copied_and_is_in_no_storage(product: Sample, panel: Page) -> None:
    product.chromium.context.grant_permissions(["clipboard-read", "clipboard-write"])
    row = panel.locator("#found li").filter(has_text=WALLET)
    expect(row).to_contain_text("Ethereum wallet")
    row.get_by_role("button").click()
    expect(row.get_by_role("status")).to_have_text("Copied.")
    assert panel.evaluate("navigator.clipboard.readText()") == WALLET
    kept = "Promise.all(['local', 'session'].map((area) => chrome.storage[area].get(null))).then(JSON.stringify)"
    stored = panel.evaluate(kept)
    assert "pairing" in stored
    assert WALLET not in stored


def test_the_chat_is_saved_as_a_file_that_the_detector_reads(product: Sample, panel: Page, tmp_path: Path) -> None:
    panel.get_by_role("button", name="Save this chat as evidence").click()
    expect(panel.locator("#acts")).to_contain_text(f"the {len(conversation())} messages that Second Look has read")
    panel.get_by_label("Name of the file").fill("for the help line")
    with panel.expect_download() as saving:
        panel.get_by_role("button", name="Save the file").click()
    file = tmp_path / saving.value.suggested_filename
    saving.value.save_as(file)
    assert file.name == "for the help line.jsonl"
    expect(panel.locator("#acts")).to_contain_text("Saved in your downloads: for the help line.jsonl")

    (found,) = read(file)
    assert [(one.sender, one.text) for one in found.messages] == [(one.sender, one.text) for one in conversation()]
    assert all(one.sent_at for one in found.messages)
    command = [sys.executable, "-m", "detector", "check", str(file), "--json"]
    said = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
    assert (said["n_messages"], said["level"]) == (len(conversation()), "danger")
    assert WALLET in {one["value"] for one in said["indicators"]}


def test_a_selected_text_is_judged_with_its_lines(product: Sample) -> None:
    """What the browser tells of a click in its menu is told here: no test can click there."""
    chromium = product.chromium
    product.page.evaluate(
        """(text) => {
            const pre = document.body.appendChild(document.createElement('pre'));
            pre.textContent = text;
            getSelection().selectAllChildren(pre);
        }""",
        SELECTED,
    )
    info = {"menuItemId": "check", "frameId": 0, "selectionText": SELECTED.replace("\n", " ")}
    tab = chromium.tab_of(product.page)
    (worker,) = chromium.context.service_workers
    with chromium.context.expect_page() as opening:  # not a click, so that no panel can be opened but a page can
        worker.evaluate("([info, tab]) => chrome.contextMenus.onClicked.dispatch(info, tab)", [info, tab])
    checked = opening.value.locator("#checked")
    level = chats.levels_at_once(SUSPICIOUS)[-1]
    assert level in ("warning", "danger")
    expect(checked.get_by_role("status")).to_contain_text(load_wording()["levels"][level]["title"])
    label = re.compile(f"over its {len(SUSPICIOUS)} messages")
    expect(checked.get_by_role("img")).to_have_attribute("aria-label", label)
    opening.value.close()
    product.page.evaluate("document.querySelector('pre').remove()")


def test_the_browsers_own_panel_follows_the_active_tab_and_takes_a_pasted_text(product: Sample) -> None:
    product.chromium.open_popup(product.page).get_by_role("button", name="Open side panel").click()
    panel = SidePanel(product.chromium)
    product.page.bring_to_front()
    until(lambda: f"{len(conversation())} messages read." in panel.text(), "the chat of the page")
    other = product.chromium.context.new_page()
    other.goto("about:blank")
    until(lambda: "Not available on this page" in panel.text() or "Off on this page" in panel.text(), "another tab")
    assert DANGER["title"] not in panel.text()
    other.close()

    popup = product.chromium.open_popup(product.page)
    popup.locator(".check summary").click()
    popup.locator(".check textarea").fill("Bitte antworte mir, mein Schatz, ich warte schon den ganzen Tag auf dich")
    popup.get_by_role("button", name="Check", exact=True).click()
    until(lambda: load_wording()["notes"]["not_assessable"]["title"] in panel.text(), "the verdict on the text")


def test_a_note_on_what_is_wrong_is_kept_sealed_on_this_computer(product: Sample, panel: Page) -> None:
    note = "it is my brother, I know him"
    panel.get_by_role("button", name="This is wrong").click()
    panel.get_by_label("What is wrong?").fill(note)
    panel.get_by_role("button", name="Put the warning away").click()
    expect(panel.locator("#acts")).to_contain_text("Your answer stays on this computer.")
    expect(panel.locator("#state")).to_contain_text(load_wording()["notes"]["disputed"]["body"])
    database = Database(product.server.folder / "data")
    notes = [row["note"] for row in database.connection.execute("SELECT note FROM feedback WHERE kind = 'wrong'")]
    assert note in [database.keys.unseal(one) for one in notes if one]
    assert all(note.encode() not in one for one in notes if one)
    database.close()


def test_in_firefox_the_sidebar_loads_and_its_page_shows_a_live_chat(server: Server, tmp_path: Path) -> None:
    with serving(HERE / "sample_page") as port, firefox_with_extension(tmp_path) as firefox:
        firefox.pair(server.code(), server.port)
        firefox.switch_on(f"http://sample.localhost:{port}")
        tab = firefox.open(f"http://sample.localhost:{port}/index.html")
        for one in conversation():
            assert one.sent_at
            said = {"id": one.id, "sender": one.sender, "text": one.text, "sent_at": one.sent_at.isoformat()}
            firefox.run("window.wrappedJSObject.draw(window.wrappedJSObject.JSON.parse(given[0]))", json.dumps(said))
        until(lambda: firefox.look().level == "danger", "the danger on the page")

        firefox.open_about(tab, "panel/panel.html")
        until(lambda: WALLET in firefox.text("#found"), "the wallet")
        for words in (DANGER["title"], f"{len(conversation())} messages read."):
            assert words in firefox.text("#live")
        assert firefox.run("return document.querySelectorAll('#picture svg .rise').length") == 3
        # Refused where there is no such entry in the menu.
        firefox.run("await window.wrappedJSObject.chrome.contextMenus.update('check', {})")
        assert firefox.run_in_browser(SHOW_SIDEBAR_JS) == "Second Look"
