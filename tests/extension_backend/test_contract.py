"""The server keeps what `openapi.yaml` promises, and `openapi.yaml` promises all that the server has."""

from __future__ import annotations

import re
from pathlib import Path

import schemathesis
import yaml
from hypothesis import HealthCheck, settings
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance, unsupported_method

from extension_backend.schema import MAX_BATCH_MSGS, MAX_FILE_BODY_BYTES, MAX_LOOKUPS, MAX_REVIEW_MSGS
from tests.extension_backend.conftest import ORIGIN, Server

CONTRACT_FILE = Path(__file__).parents[2] / "extension_backend" / "openapi.yaml"
CONTRACT = yaml.safe_load(CONTRACT_FILE.read_text(encoding="utf-8"))
CONTENT_MATTERS = ("assess", "feedback")  # well-formed is not enough: a file must be a chat, a tactic must be known

schema = schemathesis.openapi.from_path(CONTRACT_FILE)
# A body that is wrong in its form may be too large as well: 413 refuses it just as well.
REFUSALS = ["400", "401", "403", "404", "413", "415", "422", "5xx"]
schema.config.checks.negative_data_rejection.expected_statuses = REFUSALS


@schema.parametrize()
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_whatever_is_sent_the_answer_is_in_the_contract(live: Server, case: schemathesis.Case) -> None:
    headers = {"Authorization": f"Bearer {live.token}", "Origin": ORIGIN}
    left_out = [unsupported_method]  # the guard comes before the routes: a POST that is not JSON is 415 everywhere
    if case.operation.definition.raw["operationId"] in CONTENT_MATTERS:
        left_out.append(positive_data_acceptance)
    # Outside the body it takes the token away, which this test puts back, or adds to the query what nobody reads.
    if not (case.meta and case.meta.is_negative_at(ParameterLocation.BODY)):
        left_out.append(negative_data_rejection)
    case.call_and_validate(f"http://127.0.0.1:{live.port}", headers=headers, excluded_checks=left_out)


def test_every_route_is_in_the_contract_and_every_entry_has_a_route(live: Server) -> None:
    routes = {
        (re.sub(r"<\w+>", "{id}", rule.rule), method.lower())
        for rule in live.app.url_map.iter_rules()
        for method in rule.methods or ()
        if rule.rule.startswith("/v1/") and method not in ("HEAD", "OPTIONS")
    }
    assert routes == {(path, method) for path, entry in CONTRACT["paths"].items() for method in entry}


def test_the_limits_in_the_contract_are_those_of_the_server() -> None:
    schemas = CONTRACT["components"]["schemas"]
    whole, file = schemas["AssessIn"]["oneOf"]
    assert schemas["MessagesIn"]["properties"]["messages"]["maxItems"] == MAX_BATCH_MSGS
    assert schemas["LookupIn"]["properties"]["texts"]["maxItems"] == MAX_LOOKUPS
    assert whole["properties"]["messages"]["maxItems"] == MAX_REVIEW_MSGS
    assert file["properties"]["file"]["properties"]["data"]["maxLength"] == MAX_FILE_BODY_BYTES
