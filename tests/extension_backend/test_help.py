"""`GET /v1/help`: the lines of a country, and nothing that a client made up."""

from __future__ import annotations

import pytest

from prompts import help_lines
from tests.extension_backend.conftest import Server


@pytest.mark.parametrize("country", ["GB", "US", "MY", "AQ"])
def test_a_country_gets_the_lines_of_the_file(server: Server, country: str) -> None:
    assert server.get(f"/v1/help?country={country}").get_json() == help_lines(country)


def test_without_a_country_there_are_the_lines_for_everywhere(server: Server) -> None:
    assert server.get("/v1/help").get_json() == help_lines()


@pytest.mark.parametrize("country", ["", "gb", "GBR", "G", "G1", "..", "GB%0A", "%C3%84%C3%84", "GB,US"])
def test_what_is_no_country_is_refused(server: Server, country: str) -> None:
    answer = server.get(f"/v1/help?country={country}")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (422, "invalid")
