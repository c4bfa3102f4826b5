"""What in pieces of text can be looked up or reported, by kind. Judges nothing, needs no model, stores nothing."""

from __future__ import annotations

from typing import Any

from detector.indicators import indicators
from extension_backend.schema import LookupIn


def lookup(body: LookupIn) -> dict[str, Any]:
    """Each wallet, link, account, phone, address once, in the order in which they come up."""
    found = (indicator for text in body.texts for indicator in indicators(text))
    once = {(one.kind, one.value): one.valid for one in found}
    return {"indicators": [{"kind": kind, "value": value, "valid": valid} for (kind, value), valid in once.items()]}
