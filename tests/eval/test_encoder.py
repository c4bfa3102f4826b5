import numpy as np
import pytest

from eval.encoder import MAX_TOKENS, base_encoder


@pytest.fixture(scope="module")
def encoder():
    return base_encoder()


def test_texts_that_mean_the_same_are_closer_than_others(encoder):
    rain, shower, bank = encoder.embed(
        [encoder.tokens(text) for text in ("it is raining a lot", "heavy rain today", "the bank sent me a new card")]
    )
    assert rain @ shower > rain @ bank + 0.2


def test_an_embedding_has_unit_length_and_depends_on_no_other_row(encoder):
    rows = [encoder.tokens(text) for text in ("hello", "a much longer text than the first one", "")]
    together = encoder.embed(rows)
    assert together.shape == (3, encoder.width)
    assert np.linalg.norm(together, axis=1) == pytest.approx(np.ones(3), abs=1e-5)
    assert encoder.embed(rows[:1])[0] == pytest.approx(together[0], abs=1e-5)


def test_of_a_long_row_the_last_tokens_are_read(encoder):
    last = encoder.tokens("word") * (MAX_TOKENS - 2)
    assert encoder.embed([encoder.tokens("rain") * 50 + last])[0] == pytest.approx(encoder.embed([last])[0], abs=1e-5)
