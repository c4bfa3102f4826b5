"""The custody log: lines are added, never changed or removed, and a forged one shows."""

from __future__ import annotations

import dataclasses

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from extension_backend.console import custody
from extension_backend.console.cases import Cases
from tests.extension_backend.conftest import Clock
from tests.extension_backend.console.test_vault import add


@pytest.fixture
def case(cases: Cases) -> int:
    return add(cases)[0]


def test_an_import_is_the_first_line_with_time_and_sum(cases: Cases, case: int) -> None:
    (entry,) = custody.log(cases.vault, case)
    assert (entry.act, entry.at, entry.detail) == ("imported", "2027-01-15T08:00:00Z", "chat.txt")
    assert entry.sha256 == cases.one(case).sha256


def test_reading_is_noted_once_while_the_cases_are_open(cases: Cases, case: int, clock: Clock) -> None:
    opened = cases.now()
    for _ in range(3):
        clock.forward(60)
        cases.looked_at(cases.one(case), opened)
    assert [entry.act for entry in custody.log(cases.vault, case)] == ["imported", "read"]
    clock.forward(60)
    cases.looked_at(cases.one(case), cases.now())
    assert [entry.act for entry in custody.log(cases.vault, case)] == ["imported", "read", "read"]


@pytest.mark.parametrize("change", ["UPDATE custody SET at = '2020-01-01'", "DELETE FROM custody"])
def test_no_line_can_be_changed_or_removed(cases: Cases, case: int, change: str) -> None:
    with pytest.raises(sqlcipher.IntegrityError, match="append only"), cases.vault.transaction() as tx:
        tx.execute(change)
    assert len(custody.log(cases.vault, case)) == 1


def test_the_log_goes_with_its_case(cases: Cases, case: int) -> None:
    cases.delete(cases.one(case))
    assert custody.log(cases.vault, case) == []


def test_a_line_that_was_changed_removed_or_moved_breaks_the_chain(cases: Cases, case: int) -> None:
    with cases.vault.transaction() as tx:
        custody.note(tx, case, "noted", "", cases.now())
        custody.note(tx, case, "exported", "ab", cases.now(), "a file")
    whole = custody.log(cases.vault, case)
    assert custody.unbroken(whole)
    assert not custody.unbroken(whole[1:])
    assert not custody.unbroken([whole[0], whole[2]])
    assert not custody.unbroken([whole[0], dataclasses.replace(whole[1], at="2020-01-01T00:00:00Z"), whole[2]])
