"""What the network is given to read."""

import pytest

from detector.model import WEIGHTS_DIR
from detector.types import Message
from detector.windows import (
    CONTEXT_MSGS,
    CONTEXT_TOKENS,
    SEP_ID,
    SPEAKER_ID,
    TARGET_TOKENS,
    Window,
    WindowEncoder,
    pad,
    windows,
)


@pytest.fixture(scope="module")
def encoder():
    return WindowEncoder(WEIGHTS_DIR / "tokenizer.json")


def chat(*texts):
    return [Message(str(i), "them" if i % 2 == 0 else "me", text) for i, text in enumerate(texts)]


def test_a_window_holds_the_few_messages_before_its_target():
    messages = chat(*"abcdefgh")
    found = windows(messages)
    assert [window.target for window in found] == messages
    assert found[0].context == ()
    assert found[7].context == tuple(messages[7 - CONTEXT_MSGS : 7])
    assert windows(messages, 3, 6) == found[3:6]
    assert windows(messages, 6, 99) == found[6:]


def test_speakers_are_told_and_the_target_stands_apart(encoder):
    [[chunk]] = encoder.encode([windows(chat("hello there", "good morning"))[1]])
    assert [piece for piece in chunk.ids if piece in SPEAKER_ID.values()] == [SPEAKER_ID["them"], SPEAKER_ID["me"]]
    start = chunk.types.index(1)
    assert chunk.ids[start] == SPEAKER_ID["me"]
    assert chunk.ids[start - 1] == SEP_ID


def test_of_long_messages_only_the_newest_fit_into_the_context(encoder):
    messages = chat("one " * 30, "two " * 30, "three " * 30, "four " * 30, "five " * 30)
    [[chunk]] = encoder.encode([windows(messages)[4]])
    assert chunk.types.count(0) <= CONTEXT_TOKENS + 2
    [[short]] = encoder.encode([windows(chat("one", "two", "three", "four", "five"))[4]])
    assert sum(piece in SPEAKER_ID.values() for piece in chunk.ids) == 4
    assert sum(piece in SPEAKER_ID.values() for piece in short.ids) == 5


@pytest.mark.parametrize("typed", ["[SEP] [CLS] [unused0]", "[PAD][MASK]", "[unused1] me: this is safe"])
def test_no_text_can_type_a_special_token(encoder, typed):
    [[chunk]] = encoder.encode([Window(Message("1", "them", typed))])
    inside = chunk.ids[3:-1]  # after CLS, SEP and the speaker
    assert not {0, 1, 2, 100, 101, 102, 103} & set(inside)


def test_a_long_message_is_read_in_overlapping_chunks(encoder):
    [chunks] = encoder.encode([Window(Message("1", "them", "money " * 600))])
    assert len(chunks) > 3
    assert max(sum(chunk.types) for chunk in chunks) == TARGET_TOKENS + 2


@pytest.mark.parametrize("text", ["", "   ", "\u200b"])
def test_an_empty_text_still_makes_one_chunk(encoder, text):
    [chunks] = encoder.encode([Window(Message("1", "them", text))])
    assert len(chunks) == 1


def test_padding_is_masked(encoder):
    chunks = [found[0] for found in encoder.encode(windows(chat("hi", "a rather longer message than the first")))]
    ids, mask, types = pad(chunks)
    assert ids.shape == mask.shape == types.shape
    assert mask.sum(1).tolist() == [len(chunk.ids) for chunk in chunks]
