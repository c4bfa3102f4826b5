"""The page in a real browser: it runs nothing, asks for nothing, and reads well in any light and on paper."""

import pytest
from playwright.sync_api import expect

from tests.detector.evidence.packed import SAID, packed, pdf_text
from tests.e2e.chromium import CHROMIUM, NOWHERE, QUIET

HOSTILE = (
    *SAID,
    ("them", "<img src=http://127.0.0.1:9/x onerror=document.title='run'> the profit is sure"),
    ("them", "<script>document.title='run'</script><style>body{display:none}</style> the profit is sure"),
    ("them", "ربح مضمون the profit is sure"),
)
CONTRAST = """() => {
  const linear = (v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const light = (c) => { const [r, g, b] = c.match(/\\d+/g).map((v) => linear(v / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const behind = (e) => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
    if (!c.endsWith(', 0)')) return c; } return 'rgb(255, 255, 255)'; };
  return [...document.querySelectorAll('h1,h2,p,li,td,th,caption,strong,blockquote,figcaption')].map((e) => {
    const [a, b] = [light(getComputedStyle(e).color), light(behind(e))].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05); }).reduce((x, y) => Math.min(x, y));
}"""


@pytest.fixture(scope="module")
def browser(playwright):
    started = playwright.chromium.launch(
        executable_path=CHROMIUM, args=["--headless=new", *QUIET, f"--host-resolver-rules={NOWHERE}"]
    )
    yield started
    started.close()


@pytest.fixture
def opened_page(browser, tmp_path):
    """Opens the report, and gathers what it asks for and complains of."""
    file = tmp_path / "report.html"
    file.write_bytes(packed(HOSTILE, country="GB")["report.html"])
    contexts = []

    def visit(**how):
        context = browser.new_context(**how)
        contexts.append(context)
        page = context.new_page()
        page.asked, page.said = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.said.append(message.text))
        page.goto(file.as_uri())
        return page

    yield visit
    for context in contexts:
        context.close()


def test_it_is_one_file_that_runs_nothing_and_asks_for_nothing(opened_page):
    page = opened_page()
    assert page.asked == [page.url]
    assert page.said == []
    assert page.title().startswith("Report on a suspicious chat")
    assert page.locator("script, img, iframe, link, object, form").count() == 0
    expect(page.get_by_text("<script>document.title='run'</script>")).to_be_visible()


def test_a_screen_reader_finds_headings_tables_and_the_picture_in_words(opened_page):
    page = opened_page()
    expect(page.get_by_role("heading", level=1)).to_have_text("Report on a suspicious chat")
    assert page.get_by_role("heading", level=2).count() >= 7
    expect(page.get_by_role("table", name="The same in numbers")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Highest risk")).to_be_visible()
    expect(page.get_by_role("img")).to_have_accessible_name(
        "Risk after each message, and its level; the table below says the same in numbers"
    )


def test_an_arabic_message_runs_from_the_right_and_changes_nothing_around_it(opened_page):
    page = opened_page()
    quote = page.locator("blockquote", has_text="ربح")
    assert quote.evaluate("(e) => getComputedStyle(e).direction") == "rtl"
    assert page.locator("h2").last.evaluate("(e) => getComputedStyle(e).direction") == "ltr"


@pytest.mark.parametrize("light", ["light", "dark"])
def test_every_text_stands_out_in_both_lights(opened_page, light):
    assert opened_page(color_scheme=light).evaluate(CONTRAST) >= 4.5


def test_it_fits_a_phone(opened_page):
    page = opened_page(viewport={"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_on_paper_it_is_dark_on_white_even_where_the_screen_is_dark(opened_page):
    page = opened_page(color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate(CONTRAST) >= 4.5
    assert "Marked messages" in pdf_text(page.pdf())
