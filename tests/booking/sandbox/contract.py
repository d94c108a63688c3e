"""Checks an answer against the contract: every field known, of its type, and null where nothing is held."""

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

DOCUMENT = json.loads((Path(__file__).parents[2] / "contracts" / "connect.openapi.json").read_text())


def check(value: Any, name: str) -> None:
    """Raises where the value is not what the contract calls by that name."""
    Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": COMPONENTS}).validate(value)


def _loosen(schema: dict[str, Any]) -> dict[str, Any]:
    if "properties" not in schema:
        return schema
    fields = {name: {"anyOf": [field, {"type": "null"}]} for name, field in schema["properties"].items()}
    return {**schema, "properties": fields, "additionalProperties": False}


COMPONENTS = {
    "schemas": {name: _loosen(schema) for name, schema in DOCUMENT["components"]["schemas"].items()}
}
