"""The fixture pages of sites that nobody can run here, under their real names, and new messages in them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

from detector.types import Message
from tests.e2e import EXTENSION, ROOT
from tests.e2e.pages import self_signed, serving

FIXTURES = ROOT / "tests" / "extension" / "fixtures"
REAL_APPS = ("converse", "the-lounge")  # these are run for real instead
SITES = sorted(path.stem for path in FIXTURES.glob("*.html") if path.stem not in REAL_APPS)

# As strict as any: what the extension shows must not depend on what a page allows.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; require-trusted-types-for 'script'"

# Draws messages in the page by copying one of its rows by the same sender, under a new id, without its time.
_DRAW_JS = """
([messages, samples]) => {
  let site;
  const SecondLook = { site: (record) => (site = record), time: (value) => value, clock: () => null };
  (() => { %s })();
  const shadows = site.shadow ? [...document.querySelectorAll(site.shadow)].map((host) => host.shadowRoot) : [];
  const root = [document, ...shadows].map((scope) => scope.querySelector(site.root)).find(Boolean);
  const wordsIn = (row, text) => {
    const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.data.trim() === text && !node.parentElement.closest(site.exclude)) return node;
    }
    return null;
  };
  const rows = [...root.querySelectorAll(site.row)];
  const sampleOf = (sender) => {
    const texts = samples.filter((sample) => sample.sender === sender).map((sample) => sample.text.split('\\n')[0]);
    const text = texts.find((one) => rows.some((row) => wordsIn(row, one)));
    const row = rows.find((one) => wordsIn(one, text));
    return { text, key: site.key?.(row), outer: row.parentElement.matches('[role=row]') ? row.parentElement : row };
  };
  const kinds = { me: sampleOf('me'), them: sampleOf('them') };
  messages.forEach(({ sender, text }, i) => {
    const sample = kinds[sender];
    const copy = sample.outer.cloneNode(true);
    const node = wordsIn(copy, sample.text);
    for (const next of [...node.parentNode.childNodes].slice([...node.parentNode.childNodes].indexOf(node) + 1))
      if (next.nodeType === Node.TEXT_NODE || next.nodeName === 'BR') next.remove();
    node.data = text;
    for (const element of [copy, ...copy.querySelectorAll('*')])
      for (const { name, value } of [...element.attributes]) {
        if (['datetime', 'title', 'data-timestamp', 'data-pre-plain-text'].includes(name))
          element.removeAttribute(name);
        else if (sample.key && value.includes(sample.key))
          element.setAttribute(name, value.replace(sample.key, 7000 + i));
      }
    root.append(copy);
    copy.scrollIntoView();
  });
}
"""


@dataclass(frozen=True)
class FixtureSites:
    """Where the pages are. To the browser they are at their real addresses."""

    port: int

    @property
    def host_rules(self) -> str:
        hosts = sorted({urlsplit(expected(site)["url"]).hostname or "" for site in SITES})
        return ", ".join(f"MAP {host}:443 127.0.0.1:{self.port}" for host in hosts)


def expected(site: str) -> dict[str, Any]:
    """The address of a fixture page, and the messages that the extension is to read there."""
    found: dict[str, Any] = json.loads((FIXTURES / f"{site}.json").read_text(encoding="utf-8"))
    return found


def draw(page: Page, site: str, messages: Sequence[Message]) -> None:
    """Puts more messages at the end of the chat, as the site would draw them."""
    record = (EXTENSION / "sites" / f"{site}.js").read_text(encoding="utf-8")
    said = [{"sender": message.sender, "text": message.text} for message in messages]
    page.evaluate(_DRAW_JS % record, [said, expected(site)["messages"]])


@contextmanager
def fixture_sites(folder: Path) -> Iterator[FixtureSites]:
    for site in SITES:
        path = urlsplit(expected(site)["url"]).path.lstrip("/")
        file = folder / "pages" / (path if path and not path.endswith("/") else f"{path}index.html")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes((FIXTURES / f"{site}.html").read_bytes())
    with serving(folder / "pages", self_signed(folder), {"Content-Security-Policy": _POLICY}) as port:
        yield FixtureSites(port)
