"""The token: the password grant, and what happens without one."""

import pytest
import requests

from booking.sandbox import Options, start

from . import contract
from .caller import Caller


def test_the_right_password_gets_a_token_that_opens_the_api(connect):
    answer = connect.fetch_token()
    contract.check(answer.json(), "Token")
    assert answer.json()["token_type"] == "bearer"
    assert connect.get("PlanningWindow").status_code == 200


def test_a_wrong_password_is_a_400_and_never_a_401(connect):
    answer = connect.fetch_token(password="guess")
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


def test_another_grant_is_not_supported(connect):
    assert connect.fetch_token(grant_type="refresh_token").json()["error"] == "unsupported_grant_type"


@pytest.mark.parametrize(
    "header", [{}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic eDp5"}]
)
def test_without_a_good_token_the_api_stays_shut(connect, header):
    answer = requests.get(f"{connect.url}/WS-API/api/PlanningWindow", headers=header, timeout=10)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    contract.check(answer.json(), "Error")


def test_the_token_is_not_found_below_api(connect):
    answer = requests.post(f"{connect.url}/WS-API/api/token", timeout=10)
    assert answer.status_code == 404
    assert "No HTTP resource was found" in answer.json()["Message"]


def test_a_token_lasts_as_long_as_it_was_told_to():
    running = start(options=Options(token_seconds=0))
    try:
        assert Caller(running.url).get("PlanningWindow").status_code == 401
    finally:
        running.stop()


def test_the_ledger_does_not_keep_the_password(connect):
    connect.fetch_token()
    assert connect.ledger(call="POST token")[0]["body"]["password"] == "…"
