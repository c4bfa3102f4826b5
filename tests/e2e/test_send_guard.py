"""Before a message goes out in a chat at risk: asked once, never blocked, with the keyboard alone."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Page

from prompts import load_wording
from tests.e2e import chats
from tests.e2e.chromium import Chromium, ShadowView
from tests.e2e.firefox import ENTER, ESCAPE, TAB, Firefox
from tests.e2e.fixture_sites import draw, expected
from tests.e2e.people import Talk
from tests.e2e.processes import until
from tests.e2e.prosody import BOX as CONVERSE_BOX

SITE = "telegram-k"
CHAT = "80001"  # of its own: what is read here must not be known to the other tests on this page
BOX = ".input-message-input"
CARD = "of course, it is 4111 1111 1111 1111"

# The page's own box and button, as the site's client has them: it sends at Enter and at a click.
BOX_JS = """
() => {
  const make = (tag, props) => Object.assign(document.createElement(tag), props);
  const box = make('div', { className: 'input-message-input', contentEditable: 'true' });
  const button = make('button', { className: 'btn-send', textContent: 'Send' });
  const line = make('div', { className: 'chat-input' });
  line.append(box, button);
  document.body.append(line);
  window.sent = [];
  const send = () => {
    if (box.textContent) window.sent.push(box.textContent);
    box.textContent = '';
  };
  button.addEventListener('click', send);
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    send();
  });
}
"""
DIALOG_JS = "const found = root.querySelector('dialog'); return found && found.open ? found.innerText : '';"
FOCUS_JS = "return root.activeElement && (root.activeElement.textContent || root.activeElement.tagName);"


def at_risk(page: Page, chromium: Chromium) -> ShadowView:
    """The page with a chat that is warned of, and a box to write in."""
    url = urlsplit(expected(SITE)["url"])
    chromium.switch_on(f"{url.scheme}://{url.netloc}")
    page.goto(url._replace(fragment=CHAT).geturl())
    draw(page, SITE, chats.scam().conversation.messages)
    page.evaluate(BOX_JS)
    view = ShadowView(page)
    until(lambda: view.look().level in ("warning", "danger"), "a warning on the page")
    return view


def test_a_card_number_is_asked_about_once_and_the_person_decides(page: Page, chromium: Chromium) -> None:
    words = load_wording()["guard"]
    view = at_risk(page, chromium)
    box = page.locator(BOX)

    def question() -> str:
        return str(view.evaluate(DIALOG_JS) or "")

    def write_and_press_enter() -> None:
        box.press_sequentially(CARD)
        box.press("Enter")
        until(question, "the question")

    write_and_press_enter()
    for line in (words["title"], words["body"], words["acts"]["shares_code_or_login"]):
        assert line in question()
    assert view.evaluate(FOCUS_JS) == words["title"], "the focus is on no answer"
    page.keyboard.press("Tab")
    assert view.evaluate(FOCUS_JS) == words["back"]
    page.keyboard.press("Tab")
    assert view.evaluate(FOCUS_JS) == words["send"]

    page.keyboard.press("Escape")
    until(lambda: not question(), "the dialog gone")
    assert box.inner_text() == CARD, "the draft is kept"
    assert page.evaluate("window.sent") == []
    assert page.evaluate(f"document.activeElement.matches('{BOX}')"), "back in the box"
    page.keyboard.type("!")
    assert box.inner_text() == f"{CARD}!", "where it was left off"

    page.keyboard.press("Enter")  # asked once a draft
    assert page.evaluate("window.sent") == [f"{CARD}!"]

    write_and_press_enter()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    until(lambda: page.evaluate("window.sent.length") == 2, "sent by the answer")
    assert page.evaluate("window.sent") == [f"{CARD}!", CARD]
    assert box.inner_text() == ""

    box.press_sequentially("good night, sleep well")
    box.press("Enter")
    assert page.evaluate("window.sent.at(-1)") == "good night, sleep well"


def test_in_firefox_it_is_asked_in_a_real_chat_app_and_the_answer_holds(firefox: Firefox, firefox_talk: Talk) -> None:
    words = load_wording()["guard"]
    for _ in firefox_talk.play(chats.scam()):
        if firefox_talk.look().level in ("warning", "danger"):
            break

    def question() -> str:
        return str(firefox.evaluate(DIALOG_JS) or "")

    def draft() -> str:
        return str(firefox.run("return document.querySelector(given[0]).value", CONVERSE_BOX))

    before = firefox_talk.me.shown()
    firefox.type_into(CONVERSE_BOX, CARD + ENTER)
    until(question, "the question")
    assert words["acts"]["shares_code_or_login"] in question()
    assert firefox.evaluate(FOCUS_JS) == words["title"], "the focus is on no answer"

    firefox.press(ESCAPE)
    until(lambda: not question(), "the dialog gone")
    assert draft() == CARD, "kept"
    firefox.type_into(CONVERSE_BOX, " " + ENTER)  # asked once a draft
    firefox_talk.arrived(before + 1)

    firefox.type_into(CONVERSE_BOX, CARD + ENTER)
    until(question, "the question")
    firefox.press(TAB, TAB)
    assert firefox.evaluate(FOCUS_JS) == words["send"]
    firefox.press(ENTER)
    firefox_talk.arrived(before + 2)
    assert not draft()
