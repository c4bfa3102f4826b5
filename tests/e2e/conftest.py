"""One server, one Chromium and the chat apps for the whole run; each test has people and a page of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, Playwright

from tests.e2e import lounge, prosody
from tests.e2e.chromium import CHROMIUM, LIMIT_MS, QUIET, Chromium, ShadowView, chromium_with_extension
from tests.e2e.firefox import Firefox, firefox_with_extension
from tests.e2e.fixture_sites import FixtureSites, fixture_sites
from tests.e2e.lounge import IrcChat, irc_chat
from tests.e2e.people import FirefoxTypist, Talk, Typist
from tests.e2e.processes import until
from tests.e2e.product import Server
from tests.e2e.prosody import XmppChat, xmpp_chat

Tmp = pytest.TempPathFactory


@pytest.fixture(scope="session")
def server(tmp_path_factory: Tmp) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("server")).running() as running:
        yield running


@pytest.fixture(scope="session")
def xmpp(tmp_path_factory: Tmp) -> Iterator[XmppChat]:
    with xmpp_chat(tmp_path_factory.mktemp("xmpp")) as running:
        yield running


@pytest.fixture(scope="session")
def irc(tmp_path_factory: Tmp) -> Iterator[IrcChat]:
    with irc_chat(tmp_path_factory.mktemp("irc")) as running:
        yield running


@pytest.fixture(scope="session")
def sites(tmp_path_factory: Tmp) -> Iterator[FixtureSites]:
    with fixture_sites(tmp_path_factory.mktemp("sites")) as running:
        yield running


@pytest.fixture(scope="session")
def chromium(
    playwright: Playwright, server: Server, xmpp: XmppChat, sites: FixtureSites, tmp_path_factory: Tmp
) -> Iterator[Chromium]:
    """Paired. To it, all pages are on the public internet, so that its rules on reaching local servers apply."""
    public = ",".join(f"127.0.0.1:{port}=public" for port in (xmpp.page_port, xmpp.server_port, sites.port))
    with chromium_with_extension(
        playwright,
        tmp_path_factory.mktemp("chromium"),
        arguments=[f"--ip-address-space-overrides={public}"],
        hosts=sites.host_rules,
        ignore_https_errors=True,
    ) as running:
        running.pair(server.code(), server.port)
        running.switch_on(xmpp.origin)
        yield running


@pytest.fixture(scope="session")
def firefox(server: Server, xmpp: XmppChat, tmp_path_factory: Tmp) -> Iterator[Firefox]:
    """Paired with the same server; pages are on the public internet for it too."""
    public = [xmpp.page_port, xmpp.server_port]
    with firefox_with_extension(tmp_path_factory.mktemp("firefox"), public) as running:
        running.pair(server.code(), server.port)
        running.switch_on(xmpp.origin)
        yield running


@pytest.fixture(scope="session")
def other_side(playwright: Playwright) -> Iterator[Browser]:
    """The browser of everybody else, without the extension."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, "--headless=new"])
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def strangers() -> Iterator[str]:
    """People whom anna has not yet talked to."""
    return iter(prosody.PEOPLE[1:])


@pytest.fixture
def writes(other_side: Browser, xmpp: XmppChat) -> Iterator[Callable[[str], Typist]]:
    """Opens Converse.js for somebody who writes to anna."""
    with ExitStack() as pages:

        def open_page(name: str) -> Typist:
            page = other_side.new_page()
            pages.callback(page.close)
            page.set_default_timeout(LIMIT_MS)
            page.goto(xmpp.page(name, "anna"))
            page.locator(prosody.BOX).wait_for()
            return Typist(page, prosody.BOX, prosody.ROW)

        yield open_page


@pytest.fixture
def page(chromium: Chromium) -> Iterator[Page]:
    """A page of anna's, in Chromium with the extension."""
    opened = chromium.context.new_page()
    yield opened
    opened.close()


@pytest.fixture
def talk(
    page: Page,
    chromium: Chromium,
    server: Server,
    xmpp: XmppChat,
    strangers: Iterator[str],
    writes: Callable[[str], Typist],
) -> Talk:
    """Anna and a stranger, both at Converse.js."""
    stranger = next(strangers)
    page.goto(xmpp.page("anna", stranger))
    page.locator(prosody.BOX).wait_for()
    anna = Typist(page, prosody.BOX, prosody.ROW)
    address = ("converse", xmpp.origin, f"{stranger}@localhost")
    return Talk(anna, writes(stranger), server, address, ShadowView(page).look, lambda: chromium.popup(page))


@pytest.fixture
def firefox_talk(
    firefox: Firefox, server: Server, xmpp: XmppChat, strangers: Iterator[str], writes: Callable[[str], Typist]
) -> Talk:
    """The same, with anna in Firefox."""
    stranger = next(strangers)
    tab = firefox.open(xmpp.page("anna", stranger))
    until(lambda: firefox.text("converse-chat-heading"), "the chat")
    anna = FirefoxTypist(firefox, prosody.BOX, prosody.ROW)
    address = ("converse", xmpp.origin, f"{stranger}@localhost")
    return Talk(anna, writes(stranger), server, address, firefox.look, lambda: firefox.popup(tab))


@pytest.fixture
def irc_talk(page: Page, chromium: Chromium, server: Server, irc: IrcChat, other_side: Browser) -> Iterator[Talk]:
    """The same at The Lounge, in Chromium."""
    chromium.switch_on(irc.origin)
    theirs = other_side.new_page()
    irc.open(page, "anna", "daniel")
    irc.open(theirs, "daniel", "anna")
    anna, daniel = (Typist(one, lounge.BOX, lounge.ROW) for one in (page, theirs))
    network = page.locator(".network:has(.channel-list-item.active)").get_attribute("id")
    address = ("the-lounge", irc.origin, f"{network} daniel")
    yield Talk(anna, daniel, server, address, ShadowView(page).look, lambda: chromium.popup(page))
    theirs.close()
