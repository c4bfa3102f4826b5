"""Whatever the detector finds to look up can be reported somewhere."""

from detector.indicators import indicators
from prompts import REPORT_TO_FILE, all_report_to


def test_every_kind_of_indicator_can_be_reported_somewhere_and_none_twice():
    kinds = [kind for one in all_report_to() for kind in one.kinds]
    assert sorted(kinds) == sorted(set(kinds))
    texts = [
        "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "a@b.com",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "https://a.com/b",
        "@some_one", "+44 7700 900123", "GB82 WEST 1234 5698 7654 32",
    ]  # fmt: skip
    found = {one.kind for text in texts for one in indicators(text)}
    assert found == set(kinds)


def test_the_places_to_report_blame_nobody():
    assert all(one.places for one in all_report_to())
    assert "scammer" not in REPORT_TO_FILE.read_text(encoding="utf-8").lower()
