"""What Instagram and Messenger write into a download in somebody's name, beside what that person said. English only."""

from __future__ import annotations

import re

_REACTION = re.compile(r"Liked a message|Reacted \S{1,20} to (?:your|their|his|her|a) (?:message|story|photo|video)")
_NOTICE = re.compile(
    r"(?:User|.{1,80}) unsent a message|(?:Video|Audio) (?:chat|call) ended"
    r"|You can now (?:message and call each other|call each other and see info) .{0,200}"
    r"|(?:You are|You're) now connected on Messenger|Say hi to your new Facebook friend, .{1,80}"
    r"|Messages and calls are (?:secured|protected) with end-to-end encryption.{0,200}",
    re.DOTALL,
)
# After "You" or the sender's own name.
_DID = re.compile(
    r"(?:set (?:the nickname for |your nickname|(?:his|her|their) own nickname|the emoji |the quick reaction )"
    r"|changed the (?:chat )?theme |named the group |created (?:the|this) group|changed the group (?:photo|name)"
    r"|(?:added|removed) .{1,200} (?:to|from) the group|left the group|joined the (?:video |audio )?(?:call|chat)"
    r"|started (?:a|an) (?:video |audio |voice )?(?:call|chat)|turned o(?:n|ff) )",
    re.DOTALL,
)
_SENT = re.compile(
    r"(?:sent|shared) (?:an? |the |\d{1,3} )?(?:attachment|photo|video|voice message|voice clip|sticker|GIF|link"
    r"|location|live location|post|reel|story|profile|file|document|contact)s?\.?"
)
_MISSED = re.compile(
    r"missed (?:a|an|your) (?:video |audio |voice )?(?:call|chat)(?: (?:from|with) .{1,80})?", re.DOTALL
)


def is_notice(text: str, sender: str) -> bool:
    """Whether nobody said this: reactions, names and colours of the chat, who joined."""
    text = text.strip().removesuffix(".")
    did = _after_name(text, sender)
    return bool(_REACTION.fullmatch(text) or _NOTICE.fullmatch(text) or (did and _DID.match(did)))


def is_stand_in(text: str, sender: str) -> bool:
    """Whether it stands for something that is no text: "Anna sent an attachment."."""
    did = _after_name(text.strip(), sender)
    return bool(did and _SENT.fullmatch(did))


def is_missed_call(text: str, sender: str) -> bool:
    did = _after_name(text.strip().removesuffix("."), sender)
    return bool(did and _MISSED.fullmatch(did))


def _after_name(text: str, sender: str) -> str:
    return next((text[len(who) + 1 :] for who in ("You", sender) if who and text.startswith(f"{who} ")), "")
