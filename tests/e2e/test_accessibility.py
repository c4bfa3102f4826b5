"""All that a person is shown, held to WCAG 2.2 AA in Chromium: by axe, by keys alone, magnified, without motion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.e2e import chats
from tests.e2e.axe import OPEN_JS, assert_is_accessible
from tests.e2e.overlay import HOST
from tests.e2e.processes import until
from tests.e2e.product import Server
from tests.e2e.sample import Sample, opened

CARD_NUMBER = "here you go: 4111 1111 1111 1111"
WIDE = {"width": 1000, "height": 720}
MAGNIFIED = {"width": 640, "height": 512}  # CSS pixels of a window of 1280 by 1024 at 200 %
REFLOWED = {"width": 320, "height": 256}  # and at 400 %, as WCAG's 1.4.10 has it
IN_POPUP = {"width": 400, "height": 300}  # the most that Chromium gives a popup, 800 by 600, at 200 %

# What is looked at is the document, or the extension's root in it.
ROOT_JS = f"""
const root = document.querySelector('{HOST}')?.shadowRoot ?? document;
const main = root.querySelector('dialog[open]') ?? root;"""
STOPS_JS = f"""{ROOT_JS}
const stops = [...main.querySelectorAll('a[href], button, input, select, textarea, summary')]
  .filter((one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({{ visibilityProperty: true }}));
const focused = root.activeElement;"""
MOST_STOPS = 200
# Text that is beside the window, or in a box that hides a part of it.
CUT_JS = f"""() => {{ {ROOT_JS}
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  const cut = [];
  while (walker.nextNode()) {{
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || element.closest('.hidden-text, .skip, svg, script, style')) continue;
    if (!element.checkVisibility({{ visibilityProperty: true }})) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    for (const {{ left, right }} of range.getClientRects())
      if (left < -1 || right > document.documentElement.clientWidth + 1) cut.push(walker.currentNode.data);
    const hides = /hidden|clip/.test(getComputedStyle(element).overflow);
    if (hides && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1))
      cut.push(element.outerHTML);
  }}
  const sideways = document.scrollingElement.scrollWidth - document.documentElement.clientWidth;
  return sideways > 0 ? [...cut, `scrolls sideways by ${{sideways}}`] : cut;
}}"""


@pytest.fixture(scope="module")
def product(playwright: Playwright, server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    """A chat in which a danger stands, and a box to write in."""
    chat = chats.scam().conversation.messages
    with opened(playwright, server, tmp_path_factory.mktemp("chromium") / "profile", viewport=WIDE) as product:
        product.turn_to("/accessibility")
        for message in chat:
            product.draw(message)
        assert product.seen_after(len(chat)).level == "danger"
        product.page.evaluate("document.querySelector('main').after(document.createElement('textarea'))")
        product.view.evaluate(OPEN_JS)
        yield product


def card(product: Sample) -> Page:
    """The card, by the keyboard command, with a mark's reason open."""
    product.page.bring_to_front()
    product.page.locator("textarea").focus()
    command(product)
    return product.page


def command(product: Sample) -> None:
    """Presses the shortcut, which no page's keyboard reaches, for the browser."""
    focus = "async (url) => chrome.tabs.sendMessage((await chrome.tabs.query({ url }))[0].id, { kind: 'focus' })"
    product.chromium.settings().evaluate(focus, f"{product.origin.rsplit(':', 1)[0]}/*")
    until(lambda: product.page.evaluate(f"() => {{ {ROOT_JS} return !!root.activeElement; }}"), "the card focused")


def guard(product: Sample) -> Page:
    """The question before a message goes out."""
    product.page.bring_to_front()
    box = product.page.locator("textarea")
    box.fill(CARD_NUMBER)
    box.press("Enter")
    until(lambda: product.page.evaluate(f"() => {{ {ROOT_JS} return main !== root; }}"), "the question")
    return product.page


def popup(product: Sample) -> Page:
    page = product.chromium.open_popup(product.page)
    page.locator(".help select").wait_for()
    return page


def options(product: Sample) -> Page:
    page = product.chromium.context.new_page()
    page.goto(product.chromium.address("options/options.html"))
    page.locator("#sites button").first.wait_for()
    page.locator("summary").click()
    return page


def privacy(product: Sample) -> Page:
    """By the link at the foot of the popup, as a person comes there."""
    foot = product.chromium.open_popup(product.page)
    with product.chromium.context.expect_page() as opened_page:
        foot.locator("footer a").click()
    foot.close()
    page = opened_page.value
    expect(page.locator("h1")).to_have_text("What happens with your chats")
    return page


def empty_page(product: Sample) -> Page:
    page = product.chromium.context.new_page()
    page.goto(product.server.page_address)
    return page


def pairing_page(product: Sample) -> Page:
    page = product.chromium.context.new_page()
    page.goto(product.server.page_address.partition("#")[0])
    page.get_by_label("Pairing code").wait_for()
    return page


def result_page(product: Sample) -> Page:
    page = empty_page(product)
    page.get_by_role("button", name="a suspicious one").click()
    page.get_by_label("Country").wait_for()
    return page


SURFACES = [card, guard, popup, options, privacy, empty_page, pairing_page, result_page]
SIZES = [
    (surface, size) for surface in SURFACES for size in ([IN_POPUP] if surface is popup else [MAGNIFIED, REFLOWED])
]


@pytest.fixture(params=SURFACES, ids=lambda surface: surface.__name__)
def shown(request: pytest.FixtureRequest, product: Sample) -> Iterator[Page]:
    page: Page = request.param(product)
    yield page
    if page is product.page:
        page.keyboard.press("Escape")
        page.locator("textarea").fill("")
        page.set_viewport_size(WIDE)
        page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    else:
        page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_of_wcag_is_broken(shown: Page, scheme: Any) -> None:
    shown.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    kept = assert_is_accessible(shown, HOST if shown.locator(HOST).count() else None)
    assert "color-contrast" in kept, "it has seen words"


def test_the_keyboard_alone_reaches_everything_in_order_and_it_is_seen_where_one_is(shown: Page) -> None:
    shown.evaluate(
        f"() => {{ {STOPS_JS} root.last = null; for (const one of stops) one.reached = false; stops[0]?.focus(); }}"
    )
    shown.keyboard.press("Tab")
    shown.keyboard.press("Shift+Tab")
    left = MOST_STOPS
    for _ in range(MOST_STOPS):
        # What can be reached is looked up at each step: it changes as the page follows the focus.
        left, there, in_order, outline = shown.evaluate(
            f"""() => {{ {STOPS_JS}
            if (!stops.includes(focused)) return [stops.filter((one) => !one.reached).length, false, true, ''];
            const {{ last }} = root;
            const follows = () => last.compareDocumentPosition(focused) & Node.DOCUMENT_POSITION_FOLLOWING;
            const inOrder = !last?.isConnected || !!follows();
            const {{ outlineStyle, outlineWidth }} = getComputedStyle(focused);
            focused.reached = true;
            root.last = focused;
            const outline = `${{outlineStyle}} ${{outlineWidth}}`;
            return [stops.filter((one) => !one.reached).length, true, inOrder, outline]; }}"""
        )
        if there:
            assert in_order
            assert outline == "solid 3px"
        if not there or not left:
            break
        shown.keyboard.press("Tab")
    assert left == 0


@pytest.mark.parametrize(
    ("shown", "size"), SIZES, indirect=["shown"], ids=[f"{one.__name__}-{size['width']}" for one, size in SIZES]
)
def test_magnified_nothing_is_cut_and_nothing_scrolls_sideways(shown: Page, size: Any) -> None:
    shown.set_viewport_size(size)
    shown.evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )  # the marks follow
    assert shown.evaluate(CUT_JS) == []


def test_from_the_chat_to_the_card_and_back_by_keys_alone(product: Sample) -> None:
    page = card(product)
    page.keyboard.press("Escape")
    assert not product.view.look().title, "put away"
    expect(page.locator("textarea")).to_be_focused()
    command(product)
    until(lambda: product.view.look().title, "the card, brought back by the same keys")
    page.keyboard.press("Enter")  # on its first button, which closes it
    expect(page.locator("textarea")).to_be_focused()


def test_a_second_thought_leaves_the_focus_where_it_was(product: Sample) -> None:
    page = card(product)
    name = f"() => {{ {ROOT_JS} return root.activeElement?.textContent ?? null; }}"
    page.evaluate(f"() => {{ {ROOT_JS} root.querySelector('[data-name=trust]').focus(); }}")
    trust = page.evaluate(name)
    page.keyboard.press("Enter")
    assert page.evaluate(name) == "Yes, I trust them"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # back
    assert page.evaluate(name) == trust
    page.keyboard.press("Escape")

    other = popup(product)
    other.get_by_role("button", name=trust).press("Enter")
    other.get_by_role("button", name="Back").press("Enter")
    expect(other.get_by_role("button", name=trust)).to_be_focused()
    other.close()


def test_an_address_that_was_switched_keeps_the_focus(product: Sample) -> None:
    product.chromium.switch_on("https://discord.com")
    page = options(product)
    switch = page.locator("[data-pattern='https://discord.com/*']")
    expect(switch).to_have_text("Switch off")
    switch.press("Enter")
    expect(switch).to_have_text("Switch on")
    expect(switch).to_be_focused()
    page.close()


@pytest.mark.parametrize(("motion", "moves"), [("reduce", False), ("no-preference", True)])
def test_nothing_moves_for_those_who_want_no_motion(product: Sample, motion: Any, moves: bool) -> None:
    page = product.page
    page.emulate_media(reduced_motion=motion)
    animation = f"() => {{ {ROOT_JS} return getComputedStyle(root.querySelector('section')).animationName; }}"
    assert (page.evaluate(animation) != "none") == moves
    own = product.chromium.context.new_page()
    own.emulate_media(reduced_motion=motion)
    own.add_init_script(
        "Element.prototype.scrollIntoView = ({ behavior }) => (globalThis.behaviors ??= []).push(behavior)"
    )
    own.goto(product.server.page_address)
    own.get_by_role("button", name="a suspicious one").click()
    own.get_by_role("button", name="danger from message").click()
    assert set(own.evaluate("behaviors")) == {"smooth" if moves else "auto"}
    own.close()
