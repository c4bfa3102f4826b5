"""The local page in a real browser, over the shipped weights: paste, answer, look, by mouse and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from extension_backend.clients import PAGE_CLIENT
from extension_backend.model_slot import ModelSlot
from tests.e2e.chromium import CHROMIUM, NOWHERE, QUIET
from tests.extension_backend.conftest import Server, listening, them

PAGE = Path(__file__).parents[2] / "extension_backend" / "page"
PASTED = "Ann: good morning\nBob: my uncle has a tip for you\nAnn: oh has he"
HOSTILE = '<img src=x onerror="document.title=1"><script>document.title=2</script> & <b>bold</b>'
LIMIT_MS = 60_000


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    started = playwright.chromium.launch(
        executable_path=CHROMIUM, args=[*QUIET, "--headless=new", f"--host-resolver-rules={NOWHERE}"]
    )
    yield started
    started.close()


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    slot = ModelSlot()
    slot.load()
    with listening(tmp_path_factory.mktemp("page") / "data", slot) as made:
        yield made


def address(server: Server, key: bool = True) -> str:
    origin = f"http://127.0.0.1:{server.port}"
    return f"{origin}/#key={server.desk.clients.add(PAGE_CLIENT, origin)[1]}" if key else f"{origin}/"


@pytest.fixture
def page(browser: Browser, shipped: Server) -> Iterator[Page]:
    """The page as the printed link opens it. What it complains of in the console fails the test."""
    context = browser.new_context(viewport={"width": 900, "height": 900})
    context.set_default_timeout(LIMIT_MS)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda said: complaints.append(said.text) if "Policy" in said.text else None)
    opened.goto(address(shipped))
    yield opened
    context.close()
    assert complaints == []


def read(page: Page, text: str) -> None:
    page.get_by_label("Which chat shall we look at?").fill(text)
    page.get_by_role("button", name="Read this chat").click()


def test_the_suspicious_sample_is_shown_with_banner_timeline_and_marks(page: Page) -> None:
    page.get_by_role("button", name="a suspicious one").click()
    result = page.get_by_role("region", name="Result")
    expect(result.get_by_role("heading", name="Please stop before you send anything")).to_be_visible(timeout=LIMIT_MS)
    expect(result.get_by_text("What you can do now")).to_be_visible()
    picture = result.get_by_role("img", name=re.compile("Timeline of 33 messages: .*danger from message"))
    expect(picture).to_be_visible()
    expect(result.locator(".mark").first).to_be_visible()
    expect(result.get_by_text("From here: danger")).to_have_count(1)


def test_a_suspicious_chat_comes_with_lines_to_turn_to_in_a_country_that_can_be_changed(page: Page) -> None:
    page.get_by_role("button", name="a suspicious one").click()
    lines = page.get_by_role("region", name="Where to get help")
    expect(lines.get_by_label("Country")).to_have_value("US")
    lines.get_by_label("Country").focus()
    lines.get_by_label("Country").select_option("GB")
    expect(lines.get_by_text("0300 123 2040")).to_be_visible()
    expect(lines.get_by_label("Country")).to_be_focused()
    page.reload()
    page.get_by_role("button", name="a suspicious one").click()
    expect(lines.get_by_label("Country")).to_have_value("GB")
    assert {link.get_attribute("rel") for link in lines.get_by_role("link").all()} == {"noopener noreferrer"}


def test_the_ordinary_sample_is_left_in_peace_but_not_called_safe(page: Page) -> None:
    page.get_by_role("button", name="an ordinary one").click()
    expect(page.get_by_role("heading", name="Nothing suspicious found so far")).to_be_visible(timeout=LIMIT_MS)
    expect(page.get_by_text("Second Look can miss things.")).to_be_visible()
    expect(page.get_by_role("region", name="Where to get help")).to_have_count(0)


def test_it_asks_who_is_who_and_suggests_nobody(page: Page) -> None:
    read(page, PASTED)
    names = page.get_by_role("group", name="Which of them is you?")
    expect(names.get_by_role("radio")).to_have_count(2)
    expect(names.locator(":checked")).to_have_count(0)
    names.get_by_label("Ann").check()
    page.get_by_role("button", name="Go on").click()
    expect(page.locator(".message.them .text")).to_have_text(["my uncle has a tip for you"])


def test_what_is_no_chat_is_answered_with_what_to_do(page: Page) -> None:
    read(page, "just a note to myself")
    expect(page.get_by_role("alert")).to_contain_text("Name: text")
    page.get_by_label("Which chat shall we look at?").fill("")
    page.get_by_role("button", name="Read this chat").click()
    expect(page.get_by_role("alert")).to_contain_text("Paste a chat first")


def test_a_chat_in_another_language_is_not_called_quiet(page: Page) -> None:
    read(page, "Me: Guten Morgen, wie geht es dir?\nUwe: Sehr gut, ich habe heute frei und gehe spazieren\n" * 4)
    expect(page.get_by_role("heading", name="Second Look cannot judge this chat")).to_be_visible()
    expect(page.get_by_text("That does not mean that the chat is safe.")).to_be_visible()


def test_the_text_of_a_chat_stays_text(page: Page) -> None:
    read(page, f"Me: good morning\nEve {HOSTILE[:4]}: hello there\nEve: {HOSTILE}\nEve: how are you today")
    expect(page.locator(".text").filter(has_text="onerror")).to_contain_text(HOSTILE)
    expect(page).to_have_title("Second Look")
    assert page.locator("#result img, #result script, #result b").count() == 0


def test_a_file_can_be_dropped(page: Page) -> None:
    data = page.evaluate_handle(
        """text => { const data = new DataTransfer();
        data.items.add(new File([text], 'chat.txt', { type: 'text/plain' })); return data; }""",
        PASTED.replace("Ann", "Me"),
    )
    page.dispatch_event("body", "drop", {"dataTransfer": data})
    expect(page.locator(".message")).to_have_count(3)


def test_a_file_can_be_chosen(page: Page) -> None:
    page.locator("#file").set_input_files(PAGE / "sample-ordinary.txt")
    page.get_by_label("Sam").check()
    page.get_by_role("button", name="Go on").click()
    expect(page.locator(".message")).to_have_count(20)


def test_the_keyboard_reaches_a_mark_and_its_reason(page: Page) -> None:
    page.get_by_role("button", name="a suspicious one").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".message.marked").first).to_be_visible()
    expect(page.get_by_role("region", name="Result")).to_be_focused()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.locator(".mark:focus").count():
            break
    reason = page.locator(".mark:focus + .reason")
    expect(reason).to_be_visible()
    described = page.locator(".mark:focus").get_attribute("aria-describedby")
    assert described == reason.get_attribute("id")
    page.keyboard.press("Escape")
    expect(reason).to_be_hidden()
    expect(page.locator(".mark:focus")).to_have_count(1)


def test_the_jump_buttons_lead_to_the_message(page: Page) -> None:
    page.get_by_role("button", name="a suspicious one").click()
    page.get_by_role("button", name=re.compile("^danger from message")).click()
    expect(page.locator(".message:focus")).to_contain_text("From here: danger")


def test_a_long_chat_is_folded_and_unfolds(page: Page) -> None:
    read(page, "\n".join(f"{'Me' if i % 2 else 'Jo'}: the weather is fine on day {i}" for i in range(500)))
    fold = page.get_by_role("button", name="messages without a mark")
    expect(fold).to_have_text("500 messages without a mark", timeout=60_000)  # a slow machine reads 100 a second
    fold.click()
    expect(page.locator(".message")).to_have_count(200)
    expect(fold).to_have_text("300 messages without a mark")


def test_the_key_leaves_the_address_bar_and_survives_a_reload(page: Page) -> None:
    assert "#" not in page.url
    page.reload()
    read(page, PASTED)
    expect(page.get_by_role("group", name="Which of them is you?")).to_be_visible()


def test_without_a_key_the_pairing_code_opens_the_page(browser: Browser, shipped: Server) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address(shipped, key=False))
    code = shipped.desk.clients.new_code()
    expect(page.get_by_label("Pairing code")).to_be_focused()
    page.get_by_label("Pairing code").fill(f"{(int(code) + 1) % 10**6:06}")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("not the code")
    page.get_by_label("Pairing code").fill(f"{code[:3]} {code[3:]}")
    page.keyboard.press("Enter")
    read(page, PASTED)
    expect(page.get_by_role("group", name="Which of them is you?")).to_be_visible()
    context.close()


def test_forgetting_everything_asks_first(page: Page, shipped: Server) -> None:
    shipped.desk.forget_all()
    shipped.send("c", them("1", "good morning"))
    page.get_by_role("button", name=re.compile("^Forget everything")).click()
    expect(page.get_by_role("button", name="Keep")).to_be_focused()
    page.get_by_role("button", name="Forget all").click()
    expect(page.locator("#forgotten")).to_have_text("Forgotten: 1 chat.")
    assert shipped.get("/v1/conversations/c").status_code == 404


def test_without_weights_the_page_says_that_it_cannot_judge(browser: Browser, tmp_path: Path) -> None:
    slot = ModelSlot()
    slot.load(tmp_path / "nothing-here")
    with listening(tmp_path / "data", slot) as server:
        context = browser.new_context()
        page = context.new_page()
        page.goto(address(server))
        expect(page.get_by_role("status").first).to_contain_text("trained model is not installed")
        page.get_by_role("button", name="an ordinary one").click()
        expect(page.get_by_role("alert")).to_contain_text("cannot judge chats now")
        context.close()


@pytest.mark.parametrize("file", sorted(PAGE.glob("*.js")), ids=lambda file: file.name)
def test_no_script_makes_markup_of_text(file: Path) -> None:
    source = file.read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc|eval\(|new Function", source)


def test_the_page_holds_no_inline_script_or_style_and_no_outside_address() -> None:
    html = (PAGE / "index.html").read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|https?:", html)
