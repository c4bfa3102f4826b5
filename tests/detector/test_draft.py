"""What a message that is not sent yet would give away, by shape and by model."""

import numpy as np
import pytest

from detector.draft import acts, has_card, has_seed_phrase
from detector.taxonomy import taxonomy
from detector.types import Level

CARD = "4111 1111 1111 1111"
IBAN = "DE89 3704 0044 0532 0130 00"
WALLET = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"
SEED = "legal winner thank year wave sausage worth useful legal winner thank yellow"


def found(text, level=Level.CAUTION, asked_for=False, picture=False, **likely):
    tactics = np.full(len(taxonomy().tactics), 0.01, dtype=np.float32)
    for tactic, probability in likely.items():
        tactics[taxonomy().index(tactic)] = probability
    return list(acts(text, tactics, level, asked_for, picture))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"my card is {CARD} thanks", ["shares_code_or_login"]),
        ("5500-0000-0000-0004", ["shares_code_or_login"]),
        ("4111 1111 1111 1112", []),  # a slip: no card
        ("call me on +44 7700 900123 tonight", []),
        (IBAN, ["shares_account_details"]),
        ("DE89 3704 0044 0532 0130 01", []),
        (f"send it to {WALLET}", ["shares_account_details"]),
        (SEED, ["shares_code_or_login"]),
        ("what should we eat tonight, love?", []),
        ("482913", []),  # nobody asked
    ],
)
def test_a_well_known_shape_is_enough(text, wanted):
    assert found(text) == wanted


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (SEED, True),
        (SEED.upper(), True),
        (" ".join(f"{i}. {word}" for i, word in enumerate(SEED.split(), 1)), True),
        ("\n".join(SEED.split()), True),
        (f"here it is: {SEED}", True),
        (SEED.rsplit(maxsplit=1)[0], False),
        ("maybe later this week when work gets less busy and they call", False),
        ("i am going to the shop to buy some bread and milk ok", False),
    ],
)
def test_the_words_of_a_wallet_are_told_from_a_sentence(text, is_one):
    assert has_seed_phrase(text) == is_one


@pytest.mark.parametrize("number", ["1234567812345670", "41111111111111111111111", "", "4111"])
def test_what_merely_passes_the_checksum_or_is_too_long_is_no_card(number):
    assert not has_card(number)


@pytest.mark.parametrize(
    ("text", "is_code"),
    [
        *((text, True) for text in ("482913", "it says 482 913", "G-482913", "8213")),
        *((text, False) for text in ("$5000", "5000 usd", "in 2011", "at 10:30", "12.5000", "123", "+447700900123")),
    ],
)
def test_a_short_number_is_a_code_only_where_one_was_asked_for(text, is_code):
    assert found(text, asked_for=True) == (["shares_code_or_login"] if is_code else [])
    assert found(text) == []


@pytest.mark.parametrize(("asked_for", "wanted"), [(True, ["shares_identity_document"]), (False, [])])
def test_a_picture_is_a_document_only_where_one_was_asked_for(asked_for, wanted):
    assert found("", asked_for=asked_for, picture=True) == wanted


def test_what_the_model_reads_counts_too_and_other_acts_do_not():
    assert found("done, it is there", reports_payment_done=0.9, expresses_doubt=0.9) == ["reports_payment_done"]
    assert found("hm", agrees_to_pay_or_deposit=0.4) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("how much should i send", ["agrees_to_pay_or_deposit"]),
        ("i can do $200 today", ["agrees_to_pay_or_deposit"]),
        ("To whom do I make the cheque", ["agrees_to_pay_or_deposit"]),
        ("i will not send you anything", []),
        ("i won't pay", []),
        ("good night", []),
        ("send me a voice note", []),
    ],
)
def test_in_danger_any_talk_of_paying_counts_but_a_refusal_does_not(text, wanted):
    assert found(text, Level.DANGER) == wanted
    assert found(text, Level.WARNING) == []


def test_a_chat_that_is_not_at_risk_is_never_asked_about():
    assert found(f"{CARD} {IBAN}", Level.NONE, asked_for=True, picture=True, reports_payment_done=1.0) == []
