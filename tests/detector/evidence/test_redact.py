"""The redacted copy: the person who was written to is not in it, in no file and in no byte; the evidence is."""

import json
import re
import stat
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.evidence import Custody, Redaction, write_pack
from detector.evidence.redact import Redactor, redacted
from tests.detector.evidence.packed import AT, NAME, ORIGINAL, WALLET, judged, members, pdf_text

ME = "María Silva-Ortega"
SAID = [
    ("them", "good morning my darling Maria, MARÍA, mariaaa, Silva, the profit is sure"),
    ("me", "Maria Silva here, my number is +1 (202) 555-0147, or 202.555.0147"),
    ("me", "mail me: Maria.Silva@Example.com, I am @maria_sil or instagram.com/maria_sil"),
    ("me", "my account: GB82 WEST 1234 5698 7654 32, wallet 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
    ("me", "I live at 12  Elm Street, my sister calls me Mimi. I transferred 500 usd"),
    ("them", "I will call 12025550147 and write to maria.silva@example.com, GB82WEST12345698765432"),
    ("them", f"M\u200barıa, ｍａｒｉａ, then deposit 500 usdt to {WALLET}, call +44 7700 900123, the profit is sure"),
    ("me", "is +44 7700 900123 yours? Marianne said 07700 900123 was"),
]
PICKED = ("12 Elm Street", "Mimi")
GONE = [
    "silva", "ortega", "2025550147", "555-0147", "555.0147", "maria.silva", "example.com", "maria_sil", "gb82",
    "west 1234", "0x5aaeb6", "elm street", "mimi",
]  # fmt: skip
STAYS = [WALLET, "7700 900123", "Marianne", "500 usdt"]


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    """Where a redacted pack is."""
    out = tmp_path_factory.mktemp("pack") / "copy.zip"
    found = judged(SAID, name="Maria Silva and Anna.txt")
    wanted = Redaction(ME, PICKED)
    custody = [Custody(AT, "read", "Maria"), Custody(AT, "judged")]
    key = write_pack(
        found, ORIGINAL, out, at=AT, redact=wanted, notes="Mimi called from 12 Elm Street.", custody=custody
    )
    assert key == out.with_name("copy.key.json")
    return out


def everything(data):
    """Each file of a pack as text, whatever it is packed in; compressed parts of the PDF inflated, its words read."""
    for name, content in members(data).items():
        yield name, name
        yield name, content.decode("utf-8", "replace")
        if name.endswith(".pdf"):
            yield name, pdf_text(content)
            for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
                yield name, inflated(stream).decode("latin-1")


def inflated(stream):
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


@pytest.mark.parametrize("gone", [*GONE, "maria", "maría"])
def test_no_byte_of_the_copy_holds_what_was_taken_out(pack, gone):
    for name, text in everything(pack.read_bytes()):
        found = text.lower().replace("marianne", "")
        assert gone.lower() not in found, name


def test_the_pack_itself_holds_none_of_it_between_its_files(pack):
    raw = pack.read_bytes().lower()
    assert not [gone for gone in GONE if gone.encode() in raw]


def test_what_the_other_person_gave_stays(pack):
    text = members(pack.read_bytes())["transcript.jsonl"].decode()
    assert not [stays for stays in STAYS if stays not in text]
    assert WALLET in members(pack.read_bytes())["indicators.csv"].decode()


def test_the_original_is_not_in_it_but_its_sum_is(pack):
    files = members(pack.read_bytes())
    assert not [name for name in files if name.startswith("original")]
    assert ORIGINAL not in files.values()
    assert judged().evidence.sha256 in files["custody.csv"].decode()
    assert "This is a redacted copy" in files["report.html"].decode()


def test_a_token_always_stands_for_the_same(pack):
    said = [m["text"] for m in json.loads(members(pack.read_bytes())["transcript.jsonl"])["messages"]]
    assert said[0] == "good morning my darling [PERSON 1], [PERSON 1], [PERSON 1], [PERSON 1], the profit is sure"
    assert said[1] == "[PERSON 1] here, my number is [PHONE 1], or [PHONE 1]"
    assert said[2] == "mail me: [EMAIL 1], I am [HANDLE 1] or instagram.com/[HANDLE 1]"
    assert said[3] == "my account: [ACCOUNT 1], wallet [ACCOUNT 2]"
    assert said[4] == "I live at [WORD 1], my sister calls me [WORD 2]. I transferred 500 usd"
    assert said[5] == "I will call [PHONE 1] and write to [EMAIL 1], [ACCOUNT 1]"


def test_the_key_tells_what_each_token_stands_for_and_lies_outside(pack):
    path = pack.with_name("copy.key.json")
    key = json.loads(path.read_text())["tokens"]
    assert key["[PHONE 1]"] == ["+1 (202) 555-0147", "202.555.0147", "12025550147"]
    assert key["[WORD 1]"] == ["12  Elm Street", "12 Elm Street"]
    assert "Maria Silva" in key["[PERSON 1]"]
    assert not [name for name in members(pack.read_bytes()) if "key" in name]


def test_the_key_is_for_its_owner_only_also_where_an_older_one_was_open_to_all(tmp_path):
    old = tmp_path / "pack.key.json"
    old.write_text("{}")
    old.chmod(0o644)
    write_pack(judged(), ORIGINAL, tmp_path / "pack.zip", at=AT, redact=Redaction("Maria"))
    assert stat.S_IMODE(old.stat().st_mode) == 0o600


def test_without_redaction_there_is_no_key(tmp_path):
    assert write_pack(judged(), ORIGINAL, tmp_path / "pack.zip", at=AT) is None
    assert [path.name for path in tmp_path.iterdir()] == ["pack.zip"]


def test_the_same_input_gives_the_same_copy(tmp_path):
    made = []
    for name in ("a", "b"):
        write_pack(judged(SAID), ORIGINAL, tmp_path / f"{name}.zip", at=AT, redact=Redaction(ME, PICKED))
        made.append((tmp_path / f"{name}.zip").read_bytes())
    assert made[0] == made[1]


def hidden(text, me="", words=(), said=()):
    return Redactor.of(judged([*said, ("me", text)]), Redaction(me, words))(text)


@pytest.mark.parametrize(
    ("me", "text", "left"),
    [
        ("Maria Silva", "MARIA  silva's", "[PERSON 1]'s"),
        ("Maria", "Mariana", "Mariana"),
        ("José", "jose and JOSÉ", "[PERSON 1] and [PERSON 1]"),
        ("Jose", "José", "[PERSON 1]"),
        ("Anna K", "anna k and k", "[PERSON 1] k and k"),
        ("Maria Ana", "mariaana", "[PERSON 1]"),
        ("Maria Silva", "mariasilva, silva_maria", "[PERSON 1], [PERSON 1]"),
        ("Me", "call me", "call me"),
        ("You", "and you?", "and you?"),
        ("王小明", "王小明 你好", "[PERSON 1] 你好"),
        ("Мария", "привет, мария!", "привет, [PERSON 1]!"),
        ("Weiß", "WEISS and weiß", "[PERSON 1] and [PERSON 1]"),
        ("(.*", "any (.* thing", "any (.* thing"),
        ("+1 202 555 0147", "202-555-0147", "[PHONE 1]"),
    ],
)
def test_names_are_found_as_people_write_them(me, text, left):
    assert hidden(text, me) == left


@pytest.mark.parametrize(
    "text", ["annaa" * 8_000 + "b", "a" * 40_000 + "b", "1)" * 20_000, "2 " * 20_000, "12 " * 20_000]
)
def test_no_text_makes_the_search_take_long(text):
    started = time.process_time()
    hidden(text, "Anna Aa", ("12 Elm",), [("me", "call 222 555 0147")])
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("words", "text", "left"),
    [
        (("Elm",), "Elmstreet, HELM", "[WORD 1]street, H[WORD 1]"),
        (("a.c",), "abc a.c", "abc [WORD 1]"),
        (("Elm", "Elm Street 5"), "Elm Street 5 and Elm", "[WORD 2] and [WORD 1]"),
        (("Elm 5", "5 Rd"), "Elm 5 Rd", "[WORD 1]"),
        ((" ", ""), "a b", "a b"),
    ],
)
def test_picked_words_go_wherever_they_stand(words, text, left):
    assert hidden(text, words=words) == left


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("0151 23456789", True),
        ("+49 151 23456789", True),
        ("it was 2024-03-01", False),
        ("500 000 usd", False),
    ],
)
def test_own_phone_numbers_are_found_and_sums_and_dates_are_not(text, gone):
    assert (hidden(text) == "[PHONE 1]") is gone


def test_a_number_that_they_gave_first_is_evidence():
    said = [("them", "call +44 7700 900123")]
    assert hidden("07700 900123?", said=said) == "07700 900123?"


def test_the_review_of_a_copy_has_no_indicator_of_the_person():
    found = judged(SAID)
    copy = redacted(found, Redactor.of(found, Redaction(ME, PICKED)))
    values = " ".join(one.value for moment in copy.timeline for one in moment.indicators)
    assert WALLET in values
    assert not [gone for gone in GONE if gone in values.lower()]
    assert copy.evidence.name == NAME.replace(ME, "")


@given(st.text(st.sampled_from("abAB -é\u200b"), max_size=20), st.text(st.sampled_from("ab"), min_size=1, max_size=3))
def test_a_picked_word_is_gone_and_the_key_gives_the_text_back(text, word):
    hide = Redactor.of(judged([("me", "hi")]), Redaction(words=(word,)))
    left = hide(text)
    assert word not in left.replace("[WORD 1]", "|").lower().replace("\u200b", "")
    spellings = "|".join(map(re.escape, hide.spellings.get("[WORD 1]", ())))
    assert re.fullmatch(re.escape(left).replace(re.escape("[WORD 1]"), f"(?:{spellings})"), text)
