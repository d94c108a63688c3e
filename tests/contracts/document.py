"""Connect's document, as schemas that know no other field than its own."""

import copy
import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

DOCUMENT = json.loads(Path(__file__).with_name("connect.openapi.json").read_text())
SCHEMAS = DOCUMENT["components"]["schemas"]


def closed(schema: Any) -> Any:
    """The schema with every object forbidding what the document does not name."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    strict = {key: closed(value) for key, value in schema.items()}
    if "properties" in strict:
        strict.setdefault("additionalProperties", False)
    return strict


STRICT = {"components": {"schemas": closed(copy.deepcopy(SCHEMAS))}}


def faults(schema: dict[str, Any], value: Any) -> list[str]:
    """Why the value is not what the schema asks for."""
    validator = Draft202012Validator(closed(schema) | STRICT)
    return [f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in validator.iter_errors(value)]


def body_schema(method: str, path: str) -> dict[str, Any]:
    """What a call's body must be."""
    [content] = DOCUMENT["paths"][path][method.lower()]["requestBody"]["content"].values()
    return dict(content["schema"])


def parameters(method: str, path: str) -> dict[str, dict[str, Any]]:
    """The documented parameters of a call, by name."""
    return {p["name"]: p for p in DOCUMENT["paths"][path][method.lower()]["parameters"]}
