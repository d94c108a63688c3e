"""So many calls a minute for each access, said in every answer."""

import re
from typing import Any

import pytest
from django.utils import timezone

from portal.models import Tenancy
from tests.portal.api import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _three_a_minute(household: Tenancy, settings: Any, time_machine: Any) -> None:
    settings.API_CALLS_PER_MINUTE = 3
    time_machine.move_to(timezone.now().replace(second=10, microsecond=0), tick=False)


def test_every_answer_says_what_is_left(time_machine: Any) -> None:
    caller = cast.caller()
    for path, left in (("/orders", 2), ("/orders/00000000-0000-0000-0000-000000000000", 1)):
        response = caller.get(path)
        assert response["RateLimit-Policy"] == '"access";q=3;w=60'
        assert response["RateLimit"] == f'"access";r={left};t=50'


def test_one_call_more_is_refused_until_the_next_minute(time_machine: Any) -> None:
    caller, other = cast.caller("slots"), cast.caller("slots")
    assert [caller.get("/orders").status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    refused = caller.get("/orders")
    assert refused.json()["code"] == "too_many"
    assert (refused["Retry-After"], refused["RateLimit"]) == ("50", '"access";r=0;t=50')
    assert other.get("/orders").status_code == 200
    time_machine.shift(50)
    assert caller.get("/orders").status_code == 200


def test_calls_that_the_right_does_not_include_count_too() -> None:
    caller = cast.caller("slots")
    assert [caller.post("/orders", {}).status_code for _ in range(4)] == [403, 403, 403, 429]


def test_what_has_the_form_of_the_draft() -> None:
    assert re.fullmatch(r'"access";r=\d+;t=\d+', cast.caller().get("/tree")["RateLimit"])
