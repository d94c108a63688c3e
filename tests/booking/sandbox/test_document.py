"""The whole API against Connect's document: whatever comes in, what goes out is as the document has it."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from booking.sandbox import Sandbox, start
from booking.sandbox.connect.state import SHELVED, Visit

from .caller import CONTRACT, TODAY, Caller

DOCUMENT = json.loads((Path(__file__).parents[2] / "contracts" / "connect.openapi.json").read_text())
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
SILENT = ("401", "404", "405", "415")
"""Statuses of which the document says nothing and ASP.NET gives all the same."""
KNOWN: dict[str, list[Any]] = {
    "PrimaryOrderNumber": ["TP-1", "TP-2", "TP-3"],
    "ContractExternalId": [CONTRACT],
    "OrganisationExternalId": ["RIVERSIDE"],
    "CodeExternalId": ["TAPS001"],
    "CustomerExternalId": ["P-2001"],
    "ParentExternalId": ["P-1001"],
    "LinkedPropertyForDecencyExternalId": ["P-1001"],
    "SupplierExternalId": ["FENCE01"],
    "SubcontractOrderId": [90001],
    "VisitExternalId": ["VISIT-1"],
    "CloudExternalId": ["CALL-1"],
    "ResourceExternalId": ["OP-02"],
    "PlanningWindowId": [22, 24],
    "NumberOfWeeks": [1, 5],
    "Date": ["2026-11-25", "2026-12-02", "2026-12-08"],
    "OrderStatus": [0],
    "Quantity": [1, 2],
    "orderId": [70002, 70003],
    "id": ["TAPS001"],
    "locationExternalId": ["HALL"],
    "LocationExternalId": ["HALL", "LOFT"],
    "UseExistingCustomerDetails": [False],
    "InvokeDiagnosis": [False],
    "username": ["portal@clouddialogs.com"],
    "password": ["sandbox"],
}
"""What stands in the sandbox of these tests: by chance alone nearly everything would be refused."""
ASKED_FOR = {
    "AttributeItem": ["AttributeName"],
    "BookSubContractorOrderUpdate": ["PrimaryOrderNumber"],
    "BookSubContractorOrderUpdateCode": ["CodeExternalId", "Quantity"],
    "Code": ["Quantity", "LocationExternalId"],
    "Customer": ["PrimaryContact", "PrimaryAddress"],
    "RateBook": ["Price"],
}
"""What the document asks for in a note beside the field, or what makes no sense without it."""


def write_document() -> dict[str, Any]:
    """Requests lean towards what is known; answers may hold null, as ASP.NET writes what it does not have."""
    document = copy.deepcopy(DOCUMENT)
    schemas = document["components"]["schemas"]
    answers = {f"Answered{name}": answered(schema) for name, schema in schemas.items()}
    for name, fields in ASKED_FOR.items():
        schemas[name]["required"] = [*schemas[name].get("required", []), *fields]
    lean(document["paths"])
    lean(schemas)
    for name, numbers in {
        "Booking": ["TP-1", "TP-3"],
        "BookSubContractorOrderUpdate": ["TP-2", "TP-3"],
        "SalesOrder": ["TP-3", "TP-4", "TP-5"],
    }.items():
        schemas[name]["properties"]["PrimaryOrderNumber"] = {"enum": numbers}
    fresh = schemas["JobCode"]["properties"] | {"CodeExternalId": {"enum": ["NEW1"]}}
    content = document["paths"]["/api/JobCode"]["post"]["requestBody"]["content"]["application/json"]
    content["schema"] = schemas["JobCode"] | {"properties": fresh}
    for path in document["paths"].values():
        for operation in path.values():
            operation["responses"] = answered(operation["responses"])
            operation["responses"] |= {status: {"description": "silent"} for status in SILENT}
    schemas |= answers
    return document


def answered(schema: Any) -> Any:
    """The same with references to answers, and with null wherever a property stands."""
    if isinstance(schema, list):
        return [answered(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: answered(value) for key, value in schema.items()}
    if isinstance(found.get("$ref"), str):
        found["$ref"] = found["$ref"].replace("/schemas/", "/schemas/Answered")
    if isinstance(found.get("properties"), dict):
        properties = found["properties"].items()
        found["properties"] = {name: {"anyOf": [value, {"type": "null"}]} for name, value in properties}
    return found


def lean(part: Any) -> None:
    if isinstance(part, list):
        for item in part:
            lean(item)
    elif isinstance(part, dict):
        if part.get("in") and part.get("schema"):
            part["schema"] = leaning(part["name"], part["schema"])
        properties = part.get("properties")
        if isinstance(properties, dict):
            required = part.get("required", [])
            part["properties"] = {
                name: leaning(name, filled(schema) if name in required else schema)
                for name, schema in properties.items()
            }
        for key, value in part.items():
            if key != "responses":
                lean(value)


def filled(schema: dict[str, Any]) -> dict[str, Any]:
    """To ASP.NET, a required text that is blank is not there."""
    return schema | {"pattern": r"^\w"} if schema.get("type") == "string" else schema


def leaning(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    if name in KNOWN:
        return {"enum": KNOWN[name]}
    return schema | {"format": "date"} if schema.get("x-format", "").startswith("yyyy-MM-dd") else schema


SCHEMA = schemathesis.openapi.from_dict(write_document())
CALLS = [(path, method.upper()) for path, operations in DOCUMENT["paths"].items() for method in operations]
POSITIVE, NEGATIVE = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
EXAMPLES = {POSITIVE: 20, NEGATIVE: 4}


@pytest.fixture(scope="module")
def running() -> Iterator[Sandbox]:
    sandbox = start()
    yield sandbox
    sandbox.stop()


@pytest.fixture
def headers(running: Sandbox) -> Iterator[dict[str, str]]:
    """Two orders, one of them a supplier's, codes somewhere, a visit on the shelf, and a call made."""
    caller = Caller(running.url)
    caller.control("reset", today=TODAY)
    caller.raise_order("TP-1", JobCodes=[{"CodeExternalId": "TAPS001", "Location": "HALL"}])
    caller.raise_order("TP-2", JobCodes=[{"CodeExternalId": "TAPS001", "Location": "HALL"}])
    caller.post("BookSubContractorOrder", {"PrimaryOrderNumber": "TP-2", "SupplierExternalId": "FENCE01"})
    state, day = running.connect.state, running.connect.today
    state.add_visit(
        Visit(id="VISIT-1", order="TP-1", customer="P-2001", raised=day, minutes=90, status=SHELVED)
    )
    state.told["CALL-1"] = "OrderCompleted"
    yield {"Authorization": f"Bearer {caller.token}", "Accept": "application/json; version=4"}
    caller.session.close()


@pytest.mark.parametrize("mode", [POSITIVE, NEGATIVE])
@pytest.mark.parametrize(("path", "method"), CALLS)
def test_every_answer_is_as_the_document_has_it(running, headers, path, method, mode):
    seen = set()

    @settings(
        max_examples=EXAMPLES[mode],
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=SCHEMA[path][method].as_strategy(generation_mode=mode))
    def call(case: schemathesis.Case) -> None:
        answer = case.call(base_url=running.api_url, headers=headers)
        seen.add(answer.status_code)
        case.validate_response(answer, checks=CHECKS)

    call()
    assert mode == NEGATIVE or seen & {200, 201}, f"nothing was ever done: {seen}"


def test_a_call_that_the_document_does_not_have_is_refused(running, headers):
    """What a tool that tries every method would meet."""
    for method in ("OPTIONS", "TRACE", "HEAD", "PATCH"):
        address = f"{running.api_url}/api/PlanningWindow"
        assert requests.request(method, address, headers=headers, timeout=10).status_code == 405
