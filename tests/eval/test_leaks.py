import random
from dataclasses import replace

import pytest

from eval.intervals import MissingCluster
from eval.leaks import CHECKS, leaks
from tests.eval.conftest import make_chat


def chats(planted: str = "", count: int = 120):
    """Random chats of both classes; `planted` makes one class longer, louder, more polite or differently begun."""
    rng = random.Random(5)
    words = ["bus", "rain", "work", "dinner", "kids", "film", "tea", "the", "a", "of", "and", "you", "it", "is", "so"]
    for number in range(count):
        scam = number % 2 == 0
        size = rng.randint(8, 30) + (14 if planted == "message count" and scam else 0)
        lines = []
        for place in range(size):
            share = 0.8 if planted == "sender ratio" and scam else 0.5
            text = " ".join(rng.choices(words, k=rng.randint(1, 8)))
            text += "!!" if planted == "punctuation and politeness" and scam and rng.random() < 0.3 else ""
            text += " whereas" if planted == "stop words" and scam and rng.random() < 0.3 else ""
            text += " harbour" if planted == "first two messages" and scam and place == 0 else ""
            lines.append(f"{'them' if rng.random() < share else 'me'}: {text}")
        yield make_chat(lines, label="scam" if scam else "benign", chat_id=f"family-{number // 3}-{number}")


@pytest.mark.parametrize("planted", CHECKS)
def test_a_planted_leak_is_found_by_its_check(planted):
    found = {leak.name: leak for leak in leaks(list(chats(planted)), resamples=20)}
    assert found[planted].auroc > 0.8
    assert found[planted].low > 0.6


def test_where_there_is_no_leak_none_is_found():
    assert all(leak.auroc < 0.65 for leak in leaks(list(chats()), resamples=20))


def test_what_comes_after_the_pivot_is_no_leak_before_it():
    talk = [
        make_chat(
            [f"me: {message.text}" for message in chat.messages[:8]] + ["them: whereas whereas"] * (4 * chat.scam),
            label=chat.label, chat_id=chat.id, pivot_at=8 if chat.scam else None,
        )
        for chat in chats()
    ]  # fmt: skip
    found = {leak.name: leak.auroc for leak in leaks(talk, resamples=20)}
    assert found["stop words"] > 0.9
    assert found["stop words, before the pivot"] < 0.65


def test_one_class_cannot_leak():
    with pytest.raises(ValueError, match="scam and benign"):
        leaks([chat for chat in chats() if chat.scam])


def test_a_chat_without_a_cluster_is_refused():
    with pytest.raises(MissingCluster):
        leaks([replace(chat, cluster=None) if i == 3 else chat for i, chat in enumerate(chats())])
