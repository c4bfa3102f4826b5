"""The list of cases: found again by words, level, status and tag; the most pressing first."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extension_backend.console.vault import connect
from tests.extension_backend.console.conftest import PASSPHRASE, SUSPICIOUS, Volunteer

ORDINARY = "12/05/2026, 09:00 - Daniel: see you at the Äpfel stand\n12/05/2026, 09:01 - Ana: yes at noon\n"


@pytest.fixture
def two(volunteer: Volunteer) -> tuple[str, str]:
    """A suspicious case with a tag, and a later ordinary one."""
    first, second = volunteer.case_of(SUSPICIOUS, name="first.txt"), volunteer.case_of(ORDINARY, name="second.txt")
    volunteer.post(
        f"{first}/edit", first, title="Ana and Daniel", status="waiting", tags="bank, police ,bank", notes="x"
    )
    return first, second


def shown(volunteer: Volunteer, query: str = "") -> list[str]:
    return re.findall(r'<th scope="row"><a href="([^"]+)"', volunteer.read(f"/console/{query}"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [0, 1]),
        ("?sort=last", [1, 0]),
        ("?sort=created", [1, 0]),
        ("?sort=nonsense&level=nonsense", [0, 1]),
        ("?words=UNCLE", [0]),
        ("?words=äPFEL", [1]),
        ("?words=ana+and", [0]),
        ("?words=police", [0]),
        ("?words=100%25", []),
        ("?level=danger", [0]),
        ("?level=none", [1]),
        ("?level=unknown", []),
        ("?status=waiting", [0]),
        ("?status=open", [1]),
        ("?tag=bank", [0]),
        ("?tag=bank&status=open", []),
    ],
)
def test_cases_are_narrowed_and_sorted(
    volunteer: Volunteer, two: tuple[str, str], query: str, expected: list[int]
) -> None:
    assert shown(volunteer, query) == [two[i] for i in expected]


def test_a_case_is_deleted_only_when_that_was_sure(volunteer: Volunteer, two: tuple[str, str]) -> None:
    assert volunteer.post(f"{two[0]}/delete", two[0]).status_code == 422
    assert volunteer.post(f"{two[0]}/delete", two[0], sure="yes").status_code == 302
    assert shown(volunteer) == [two[1]]
    assert volunteer.get(two[0]).status_code == 404


@pytest.mark.parametrize(
    "form",
    [{"status": "nonsense"}, {"notes": "x" * 100_001}, {"title": "x" * 201}, {"tags": "x" * 41},
     {"tags": ",".join(map(str, range(21)))}],
)  # fmt: skip
def test_what_is_too_long_or_unknown_is_refused(
    volunteer: Volunteer, two: tuple[str, str], form: dict[str, str]
) -> None:
    whole = {"title": "t", "status": "open", "tags": "", "notes": ""} | form
    assert volunteer.post(f"{two[0]}/edit", two[0], **whole).status_code == 422


def test_the_backup_button_gives_one_file_that_the_passphrase_opens(
    volunteer: Volunteer, two: tuple[str, str], tmp_path: Path
) -> None:
    answer = volunteer.post("/console/backup", "/console/")
    assert answer.headers["Content-Disposition"] == "attachment; filename=second-look-cases-2027-01-15.backup"
    file = tmp_path / "copy"
    file.write_bytes(answer.get_data())
    opened = connect(file, PASSPHRASE)
    assert opened.execute("SELECT count(*) FROM casefile").fetchone()[0] == len(two)
    opened.close()
    assert not list(volunteer.console.vault.file.parent.glob("backup-*"))
