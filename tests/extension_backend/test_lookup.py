"""What can be looked up: kept of a watched chat as places only, named by kind where a page hands the pieces over."""

from __future__ import annotations

import pytest

from extension_backend.database import FILE_NAME
from extension_backend.model_slot import ModelSlot
from tests.extension_backend.conftest import Clock, Server, me, them

WALLET = "0x52908400098527886E0F7030069857D2E4169EE7"
SAID = f"😀 pay to {WALLET} or look at https://fx-harbour.example/app, thanks"


def found(server: Server, *texts: str) -> list[tuple[str, str, bool]]:
    answer = server.post("/v1/indicators", {"texts": texts})
    assert answer.status_code == 200, answer.get_json()
    return [(one["kind"], one["value"], one["valid"]) for one in answer.get_json()["indicators"]]


def test_the_timeline_says_where_things_to_look_up_stand_in_any_message(server: Server) -> None:
    server.send("c", them("1", SAID), me("2", "good morning"))
    spans = [point["spans"] for point in server.timeline("c")["timeline"]]
    units = SAID.encode("utf-16-le")  # as JavaScript counts
    pieces = [units[2 * start : 2 * end].decode("utf-16-le") for start, end in spans[0]]
    assert pieces == [WALLET, "https://fx-harbour.example/app"]
    assert spans[1] == []


def test_a_piece_by_itself_is_known_for_what_it_is(server: Server) -> None:
    link = ("link", "https://fx-harbour.example/app", True)
    assert found(server, WALLET, link[1]) == [
        ("ethereum", WALLET, True),
        ("domain", "fx-harbour.example", True),
        link,
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("+44 7700 900123", "phone"),
        ("DE89 3704 0044 0532 0130 00", "iban"),
        ("a@b.example", "email"),
        ("@lily", "handle"),
    ],
)
def test_other_kinds(server: Server, text: str, kind: str) -> None:
    assert [one[0] for one in found(server, text)] == [kind]


def test_a_slip_in_a_wallet_is_told(server: Server) -> None:
    slip = WALLET.replace("E", "e", 1)
    assert found(server, slip) == [("ethereum", slip, False)]


def test_each_is_named_once_and_what_is_none_not_at_all(server: Server) -> None:
    assert len(found(server, WALLET, f"again {WALLET}")) == 1
    assert found(server, "good morning", "") == []
    assert found(server) == []


def test_no_model_is_needed_and_nothing_is_kept(server: Server) -> None:
    bare = Server(server.folder.parent / "bare", Clock(), ModelSlot())
    assert found(bare, WALLET)
    bare.database.wipe_traces()
    assert WALLET.encode() not in (bare.folder / FILE_NAME).read_bytes()
    bare.database.close()


@pytest.mark.parametrize("body", [{}, {"texts": "x"}, {"texts": [1]}, {"texts": ["x" * 8001]}, {"texts": [""] * 1001}])
def test_what_is_no_list_of_texts_is_refused(server: Server, body: dict[str, object]) -> None:
    assert server.post("/v1/indicators", body).status_code == 422
