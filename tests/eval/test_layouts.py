"""Readers of published sets, on small made-up files in the layouts that the sets were seen to have."""

import csv
import json

import pytest

from eval.chats import BadSet
from eval.layouts import LAYOUTS_DIR, layouts
from eval.sets import open_set


def told(chat):
    return [(message.sender, message.text) for message in chat.messages]


@pytest.fixture
def put(tmp_path):
    def put(name, content):
        file = tmp_path / name
        file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return file

    return put


def read(name, path):
    return layouts()[name].read(path)


def test_every_file_of_the_folder_is_a_layout_that_can_be_named():
    assert set(layouts()) == {path.stem.replace("_", "-") for path in LAYOUTS_DIR.glob("[!_]*.py")}
    assert set(layouts()) == {"bothbosu", "fraud-r1", "prescam", "convosentinel", "pan12"}
    assert all(layout.LICENCE and layout.WRITTEN_BY and layout.LIMITS for layout in layouts().values())


def test_a_set_is_named_by_its_layout_and_file_and_its_card_says_what_was_left_out(put):
    file = put(
        "calls.json",
        [{"dialogue": "Suspect: hi", "type": "ssn", "labels": 1}, {"dialogue": "hi", "type": "wrong", "labels": 0}],
    )
    found = open_set(f"bothbosu@{file}")
    assert (found.name, found.total, found.own, found.licence) == ("bothbosu-calls", 1, False, "Apache-2.0")
    assert "1 left out: no marks of speakers." in found.facts


@pytest.mark.parametrize("name", layouts())
def test_where_nothing_is_or_something_else_is_that_is_told_without_its_text(name, put, tmp_path):
    with pytest.raises(BadSet, match="neither a file nor a folder"):
        read(name, tmp_path / "nowhere")
    for content in (
        "secret",
        '["secret"]',
        '{"a": ["secret"]}',
        "[" * 100_000,
        "<!DOCTYPE a><a>secret</a>",
        "<a>secret</a>",
    ):
        put("predators.txt", "")
        with pytest.raises(BadSet) as error:
            read(name, put("some.xml" if name == "pan12" else "some.json", content))
        assert "secret" not in str(error.value)


BOTHBOSU = [
    {"dialogue": "caller: Hello?  receiver: Hi, who is it? caller: The bank: call back", "type": "refund", "label": 1},
    {"dialogue": "Innocent: Hello.  Suspect: Your parcel is here.\nInnocent: ", "type": "delivery", "labels": "0"},
]


@pytest.mark.parametrize("suffix", ["json", "jsonl", "csv"])
def test_bothbosu_splits_a_call_at_its_speakers(suffix, tmp_path):
    file = tmp_path / f"calls.{suffix}"
    with file.open("w", newline="") as out:
        if suffix == "json":
            json.dump(BOTHBOSU, out)
        elif suffix == "jsonl":
            out.writelines(json.dumps(row) + "\n" for row in BOTHBOSU)
        else:
            rows = csv.DictWriter(out, ["dialogue", "type", "labels"])
            rows.writeheader()
            rows.writerows(
                {"labels": row.get("label", 0), "dialogue": row["dialogue"], "type": row["type"]} for row in BOTHBOSU
            )
    scam, fine = read("bothbosu", file).chats
    assert told(scam) == [("them", "Hello?"), ("me", "Hi, who is it?"), ("them", "The bank: call back")]
    assert told(fine) == [("me", "Hello."), ("them", "Your parcel is here.")]
    assert [(chat.id, chat.label, chat.kind) for chat in (scam, fine)] == [
        ("calls-1", "other_scam", "refund"), ("calls-2", "benign", "delivery")
    ]  # fmt: skip


def test_bothbosu_without_a_label_is_refused(put):
    with pytest.raises(BadSet, match=r"calls\.json: row 1 has no label of 0 or 1"):
        read("bothbosu", put("calls.json", [{"dialogue": "caller: hi", "type": "ssn"}]))


FRAUD_R1 = {
    "id": 5,
    "category": "network friendship",
    "subcategory": "dating",
    "language": "English",
    "data_type": "message",
}


def test_fraud_r1_reads_base_and_levelup_and_keeps_a_case_in_one_cluster(put):
    rounds = [{"round": number, "generated_data": f"text {number}\n"} for number in (1, 3, 2)]
    put("base.json", [FRAUD_R1 | {"generated text": "\n\ntext 1"}, FRAUD_R1 | {"id": 6, "raw_data": {"title": "job"}}])
    file = put("levelup.json", [FRAUD_R1 | {"generated text": "text 1", "multi-rounds fraud": rounds}])
    found = read("fraud-r1", file.parent)
    base, levelup = found.chats
    assert told(base) == [("them", "text 1")]
    assert told(levelup) == [("them", "text 1"), ("them", "text 2"), ("them", "text 3")]
    assert base.cluster == levelup.cluster
    assert (levelup.label, levelup.kind, levelup.lang) == ("scam", "romance", "en")
    assert found.left_out == {"no text": 1}


@pytest.mark.parametrize(
    ("category", "subcategory", "label", "kind"),
    [("fake job posting", "fake job posting", "scam", "job_lure"),
     ("fraudulent service", "Investment", "scam", "investment"),
     ("impersonation", "bank", "other_scam", "impersonation"), ("phishing scams", "", "other_scam", "phishing scams")],
)  # fmt: skip
def test_fraud_r1_knows_which_categories_are_scripts_of_the_detector(put, category, subcategory, label, kind):
    entry = FRAUD_R1 | {"category": category, "subcategory": subcategory, "generated text": "a", "language": "Chinese"}
    (chat,) = read("fraud-r1", put("some.json", [entry])).chats
    assert (chat.label, chat.kind, chat.lang) == (label, kind, "zh")


def test_prescam_tells_contact_and_rounds_and_asks_last_where_money_was_lost(put):
    rounds = [
        {
            "scammer_action": "asked for a code",
            "scammer_action_verbatim": "they asked",
            "victim_action": "gave it",
            "PTs": ["Authority"],
        },
        {"scammer_action": "asked for $99", "victim_action": None},
    ]
    entry = {
        "scam_id": "844",
        "scam_type": "Romance",
        "initial_contact": "wrote first",
        "engagement": rounds,
        "scammed": 1,
    }
    lost, kept = read(
        "prescam", put("demo.json", [entry, entry | {"scam_id": "845", "scam_type": "Utility", "scammed": 0}])
    ).chats
    assert told(lost) == [
        ("them", "wrote first"),
        ("them", "asked for a code"),
        ("me", "gave it"),
        ("them", "asked for $99"),
    ]
    assert (lost.label, lost.kind, lost.ask_at, lost.origin) == ("scam", "Romance", 3, "human")
    assert (kept.label, kept.ask_at) == ("other_scam", None)


def test_prescam_leaves_reports_without_a_round_out(put):
    entry = {"scam_id": "844", "scam_type": "Romance", "initial_contact": "wrote first", "engagement": []}
    assert read("prescam", put("demo.json", [entry])).left_out == {"no round": 1}


def test_convosentinel_takes_who_opens_for_them(put):
    said = [
        {"Name": "Recruiter", "Message": "Your address?"},
        {"Name": "Ana", "Message": "Why?"},
        {"Name": "Recruiter"},
    ]
    truth = {"ConversationID": 7, "IsMalicious": True, "Scenario": "recruitment", "PII": []}
    labels = [{"Conversation": said, "GroundTruth": truth | {"IsMalicious": malicious}} for malicious in (True, False)]
    rows = [*labels, {"GroundTruth": truth}]
    found = read("convosentinel", put("annotated_test.json", {"Conversations": rows}))
    assert told(found.chats[0]) == [("them", "Your address?"), ("me", "Why?"), ("them", "")]
    assert [(chat.label, chat.kind) for chat in found.chats] == [
        ("other_scam", "recruitment"),
        ("benign", "recruitment"),
    ]
    assert found.left_out == {"no conversation or no label": 1}


def pan12(*conversations):
    rows = "".join(
        f'<conversation id="{name}">' + "".join(
            f'<message line="{line}"><author>{author}</author><time>02:56</time><text>{text}</text></message>'
            for line, (author, text) in enumerate(said, start=1)
        ) + "</conversation>"
        for name, *said in conversations
    )  # fmt: skip
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<conversations>{rows}</conversations>'


def test_pan12_makes_a_predator_them_whoever_opens_and_leaves_groups_out(put):
    put("corpus-predators-2012.txt", "p1\np2\n")
    file = put("corpus.xml", pan12(
        ("c1", ("kid", "hi"), ("p1", "hello you"), ("kid", "")),
        ("c2", ("x", "it&apos;s &amp;lt;3"), ("y", "ok")),
        ("c3", ("x", "a"), ("y", "b"), ("z", "c")), ("c4", ("x", "a")),
    ))  # fmt: skip
    found = read("pan12", file)
    grooming, fine = found.chats
    assert told(grooming) == [("me", "hi"), ("them", "hello you")]
    assert (grooming.label, grooming.kind, grooming.cluster) == ("other_scam", "grooming", "p1")
    assert told(fine) == [("them", "it's <3"), ("me", "ok")]
    assert (fine.label, fine.cluster, fine.messages[0].sent_at) == ("benign", "x", None)
    assert found.left_out == {"not between two people": 2}


def test_pan12_needs_its_list_of_predators(put):
    with pytest.raises(BadSet, match="has no list of predators"):
        read("pan12", put("corpus.xml", pan12(("c1", ("a", "x"), ("b", "y")))))


LAUGHS = (
    '<!DOCTYPE a [<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10)) + "]>"
)
FILE = '<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("content", "told"),
    [(LAUGHS + "<conversations>&l9;</conversations>", "document type"), (FILE + "<a>&f;</a>", "document type"),
     ('<!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd"><a/>', "document type"), ("<a>&nothing;</a>", "not XML"),
     (pan12(("c1", ("a", "x"), ("b", "y")))[:-20], r"corpus\.xml:2: not XML")],
)  # fmt: skip
def test_pan12_expands_no_entities(put, content, told):
    put("predators.txt", "")
    with pytest.raises(BadSet, match=told):
        read("pan12", put("corpus.xml", content))
