"""The API against its own document, by somebody else's tool, over real HTTP."""

import copy
import json
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from booking import grid, readings
from portal.api.interface import api
from portal.models import Tenancy
from tests.portal.api import cast

ORDERS = ["11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"]
# What the tool could never guess, and must know to get further than "there is nothing here".
KNOWN: dict[str, list[str]] = {
    "order": [*ORDERS, "33333333-3333-4333-8333-333333333333"],
    "appointment": ["V-A", "V-B"],
    "home": [cast.HOME, "P-404"],
    "problem": ["dripping-tap", "burst-pipe", "fence", "nothing"],
}
DOCUMENT = json.loads(json.dumps(api.get_openapi_schema(), default=str))
CALLS = [(path, method) for path, operations in DOCUMENT["paths"].items() for method in operations]


def knowing() -> dict[str, Any]:
    """The document, for requests that are right: with what there is in place of any text."""
    document = copy.deepcopy(DOCUMENT)
    for operations in document["paths"].values():
        for operation in operations.values():
            for parameter in operation["parameters"]:
                know(parameter["name"], parameter["schema"])
    for name, schema in document["components"]["schemas"]["OrderIn"]["properties"].items():
        know(name, schema)
    return document


def know(name: str, schema: dict[str, Any]) -> None:
    if name in KNOWN:
        schema.clear()
        schema["enum"] = KNOWN[name]


def with_a_key() -> dict[str, Any]:
    """The document, for requests that are wrong in anything but their key."""
    document = copy.deepcopy(DOCUMENT)
    for operations in document["paths"].values():
        for operation in operations.values():
            del operation["security"]
    return document


SCHEMAS = {
    GenerationMode.POSITIVE: schemathesis.openapi.from_dict(knowing()),
    GenerationMode.NEGATIVE: schemathesis.openapi.from_dict(with_a_key()),
}

SEEN: set[tuple[GenerationMode, int]] = set()


@pytest.fixture
def caller(transactional_db: None, household: Tenancy, live_server: Any, settings: Any) -> cast.Caller:
    """Two orders, one of them with an appointment, the times of both, and no end of calls."""
    settings.API_CALLS_PER_MINUTE = 1_000_000
    first, second = (cast.add_repair(household, id=pk) for pk in ORDERS)
    cast.add_appointment(second, visit="V-A", days=20)
    for order, visit in ((first.order, ""), (second.order, "V-A")):
        readings.keep(grid.key(order, visit=visit), grid.dump_offer(cast.offer()))
    cache.clear()
    return cast.caller("diary")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("path", "method"), CALLS)
def test_every_answer_is_as_the_document_has_it(
    caller: cast.Caller, live_server: Any, path: str, method: str
) -> None:
    wrong = [GenerationMode.NEGATIVE] if DOCUMENT["paths"][path][method]["parameters"] else []
    for mode in [GenerationMode.POSITIVE, *wrong]:
        drive(caller, live_server.url, path=path, method=method, mode=mode)


def drive(caller: cast.Caller, url: str, *, path: str, method: str, mode: GenerationMode) -> None:
    """A dozen requests, right or wrong, the same in every run."""

    @settings(
        max_examples=10 if mode == GenerationMode.POSITIVE else 6,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=SCHEMAS[mode][path][method].as_strategy(generation_mode=mode))
    def call(case: schemathesis.Case) -> None:
        headers = {"Authorization": f"Bearer {caller.key}"}
        if mode == GenerationMode.POSITIVE and method == "post":
            # Each thing that is wanted has a key of its own.
            headers["Idempotency-Key"] = f"key-{next(cast.numbers)}"
        answer = case.call(base_url=url, headers=headers)
        SEEN.add((mode, answer.status_code))
        case.validate_response(answer)

    call()


def test_the_tool_got_further_than_the_door() -> None:
    assert {(GenerationMode.POSITIVE, status) for status in (200, 202, 404, 409)} <= SEEN
    assert {(GenerationMode.NEGATIVE, status) for status in (404, 422)} <= SEEN
