"""Pictures of one chat in their order, and what two of them both show told once."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Protocol

_SAME = 0.8  # share of letters in common: two readings of one message differ by a letter or two
_LEAST = 16  # letters that two pictures must share: "ok" comes more than once in a chat
_LEAST_CUT = 8  # letters of a message that the edge of the picture cuts


class Said(Protocol):
    """What of a message is compared. `sender` is "" where it is not clear."""

    @property
    def sender(self) -> str: ...

    @property
    def text(self) -> str: ...


def shared(before: Sequence[Said], after: Sequence[Said]) -> int:
    """How many messages at the end of one picture are those at the beginning of the other; 0 where they do not meet."""
    for count in range(min(len(before), len(after)), 0, -1):
        tail, head = before[-count:], after[:count]
        if sum(min(len(one.text), len(two.text)) for one, two in zip(tail, head, strict=True)) < _LEAST:
            break
        inner = range(1, count - 1)
        if all(_same(tail[i], head[i]) for i in inner) and all(_same(tail[i], head[i], True) for i in {0, count - 1}):
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


def _same(one: Said, two: Said, may_be_cut: bool = False) -> bool:
    if one.sender and two.sender and one.sender != two.sender:
        return False
    first, second = one.text.casefold(), two.text.casefold()
    match = SequenceMatcher(None, first, second, autojunk=False)
    if match.real_quick_ratio() >= _SAME and match.ratio() >= _SAME:
        return True
    if not may_be_cut or min(len(first), len(second)) < _LEAST_CUT:
        return False
    common = sum(block.size for block in match.get_matching_blocks() if block.size > 2)
    return common >= _SAME * min(len(first), len(second))
