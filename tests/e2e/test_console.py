"""A volunteer's way through the review console, over the shipped weights: from the code to the lock."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e import chats
from tests.e2e.axe import assert_is_accessible
from tests.e2e.chromium import LIMIT_MS
from tests.e2e.product import Server

PASSPHRASE = "sparrow kettle granite window"


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """A suspicious chat, exported."""
    file = tmp_path / "export.txt"
    file.write_text(chats.as_export(chats.scam()))
    return file


@pytest.fixture
def page(other_side: Browser) -> Iterator[Page]:
    """A page in a browser without the extension. What its policy stops fails the test."""
    context = other_side.new_context(viewport={"width": 1000, "height": 900}, accept_downloads=True)
    context.set_default_timeout(LIMIT_MS)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda said: complaints.append(said.text) if "Policy" in said.text else None)
    yield opened
    context.close()
    assert complaints == []


def drop(page: Page, file: Path, target: Locator) -> None:
    """Drops a file as a mouse does that comes from a folder's window."""
    box = target.bounding_box()
    assert box is not None
    session = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(file)], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
        session.send("Input.dispatchDragEvent", {"type": kind, **at, "data": data})
    session.detach()


def assert_sums_are_right(pack: Path, folder: Path) -> None:
    """As whoever is handed the pack checks it."""
    with zipfile.ZipFile(pack) as archive:
        archive.extractall(folder)
    (manifest,) = folder.rglob("manifest.sha256")
    checked = subprocess.run(["sha256sum", "-c", manifest.name], cwd=manifest.parent, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout
    others = {str(file.relative_to(manifest.parent)) for file in manifest.parent.rglob("*") if file.is_file()}
    assert {line.partition(": ")[0] for line in checked.stdout.splitlines()} == others - {manifest.name}


def assert_is_accessible_in_both_directions_and_lights(page: Page) -> None:
    for language, direction in (("العربية", "rtl"), ("English", "ltr")):
        page.get_by_role("button", name=language).click()
        expect(page.locator("html")).to_have_attribute("dir", direction, timeout=LIMIT_MS)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert_is_accessible(page)


def test_a_volunteer_reads_a_case_corrects_it_notes_hands_it_over_and_locks(
    server: Server, page: Page, export: Path, tmp_path: Path
) -> None:
    page.goto(f"http://127.0.0.1:{server.port}/console/")
    assert_is_accessible_in_both_directions_and_lights(page)
    page.get_by_label("Code from the terminal").fill(server.code("console"))
    page.get_by_role("button", name="Go on").click()
    assert_is_accessible_in_both_directions_and_lights(page)
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_label("The same once more").fill(PASSPHRASE)
    page.get_by_role("button", name="Make the case file").click()

    assert_is_accessible_in_both_directions_and_lights(page)
    drop(page, export, page.get_by_label("Choose exported chats"))
    page.get_by_role("button", name="Import").click()
    assert_is_accessible_in_both_directions_and_lights(page)
    page.get_by_role("radio", name="Ana").check()
    page.get_by_role("button", name="Import").click()

    expect(page.get_by_role("region", name="Please stop before you send anything")).to_be_visible(timeout=LIMIT_MS)
    expect(page.get_by_role("img", name=re.compile(r"Timeline of \d+ messages, .*danger from message"))).to_be_visible(
        timeout=LIMIT_MS
    )
    expect(page.get_by_role("heading", name="Money that is named")).to_be_visible(timeout=LIMIT_MS)

    case = page.url
    assert_is_accessible_in_both_directions_and_lights(page)
    page.goto(f"http://127.0.0.1:{server.port}/console/statistics")
    assert_is_accessible_in_both_directions_and_lights(page)
    page.goto(case)

    marked = page.locator(".message.marked").first
    marked.get_by_role("button", name="This mark is wrong").first.click()
    expect(page.get_by_text("called wrong in review")).to_be_visible(timeout=LIMIT_MS)
    page.get_by_role("link", name="A mark is missing").first.click()
    page.get_by_label("What the message shows").select_option(index=3)
    page.get_by_role("button", name="Add the mark").click()
    expect(page.get_by_text("added in review")).to_be_visible(timeout=LIMIT_MS)

    note = "She called on Monday. <b>Bank</b> told."
    page.get_by_role("textbox", name="Notes").fill(note)
    page.get_by_label("Status").select_option("waiting")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible(timeout=LIMIT_MS)
    expect(page.get_by_role("textbox", name="Notes")).to_have_value(note, timeout=LIMIT_MS)
    with page.expect_download() as download:
        page.get_by_role("button", name="Corrected marks as labelled transcript").click()
    assert '"kind": "missed"' in download.value.path().read_text(encoding="utf-8")

    with page.expect_download() as download:
        page.get_by_role("button", name="Make the evidence pack").click()
    assert_sums_are_right(download.value.path(), tmp_path / "pack")

    page.get_by_role("button", name="Lock now").click()
    expect(page.get_by_role("heading", name="Open the cases")).to_be_visible(timeout=LIMIT_MS)
    page.goto(case)
    expect(page.get_by_role("heading", name="Open the cases")).to_be_visible(timeout=LIMIT_MS)
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("row", name=re.compile("danger .*waiting for an answer"))).to_be_visible(timeout=LIMIT_MS)
    stored = b"".join(file.read_bytes() for file in (server.folder / "data").rglob("*") if file.is_file())
    assert b"She called on Monday" not in stored
    assert b"Daniel" not in stored
