"""`indicators.stix.json`: what they gave, as STIX 2.1 objects that other programs take. Ids come from the contents, so
that two packs of one chat name the same things alike.

The standard has no object for wallets, phone numbers and bank accounts: they are user accounts of an open type.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from detector.evidence import facts
from detector.evidence.facts import Seen
from detector.review import Review
from detector.taxonomy import taxonomy
from detector.types import Level

_NAMESPACE = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")  # of URLs, RFC 9562
_ACCOUNTS = {"phone": "phone", "iban": "bank-account", "bitcoin": "bitcoin", "ethereum": "ethereum", "tron": "tron"}


def bundle(found: Review, at: datetime) -> bytes:
    """The bundle: who says it, the incident, one observation each, and a grouping around all.

    What failed its checksum stays out, and so does what "me" was the first to say.
    """
    from stix2 import v21  # only here: it takes its time to load

    evidence = found.evidence
    assert evidence is not None
    times = {"created": at, "modified": at}
    tool = v21.Identity(id=_id("identity", "tool"), name="Second Look", identity_class="system", **times)
    common = times | {"created_by_ref": tool.id}
    incident = v21.Incident(
        id=_id("incident", evidence.sha256), name="Chat that reads as suspicious", description=_story(found), **common
    )
    objects: list[Any] = []
    for seen in facts.indicators(found):
        if not seen.valid or seen.by == "me":
            continue
        thing = _thing(v21, seen, found.conversation.platform)
        objects.append(thing)
        if seen.times:
            objects.append(
                v21.ObservedData(
                    id=_id("observed-data", evidence.sha256 + thing.id),
                    first_observed=min(seen.times),
                    last_observed=max(seen.times),
                    number_observed=len(seen.messages),
                    object_refs=[thing.id],
                    **common,
                )
            )
    objects = list({one.id: one for one in objects}.values())
    grouping = v21.Grouping(
        id=_id("grouping", evidence.sha256),
        name="What the chat names",
        context="suspicious-activity",
        object_refs=[incident.id, *(one.id for one in objects)],
        **common,
    )
    everything = v21.Bundle(id=_id("bundle", evidence.sha256), objects=[tool, incident, *objects, grouping])
    return f"{everything.serialize(pretty=True, ensure_ascii=True)}\n".encode()


def _thing(v21: Any, seen: Seen, platform: str) -> Any:
    if seen.kind == "domain":
        return v21.DomainName(value=seen.value)
    if seen.kind == "link":
        return v21.URL(value=seen.value)
    if seen.kind == "email":
        return v21.EmailAddress(value=seen.value)
    kind = _ACCOUNTS.get(seen.kind) or platform.lower() or "messenger"
    return v21.UserAccount(account_login=seen.value, account_type=kind)


def _story(found: Review) -> str:
    """No word of the chat: what was judged, and by what."""
    assert found.evidence is not None
    verdict = found.assessment
    scripts = {script.id: script.plain for script in taxonomy().scripts}
    reads = f"It reads like {scripts[verdict.script]}. " if verdict.script and verdict.level > Level.NONE else ""
    level = f"Level {verdict.level}, risk {verdict.risk:.2f}. " if verdict.assessable else "It could not be judged. "
    return (
        f"A chat of {verdict.n_messages} messages, SHA-256 of its file {found.evidence.sha256}. {reads}{level}"
        f"Judged by the model {verdict.model_version}: no proof that anybody did anything."
    )


def _id(kind: str, content: str) -> str:
    return f"{kind}--{uuid.uuid5(_NAMESPACE, f'second-look:{kind}:{content}')}"
