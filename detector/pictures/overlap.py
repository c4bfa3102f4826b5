"""Pictures of one chat in their order, and what two of them both show told once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from difflib import SequenceMatcher
from typing import Protocol

_SAME = 0.8  # share of letters in common: two readings of one message differ by a letter or two
_LEAST = 16  # letters that two pictures must share, without times: "ok" comes more than once in a chat
_LEAST_CUT = 8  # letters of a message that the edge of the picture cuts


class Said(Protocol):
    """What of a message is compared. `sender` is "" where it is not clear, `clear` tells whether its letters are."""

    @property
    def sender(self) -> str: ...

    @property
    def text(self) -> str: ...

    @property
    def at(self) -> time | None: ...

    @property
    def clear(self) -> bool: ...


def shared(before: Sequence[Said], after: Sequence[Said]) -> int:
    """How many messages at the end of one picture are those at the beginning of the other; 0 where they do not meet."""
    for count in range(min(len(before), len(after)), 0, -1):
        pairs = list(zip(before[-count:], after[:count], strict=True))
        letters = sum(min(len(one.text), len(two.text)) for one, two in pairs if one.clear and two.clear)
        if letters < _LEAST and not all(one.at and one.at == two.at for one, two in pairs):
            continue
        if all(_same(*pair, place == 0, place == count - 1) for place, pair in enumerate(pairs)):
            return count
    return 0


def chains(pictures: Sequence[Sequence[Said]]) -> list[list[int]]:
    """Pictures that follow from one another, by their places; chains in the order in which their first ones came.

    People scroll up while they take pictures, so the names alone would turn a chat round.
    """
    links = [(shared(one, two), i, j) for i, one in enumerate(pictures) for j, two in enumerate(pictures) if i != j]
    after: dict[int, int] = {}
    for _, i, j in sorted((link for link in links if link[0]), key=lambda link: (-link[0], link[1:])):
        if i not in after and j not in after.values() and i not in _chain(j, after):
            after[i] = j
    return [_chain(start, after) for start in range(len(pictures)) if start not in after.values()]


def _chain(start: int, after: dict[int, int]) -> list[int]:
    chain = [start]
    while chain[-1] in after:
        chain.append(after[chain[-1]])
    return chain


def _same(one: Said, two: Said, first: bool, last: bool) -> bool:
    """Whether both read one message. The first in the later picture may lack its beginning, the last in the earlier one
    its end.
    """
    if one.sender and two.sender and one.sender != two.sender:
        return False
    if not (one.clear and two.clear):
        return True  # the others decide
    before, after = one.text.casefold(), two.text.casefold()
    if _alike(before, after):
        return True
    if first and (before.endswith(after) or (len(after) >= _LEAST_CUT and _alike(before[-len(after) :], after))):
        return True
    return last and _LEAST_CUT <= len(before) < len(after) and _alike(before, after[: len(before)])


def _alike(one: str, two: str) -> bool:
    match = SequenceMatcher(None, one, two, autojunk=False)
    return match.real_quick_ratio() >= _SAME and match.quick_ratio() >= _SAME and match.ratio() >= _SAME
