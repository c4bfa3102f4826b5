"""The pack holds the untouched file, what was found, and sums by which anybody can check both."""

import csv
import hashlib
import io
import json
import subprocess
import zipfile
from datetime import timedelta

import pytest

from detector.evidence import Custody, write_pack
from detector.formats import read
from tests.detector.evidence.packed import AT, NAME, ORIGINAL, WALLET, judged, opened, packed


def table(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_the_original_is_there_byte_for_byte():
    assert packed()[f"original/{NAME}"] == ORIGINAL


def test_bytes_that_were_not_judged_are_refused(tmp_path):
    with pytest.raises(ValueError, match="not those that were judged"):
        write_pack(judged(), ORIGINAL + b" ", tmp_path / "pack.zip", at=AT)
    assert not list(tmp_path.iterdir())


def test_sha256sum_finds_every_file_as_it_was_and_any_that_was_changed(tmp_path):
    opened(tmp_path)
    with zipfile.ZipFile(tmp_path / "pack.zip") as archive:
        archive.extractall(tmp_path / "open")
        listed = archive.read("manifest.sha256").decode().splitlines()
        assert {line.split("  ", 1)[1] for line in listed} == set(archive.namelist()) - {"manifest.sha256"}
    check = ["sha256sum", "-c", "--strict", "manifest.sha256"]
    assert subprocess.run(check, cwd=tmp_path / "open", capture_output=True).returncode == 0
    (tmp_path / "open" / "transcript.jsonl").write_text("{}")
    done = subprocess.run(check, cwd=tmp_path / "open", capture_output=True, text=True)
    assert done.returncode == 1
    assert "transcript.jsonl: FAILED" in done.stdout


def test_the_same_input_gives_the_same_bytes(tmp_path):
    for name in ("a.zip", "b.zip"):
        write_pack(judged(), ORIGINAL, tmp_path / name, at=AT, country="GB", custody=[Custody(AT, "read")])
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_another_time_changes_only_what_carries_the_time(tmp_path):
    before, after = packed(), opened(tmp_path, at=AT + timedelta(days=1))
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"report.html", "report.pdf", "custody.csv", "indicators.stix.json", "manifest.sha256"}


def test_the_transcript_is_read_again_by_the_project_and_names_the_tactics():
    line = packed()["transcript.jsonl"]
    (chat,) = read(line)
    assert [(m.sender, m.text, m.sent_at) for m in chat.messages] == [
        (m.sender, m.text, m.sent_at) for m in judged().conversation.messages
    ]
    tactics = [message["tactics"] for message in json.loads(line)["messages"]]
    assert tactics[2] == ["insider_mentor_tip", "guaranteed_returns"]
    assert tactics[1] == []


def test_each_indicator_is_listed_once_with_all_its_messages_and_where_to_report_it():
    rows = {row["value"]: row for row in table(packed(country="GB")["indicators.csv"])}
    wallet = rows[WALLET]
    assert (wallet["kind"], wallet["valid"], wallet["first_said_by"]) == ("tron", "yes", "them")
    assert (wallet["first_message"], wallet["all_messages"]) == ("5", "5 7")
    assert "chainabuse.com" in wallet["where_to_report"]
    assert "0300 123 2040" in wallet["where_to_report"]
    assert "lookup.icann.org" in rows["gold-trade.top"]["where_to_report"]


def test_what_the_person_gave_away_is_listed_but_not_to_be_reported():
    rows = {row["value"]: row for row in table(packed()["indicators.csv"])}
    assert rows["maria.silva@example.com"]["first_said_by"] == "me"
    assert rows["maria.silva@example.com"]["where_to_report"] == ""


def test_custody_tells_what_happened_to_which_file_by_which_program(tmp_path):
    zone_less = AT - timedelta(hours=1)
    rows = table(opened(tmp_path, custody=[Custody(zone_less, "read", "Ben")])["custody.csv"])
    assert [(row["at_utc"], row["what"], row["by"]) for row in rows] == [
        ("2026-05-01T11:00:00Z", "read", "Ben"),
        ("2026-05-01T12:00:00Z", "packed", ""),
    ]
    for row in rows:
        assert row["sha256_of_original"] == hashlib.sha256(ORIGINAL).hexdigest()
        assert row["bytes_of_original"] == str(len(ORIGINAL))
        assert row["program"].startswith("second-look ")
        assert row["model"] == "fake-1"


def test_a_chat_that_cannot_be_judged_is_packed_as_well():
    spanish = (("them", "hola guapa, qué tal estás hoy, yo muy bien, gracias por todo"),)
    page = packed(spanish)["report.html"].decode()
    assert "cannot judge this chat" in page
    assert "How it developed" not in page
