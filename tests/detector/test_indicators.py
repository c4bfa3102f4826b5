"""What can be looked up or reported is found with its place, and its checksum is checked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.indicators import indicators


def found(text):
    return [(one.kind, one.value, one.valid) for one in indicators(text)]


WALLETS = [
    ("bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb"),
    ("bitcoin", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNyL"),
    ("bitcoin", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdp"),
    ("bitcoin", "BC1QAR0SRRR7XFKVY5L643LYDNW9RE59GTZZWF5MDQ", "BC1QAR0SRRR7XFKVY5L643LYDNW9RE59GTZZWF5MQD"),
    (
        "bitcoin",
        "bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr",
        "bc1q5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr",
    ),
    ("ethereum", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD"),
    ("ethereum", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d395"),
    ("tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6T"),
]


@pytest.mark.parametrize(("kind", "address", "slipped"), WALLETS)
def test_a_wallet_is_valid_and_one_slip_makes_it_invalid(kind, address, slipped):
    assert found(f"send to {address}.") == [(kind, address, True)]
    assert found(slipped) == [(kind, slipped, False)]


def test_an_ethereum_address_in_one_case_has_no_checksum_to_fail():
    address = "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"
    assert found(address) == [("ethereum", address, True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "see https://Fund-Gold.example/a?b=1).",
            [("domain", "fund-gold.example", True), ("link", "https://Fund-Gold.example/a?b=1", True)],
        ),
        ("www.foo.com", [("domain", "foo.com", True), ("link", "www.foo.com", True)]),
        ("http://-bad-/x", [("domain", "-bad-", False), ("link", "http://-bad-/x", False)]),
        ("Me@X.com or @joe_tr", [("email", "me@x.com", True), ("handle", "@joe_tr", True)]),
        ("call +44 7911 123456", [("phone", "+447911123456", True)]),
        ("call 07911 123456", [("phone", "07911123456", False)]),
        ("GB82 WEST 1234 5698 7654 32", [("iban", "GB82WEST12345698765432", True)]),
        ("GB82 WEST 1234 5698 7654 33", [("iban", "GB82WEST12345698765433", False)]),
        ("on 2024-01-31 I paid 5000000 usdt, ok.so e.g. a@b", []),
    ],
)
def test_links_addresses_and_numbers(text, expected):
    assert found(text) == expected


@given(st.text(max_size=200))
def test_every_place_lies_in_the_text(text):
    assert all(0 <= one.span.start < one.span.end <= len(text) for one in indicators(text))
