"""How the document describes an object: fields with a type, a length, and the version they came in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Simple = Literal["string", "integer", "number", "boolean", "date", "datetime"]


@dataclass(frozen=True, slots=True)
class Choice:
    """An enumerated type: its name, and the name of each number."""

    name: str
    names: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Shape:
    """An object of the document."""

    name: str
    fields: Mapping[str, "Field"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One line of an object's table."""

    kind: "Simple | Choice | Shape"
    since: int = 1
    required: bool = False
    length: int | None = None
    many: bool = False


def text(length: int | None = None, *, since: int = 1, required: bool = False) -> Field:
    """A string, at most that long where the document says so."""
    return Field(kind="string", since=since, required=required, length=length)


def whole(*, since: int = 1, required: bool = False) -> Field:
    """An integer."""
    return Field(kind="integer", since=since, required=required)


def decimal(*, since: int = 1, required: bool = False) -> Field:
    """A number with a fraction."""
    return Field(kind="number", since=since, required=required)


def flag(*, since: int = 1) -> Field:
    """True or false."""
    return Field(kind="boolean", since=since)


def date(*, since: int = 1, required: bool = False) -> Field:
    """A calendar date."""
    return Field(kind="date", since=since, required=required)


def moment(*, since: int = 1) -> Field:
    """A date with a time of day."""
    return Field(kind="datetime", since=since)


def one(kind: Choice | Shape, *, since: int = 1, required: bool = False) -> Field:
    """A number of that enumerated type, or an object of that shape."""
    return Field(kind=kind, since=since, required=required)


def many(kind: "Simple | Shape", *, since: int = 1) -> Field:
    """An array of them."""
    return Field(kind=kind, since=since, many=True)


def choice(name: str, *names: str, numbers: tuple[int, ...] = ()) -> Choice:
    """An enumerated type, numbered from 0 unless the document says otherwise."""
    return Choice(name, dict(zip(numbers or range(len(names)), names, strict=True)))
