"""The client's objects have every documented field, by its name, with its length and its enumeration."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from booking.schedulers.connect import enums, objects, reading
from booking.schedulers.connect.fields import Remote
from tests.contracts import document

SHAPES: dict[str, type[Remote]] = {
    name: shape
    for module in (objects,)
    for name, shape in vars(module).items()
    if isinstance(shape, type) and issubclass(shape, Remote) and shape is not Remote
}
OBJECTS = sorted(name for name, schema in document.SCHEMAS.items() if "properties" in schema)
OBJECTS += [name for name in SHAPES if name not in document.SCHEMAS]  # bodies that have no name of their own
# One enumeration is named by no object: it is another one with its columns swapped.
ENUMS = sorted(
    name
    for name, schema in document.SCHEMAS.items()
    if "enum" in schema and f'schemas/{name}"' in json.dumps(document.DOCUMENT)
)


def _own(shape: type[Remote]) -> dict[str, Any]:
    schema = shape.model_json_schema(by_alias=True)
    return {name: _branch(value) for name, value in schema["properties"].items()}


def _branch(schema: dict[str, Any]) -> dict[str, Any]:
    choices = [c for c in schema.get("anyOf", [schema]) if c.get("type") != "null"]
    return dict(choices[0])


@pytest.mark.parametrize("name", OBJECTS)
def test_every_documented_field_and_no_other(name: str) -> None:
    assert _own(SHAPES[name]).keys() == document.named(name)["properties"].keys()


@pytest.mark.parametrize("name", OBJECTS)
def test_every_documented_length_and_kind(name: str) -> None:
    own = _own(SHAPES[name])
    for field, documented in document.named(name)["properties"].items():
        mine = own[field]
        assert mine.get("maxLength") == documented.get("maxLength"), field
        if "$ref" in documented.get("items", documented):
            target = documented.get("items", documented)["$ref"].rpartition("/")[2]
            assert mine.get("items", mine)["$ref"].rpartition("/")[2] == target, field
        elif "x-format" not in documented:
            assert mine["type"] == documented["type"], field


@pytest.mark.parametrize("name", OBJECTS)
def test_a_text_one_longer_than_documented_is_no_object(name: str) -> None:
    for field, documented in document.named(name)["properties"].items():
        if limit := documented.get("maxLength"):
            SHAPES[name].model_validate({field: "x" * limit})
            with pytest.raises(ValidationError):
                SHAPES[name].model_validate({field: "x" * (limit + 1)})


@pytest.mark.parametrize("name", ENUMS)
def test_every_documented_value_by_number_text_and_name(name: str) -> None:
    kind = getattr(enums, name)
    documented = document.SCHEMAS[name]
    assert [m.value for m in kind if not m.unknown] == documented["enum"]
    for number, word in zip(documented["enum"], documented["x-enum-names"], strict=True):
        assert kind.parse(number) is kind.parse(str(number)) is kind.parse(word) is kind(number)


@pytest.mark.parametrize("name", ENUMS)
@pytest.mark.parametrize(
    "odd", [99, -7, "99", "Exploded", "", True, 2.5, [], {}, "9" * 30, "٣", "1_0", "--1"]
)
def test_anything_unheard_of_is_unknown(name: str, odd: Any) -> None:
    assert getattr(enums, name).parse(odd).unknown


def test_an_unheard_of_number_keeps_its_value() -> None:
    assert int(enums.OrderStatus.parse(7)) == 7


@pytest.mark.parametrize("name", OBJECTS)
def test_objects_are_frozen(name: str) -> None:
    with pytest.raises(ValidationError):
        setattr(SHAPES[name](), next(iter(SHAPES[name].model_fields)), "x")


def _filled(name: str) -> dict[str, Any]:
    return dict(document.filled(document.named(name)))


@pytest.mark.parametrize("name", OBJECTS)
def test_a_whole_answer_is_read_whole(name: str) -> None:
    data = _filled(name)
    assert document.faults(document.named(name), data) == []
    read = reading.read(SHAPES[name], data | {"Newer": {"Than": "the document"}})
    assert None not in read.model_dump().values()


@pytest.mark.parametrize("name", OBJECTS)
def test_nulls_and_missing_fields_are_nothing(name: str) -> None:
    nulls = dict.fromkeys(document.named(name)["properties"])
    assert reading.read(SHAPES[name], nulls) == reading.read(SHAPES[name], {}) == SHAPES[name]()


@pytest.mark.parametrize("name", OBJECTS)
@pytest.mark.parametrize("odd", [[], {}, [[]], "\0", {"a": {}}, -1, 1e308, "x" * 5000])
def test_one_odd_field_leaves_the_others_alone(name: str, odd: Any) -> None:
    whole = reading.read(SHAPES[name], _filled(name)).model_dump()
    for field in SHAPES[name].model_fields.values():
        read = reading.read(SHAPES[name], _filled(name) | {field.alias or "": odd})
        same = [key for key, value in read.model_dump().items() if value == whole[key]]
        assert len(same) >= len(whole) - 1
