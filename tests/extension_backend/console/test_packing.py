"""The evidence pack of a case: what was kept, as people corrected it, and nothing on the disk in plain."""

import csv
import hashlib
import io
import zipfile

from prompts import report_words
from tests.extension_backend.console.conftest import SUSPICIOUS, Volunteer


def pack(volunteer: Volunteer, case: str, **form: str) -> dict[str, bytes]:
    answer = volunteer.post(f"{case}/pack", case, **form)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_it_holds_the_untouched_file_and_sums_that_fit(volunteer: Volunteer) -> None:
    files = pack(volunteer, volunteer.case_of(SUSPICIOUS))
    assert files["original/chat.txt"] == SUSPICIOUS.encode()
    sums = dict(line.split("  ")[::-1] for line in files["manifest.sha256"].decode().splitlines())
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != "manifest.sha256"}
    assert files["report.pdf"].startswith(b"%PDF")


def test_corrections_and_notes_are_in_it(volunteer: Volunteer) -> None:
    case = volunteer.case_of(SUSPICIOUS)
    before = pack(volunteer, case)["report.html"].decode()
    assert "tip" in before
    volunteer.post(f"{case}/marks", case, place="2", tactic="insider_mentor_tip", kind="wrong")
    volunteer.post(f"{case}/marks", case, place="0", tactic="care_routine", kind="missed")
    volunteer.post(f"{case}/edit", case, title="Ana", status="open", tags="", notes="She has told her bank.")
    transcript = pack(volunteer, case)["transcript.jsonl"].decode()
    assert "insider_mentor_tip" not in transcript
    report = pack(volunteer, case)["report.html"].decode()
    assert "(marked by a person who reviewed the chat)" in report
    assert "She has told her bank." in report


def test_a_redacted_copy_holds_neither_the_person_nor_the_file(volunteer: Volunteer) -> None:
    case = volunteer.case_of(SUSPICIOUS.replace("who is this?", "Ana here, from Porto"))
    files = pack(volunteer, case, redact="yes", words="Porto")
    assert not [name for name in files if name.startswith("original")]
    texts = b"".join(data for name, data in files.items() if not name.endswith(".pdf"))
    assert b"Porto" not in texts
    assert b"Ana here" not in texts
    assert b"[PERSON 1]" in texts


def test_the_report_is_in_the_language_that_was_chosen(volunteer: Volunteer) -> None:
    case = volunteer.case_of(SUSPICIOUS)
    assert 'value="pt_BR"' in volunteer.read(case).partition('name="lang"')[2]
    pack(volunteer, case)
    report = pack(volunteer, case, lang="de")["report.html"].decode()
    assert report_words("de")["head"]["title"] in report
    assert "herausgegeben, Beweispaket" in report


def test_giving_it_out_stands_in_the_custody_log_and_in_the_next_pack(volunteer: Volunteer) -> None:
    case = volunteer.case_of(SUSPICIOUS)
    pack(volunteer, case)
    assert "evidence pack" in volunteer.read(case)
    rows = csv.DictReader(io.StringIO(pack(volunteer, case)["custody.csv"].decode("utf-8-sig")))
    assert "exported, evidence pack" in [row["what"] for row in rows]


def test_no_word_of_the_chat_reaches_the_disk(volunteer: Volunteer) -> None:
    pack(volunteer, volunteer.case_of(SUSPICIOUS))
    folder = volunteer.console.vault.file.parent
    assert not [file for file in folder.rglob("*") if file.is_file() and b"my darling" in file.read_bytes()]
