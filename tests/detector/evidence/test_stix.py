"""What they gave goes out as STIX 2.1 that other programs read, with ids that stay."""

import json

import pytest
import stix2

from tests.detector.evidence.packed import AT, SAID, WALLET, judged, opened, packed

MORE = (
    *SAID,
    ("them", "write to gold.desk@example.org or @gold_desk or +44 7700 900123"),
    ("them", "or pay to GB82 WEST 1234 5698 7654 32, not to GB82 WEST 1234 5698 7654 33"),
)


@pytest.fixture
def objects():
    data = packed(MORE)["indicators.stix.json"]
    return stix2.parse(data.decode(), version="2.1").objects


def test_each_kind_is_an_object_of_the_standard(objects):
    said = {
        (one.type, getattr(one, "value", None) or getattr(one, "account_login", None), one.get("account_type"))
        for one in objects
        if one.type in ("domain-name", "url", "email-addr", "user-account")
    }
    assert said == {
        ("domain-name", "gold-trade.top", None),
        ("url", "https://gold-trade.top/join", None),
        ("email-addr", "gold.desk@example.org", None),
        ("user-account", "@gold_desk", "whatsapp"),
        ("user-account", "+447700900123", "phone"),
        ("user-account", "GB82WEST12345698765432", "bank-account"),
        ("user-account", WALLET, "tron"),
    }


def test_what_the_person_gave_away_and_what_fails_its_checksum_stay_out(objects):
    everything = json.dumps([json.loads(one.serialize()) for one in objects])
    assert "maria.silva" not in everything
    assert "2025550147" not in everything
    assert "GB82WEST12345698765433" not in everything


def test_a_grouping_holds_the_incident_and_everything_seen(objects):
    (grouping,) = [one for one in objects if one.type == "grouping"]
    held = {one.id for one in objects if one.type not in ("grouping", "identity")}
    assert set(grouping.object_refs) == held
    assert grouping.context == "suspicious-activity"


def test_an_observation_says_how_often_and_when(objects):
    (wallet,) = [one for one in objects if one.get("account_login") == WALLET]
    (seen,) = [one for one in objects if one.type == "observed-data" and one.object_refs == [wallet.id]]
    assert seen.number_observed == 2
    assert (seen.first_observed.hour, seen.last_observed.hour) == (0, 12)


def test_ids_come_from_the_contents(tmp_path, objects):
    later = opened(tmp_path, judged(MORE), at=AT.replace(year=2027))["indicators.stix.json"]
    assert [one.id for one in stix2.parse(later.decode(), version="2.1").objects] == [one.id for one in objects]
