"""Screenshots of chats as apps draw them: a real browser lays the words out, in the colours and shapes of each app."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape

from playwright.sync_api import Browser, Page, Playwright

from tests.e2e.chromium import CHROMIUM, QUIET


@dataclass(frozen=True)
class Said:
    """A message. `quote` is what it replies to."""

    side: str  # "me", "them", or "day" for a line between messages
    text: str
    time: str = ""
    quote: str = ""


@dataclass(frozen=True)
class App:
    """How an app draws its chats."""

    page: str  # background of the chat
    bar: str  # of its header and input bar
    ink: str
    quiet: str
    them: str
    me: str
    me_ink: str = ""
    times: str = "inside"  # or "under" the bubble, or none
    pill: str = ""  # behind dates; without it they stand on the page
    quotes: str = "box"  # in the bubble: a tinted "box", a mere "bar"; or "above" it, in a bubble of its own
    face: bool = False  # a picture of the other person beside the bubbles
    radius: int = 8
    width: int = 390
    height: int = 800
    density: float = 2.75
    text_px: int = 16
    sidebar: bool = False  # the list of chats beside the chat, on a desktop
    ticks: bool = False
    font: str = "Liberation Sans"
    extra_css: str = ""


_DOODLES = "radial-gradient(circle at 30px 20px, #e2dcd2 7px, transparent 8px) 0 0 / 90px 70px, #efeae2"
_MEADOW = "linear-gradient(#dbddbb, #8fbf9a)"
_VIOLET = "linear-gradient(#a033ff, #0a7cff) fixed"

APPS = {
    "whatsapp light": App(_DOODLES, "#ffffff", "#111b21", "#667781", "#ffffff", "#d9fdd3", pill="#ffffff", ticks=True),
    "whatsapp dark": App(
        "#0b141a", "#202c33", "#e9edef", "#9aa5ab", "#202c33", "#005c4b", pill="#182229", ticks=True, font="DejaVu Sans"
    ),
    "telegram light": App(
        _MEADOW, "#ffffff", "#000000", "#7d9a7d", "#ffffff", "#effdde", pill="rgba(60,90,60,.45)", quotes="bar",
        radius=15,
    ),
    "telegram dark": App(
        "#0e1621", "#17212b", "#f5f5f5", "#7f91a4", "#182533", "#2b5278", pill="#1b2836", quotes="bar", radius=15
    ),
    "imessage light": App(
        "#ffffff", "#f6f6f6", "#000000", "#8a8a8e", "#e9e9eb", "#007aff", "#ffffff", "", quotes="above", radius=18,
        width=393, density=3, text_px=17,
    ),
    "imessage dark": App(
        "#000000", "#121212", "#ffffff", "#8d8d93", "#262629", "#0a84ff", "#ffffff", "", quotes="above", radius=18,
        width=393, density=3, text_px=17,
    ),
    "messenger": App(
        "#ffffff", "#ffffff", "#050505", "#65686c", "#f0f0f0", _VIOLET, "#ffffff", "under", quotes="above", face=True,
        radius=18, text_px=15,
    ),
    "whatsapp desktop": App(
        "#efeae2", "#f0f2f5", "#111b21", "#667781", "#ffffff", "#d9fdd3", pill="#ffffff", ticks=True, width=1280,
        height=800, density=1, text_px=14, sidebar=True,
    ),
}  # fmt: skip


PEERS = (("Mum", "See you on Sunday"), ("Daniel", "ok"), ("Book club", "Photo"), ("Work", "Thanks a lot"))


def html(app: App, chat: Sequence[Said]) -> str:
    """The whole window: header, messages, input bar; on a desktop the list of chats too."""
    peers = "".join(
        f"<div class='peer{' chosen' * (name == 'Daniel')}'><i class=face></i><p><b>{name}</b><br>{last}</div>"
        for name, last in PEERS
    )
    side = f"<aside><div class=search>Search or start a new chat</div>{peers}</aside>" if app.sidebar else ""
    return f"""<!doctype html><meta charset=utf-8><style>{_css(app)}</style>{side}<div class=chat>
    <div class=status><span>10:24</span><span>87%</span></div>
    <header><i class=face></i><span><b>Daniel Brooks</b><br><small>last seen today at 10:21</small></span></header>
    <main>{"".join(_row(app, said) for said in chat)}</main>
    <footer><div class=field>Message</div><i class=send></i></footer></div>"""


def _row(app: App, said: Said) -> str:
    if said.side == "day":
        return f"<div class=day><span>{escape(said.text)}</span></div>"
    name = "Daniel" if said.side == "me" else "You"
    quote = f"<div class=quote><b>{name}</b><br>{escape(said.quote)}</div>"
    if app.quotes == "above":
        quote = f"<small>In reply to {name}</small><div class=quote>{escape(said.quote)}</div>"
    ticks = " <u></u>" if app.ticks and said.side == "me" else ""
    time = f"<time>{said.time}{ticks}</time>" if said.time and app.times else ""
    inside, under = (time, "") if app.times == "inside" else ("", time)
    before, above = ("", quote) if app.quotes == "above" else (quote, "")
    before, above = (before, above) if said.quote else ("", "")
    face = "<i class=face></i>" if app.face and said.side == "them" else ""
    text = escape(said.text).replace("\n", "<br>")
    bubble = f"<div class=bubble>{before}{text}{inside}</div>"
    return f"<div class='row {said.side}'>{face}<div class=stack>{above}{bubble}{under}</div></div>"


def _css(app: App) -> str:
    return f"""
    * {{ box-sizing: border-box; }}
    body {{ margin: 0; height: 100vh; display: flex;
      font: {app.text_px}px/1.3 '{app.font}', 'Noto Color Emoji', sans-serif; color: {app.ink};
      background: {app.bar}; }}
    aside {{ width: 400px; border-right: 1px solid #d1d7db; background: #fff; }}
    .search {{ margin: 8px 12px; padding: 8px 30px; background: {app.bar}; border-radius: 8px; color: {app.quiet}; }}
    .peer p {{ margin: 0; }} .peer {{ display: flex; gap: 12px; padding: 12px; }} .chosen {{ background: {app.bar}; }}
    .chat {{ flex: 1; min-width: 0; display: flex; flex-direction: column; background: {app.bar}; }}
    .status {{ display: {"none" if app.sidebar else "flex"}; justify-content: space-between; padding: 6px 20px;
      font-size: 13px; font-weight: bold; }}
    header {{ display: flex; gap: 10px; padding: 8px 16px; align-items: center; }} small {{ color: {app.quiet}; }}
    main {{ flex: 1; min-height: 0; overflow: hidden; padding: 8px {"5%" if app.sidebar else "10px"};
      background: {app.page}; }}
    .row {{ display: flex; gap: 8px; margin: 5px 0; align-items: flex-end; }} .row.me {{ justify-content: flex-end; }}
    .stack {{ max-width: {"65%" if app.sidebar else "78%"}; display: flex; flex-direction: column; }}
    .me .stack {{ align-items: flex-end; }} .them .stack {{ align-items: flex-start; }}
    .bubble {{ display: flow-root; padding: 7px {max(9, app.radius * 2 // 3)}px; border-radius: {app.radius}px;
      background: {app.them}; overflow-wrap: anywhere; }}
    .me .bubble {{ background: {app.me}; color: {app.me_ink or app.ink}; }}
    time {{ color: {app.quiet}; font-size: 0.75em; }}
    .bubble time {{ float: right; margin: 0.55em 0 -0.2em 0.9em; {"color: #7da8d3" if app.me == "#2b5278" else ""} }}
    u {{ display: inline-block; width: 1.3em; height: 0.8em; border: solid #53bdeb; border-width: 0 0 2px 2px;
      transform: skewX(-40deg) scale(.7); }}
    .quote {{ font-size: 0.88em; padding: 4px 8px; margin-bottom: 4px; border-left: 4px solid #06cf9c;
      {"background: rgba(128,128,128,.13); border-radius: 6px;" if app.quotes != "bar" else "border-radius: 2px;"} }}
    .quote b {{ color: #06a884; }}
    .stack > .quote {{ border: 0; border-radius: {app.radius}px; color: {app.quiet}; opacity: .8; }}
    .day {{ text-align: center; margin: 10px 0; font-size: 0.8em; }}
    .day span {{ display: inline-block; padding: 5px 12px; border-radius: 8px; max-width: 80%; color: {app.quiet};
      {f"background: {app.pill};" if app.pill else ""} {"color: #fff;" if app.pill.startswith("rgba") else ""} }}
    .face {{ flex: none; width: 30px; height: 30px; border-radius: 50%;
      background: radial-gradient(circle at 50% 40%, #e8b98d 35%, #46627a 37%); }}
    footer {{ display: flex; gap: 8px; padding: 8px; align-items: center; }}
    .field {{ flex: 1; padding: 9px 14px; border-radius: 20px; border: 1px solid rgba(128,128,128,.4);
      color: {app.quiet}; background: {app.bar if app.bar < "#8" else "#fff"}; }}
    .send {{ width: 38px; height: 38px; border-radius: 50%; background: #00a884; }}
    {app.extra_css}
    """


@dataclass(frozen=True)
class Painter:
    """A browser that takes screenshots."""

    browser: Browser

    def pictures(
        self, app: App, chat: Sequence[Said], kind: str = "png", at: Sequence[int] | None = None
    ) -> list[bytes]:
        """Screenshots from the first message to the last, each a little less than a screen below the one before.

        Args:
            at: instead, how far down each is taken, in CSS pixels.
        """
        size = {"width": app.width, "height": app.height}
        context = self.browser.new_context(viewport=size, device_scale_factor=app.density)
        page = context.new_page()
        page.set_content(html(app, chat))
        shots = [_shot(page, top, kind) for top in (at if at is not None else _tops(page))]
        context.close()
        return shots


def _tops(page: Page) -> list[int]:
    seen, whole = page.eval_on_selector("main", "e => [e.clientHeight, e.scrollHeight]")
    return [*range(0, max(1, whole - seen), int(seen * 0.7)), *([whole - seen] if whole > seen else [])]


def _shot(page: Page, top: int, kind: str) -> bytes:
    page.eval_on_selector("main", "(e, top) => { e.scrollTop = top; }", top)
    return page.screenshot(type=kind, **({"quality": 80} if kind == "jpeg" else {}))


@contextmanager
def painter(playwright: Playwright) -> Iterator[Painter]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
    yield Painter(browser)
    browser.close()
