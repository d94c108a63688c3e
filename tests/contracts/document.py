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


METHODS = {"get", "post", "put", "patch", "delete"}
OPERATIONS = {
    (method.upper(), path): operation
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
    if method in METHODS
}
# As the document writes dates when they are sent, by its own words for it.
DATES = {"yyyy-MM-dd": "2026-05-07", "yyyy-MM-dd HH:mm:ss": "2026-05-07 00:00:00"}

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


def named(name: str) -> dict[str, Any]:
    """The schema of that name, or that of the body that the call of that name has without naming it."""
    return dict(SCHEMAS[name] if name in SCHEMAS else body_schema("POST", f"/api/{name}"))


def filled(schema: dict[str, Any], *, sent: bool = False) -> Any:
    """A value with every field set, as it is answered or, with `sent`, as it is sent."""
    if "$ref" in schema:
        return filled(named(schema["$ref"].rpartition("/")[2]), sent=sent)
    if "enum" in schema:
        return schema["enum"][-1]
    if "oneOf" in schema:
        return filled(schema["oneOf"][0], sent=sent)
    if "properties" in schema:
        return {name: filled(value, sent=sent) for name, value in schema["properties"].items()}
    if schema["type"] == "array":
        return [filled(schema["items"], sent=sent)] * 2
    if "x-format" in schema:
        return DATES[schema["x-format"]] if sent else "2026-05-07T00:00:00"
    return {"string": "x", "integer": 7, "number": 1.5, "boolean": True, "object": {"a": ["b"]}}[
        schema["type"]
    ]


def since(value: Any) -> int:
    """The newest version that anything inside asks for, following every reference."""
    if isinstance(value, list):
        return max(map(since, value), default=1)
    if not isinstance(value, dict):
        return 1
    inside = [since(part) for name, part in value.items() if name != "x-since-version"]
    target = [since(named(value["$ref"].rpartition("/")[2]))] if "$ref" in value else []
    return max([value.get("x-since-version", 1), *inside, *target])
