"""The readable file of a whole tree: reads it, and says in plain words everything that is wrong with it."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from django.utils.text import slugify
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from .particulars import read_attributes, read_codes

Slug = Annotated[str, Field(pattern=r"^[a-z0-9-]*$", max_length=50)]
Title = Annotated[str, Field(min_length=1, max_length=80)]
Number = Annotated[int, Field(ge=0, le=2_147_483_647)]
INHERITED = ("trade", "priority", "supplier", "area")
SENTENCES = {
    "extra_forbidden": "is not a name that we know",
    "missing": "is missing",
    "string_too_short": "is missing",
    "string_too_long": "is longer than {max_length} characters",
    "string_pattern_mismatch": "may have small letters, digits and hyphens only",
    "literal_error": "must be one of {expected}",
}


class TreeFileError(Exception):
    """The file cannot be loaded; `problems` says why, one sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Row(BaseModel):
    """A part of the file: nothing is guessed, nothing is dropped."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PriorityRow(Row):
    """How soon a repair is due."""

    id: Annotated[str, Field(min_length=1, max_length=32)]
    title: Annotated[str, Field(min_length=1, max_length=64)]
    target_days: Annotated[int, Field(ge=1, le=3650)]
    working_days: bool = False


class SupplierRow(Row):
    """An outside firm."""

    id: Annotated[str, Field(min_length=1, max_length=32)]
    name: Annotated[str, Field(min_length=1, max_length=128)]
    phone: Annotated[str, Field(max_length=32)] = ""
    route: Literal["connect", "system", "email"] = "connect"
    system: Annotated[str, Field(max_length=32)] = ""
    email: Annotated[str, Field(max_length=254)] = ""
    answer_days: Annotated[int, Field(ge=1, le=20)] = 2

    @model_validator(mode="after")
    def _can_be_reached(self) -> "SupplierRow":
        if self.route == "system" and not self.system:
            raise ValueError("needs the name of its system")
        if self.route == "email" and not self.email:
            raise ValueError("needs an e-mail address")
        return self


class NodeRow(Row):
    """What every level has; the address is made of the title where the file gives none."""

    title: Title
    slug: Slug = ""
    hint: Annotated[str, Field(max_length=200)] = ""
    keywords: str = ""

    @property
    def address(self) -> str:
        """The slug, given or made of the title."""
        return self.slug or slugify(self.title)


class LeafRow(NodeRow):
    """What is wrong, and what is asked of the scheduling system."""

    slug: Annotated[str, Field(pattern=r"^[a-z0-9-]*$", max_length=80)] = ""
    code: Annotated[str, Field(max_length=32)] = ""
    template: Number | None = None
    trade: Annotated[str, Field(min_length=1, max_length=64)]
    priority: Annotated[str, Field(min_length=1)]
    supplier: str = ""
    area: Literal["home", "shared", "both"] = "home"
    common: bool = False
    out_of_hours: bool = False
    two_to_attend: bool = False
    further_codes: str = ""
    attributes: str = ""
    danger_question: Annotated[str, Field(max_length=200)] = ""
    try_first: str = ""
    visit_note: Annotated[str, Field(max_length=300)] = ""

    @model_validator(mode="after")
    def _names_a_code_or_a_template(self) -> "LeafRow":
        if bool(self.code) == (self.template is not None):
            raise ValueError("needs either a code or a template")
        read_codes(self.further_codes)
        read_attributes(self.attributes)
        return self


class SubAreaRow(NodeRow):
    """The second choice, with what its leaves share."""

    question: Annotated[str, Field(max_length=120)] = ""
    leaves: tuple[LeafRow, ...]

    @model_validator(mode="before")
    @classmethod
    def _hand_down(cls, data: Any) -> Any:
        if not isinstance(data, dict) or not isinstance(data.get("leaves"), list):
            return data
        shared = {name: data[name] for name in INHERITED if name in data}
        own = {name: value for name, value in data.items() if name not in INHERITED}
        return own | {"leaves": [shared | leaf for leaf in data["leaves"] if isinstance(leaf, dict)]}


class CategoryRow(NodeRow):
    """The first choice."""

    question: Annotated[str, Field(max_length=120)] = ""
    sub_areas: tuple[SubAreaRow, ...]


class TreeFile(Row):
    """The whole file."""

    priorities: tuple[PriorityRow, ...]
    suppliers: tuple[SupplierRow, ...] = ()
    categories: tuple[CategoryRow, ...]

    def leaves(self) -> Iterator[LeafRow]:
        """Answers every leaf, in the order of the file."""
        for category in self.categories:
            for sub_area in category.sub_areas:
                yield from sub_area.leaves


def read(text: str) -> TreeFile:
    """Answers the tree that a file describes, or raises TreeFileError with everything that is wrong."""
    try:
        data = tomllib.loads(text)
        tree = TreeFile.model_validate(data)
    except tomllib.TOMLDecodeError as error:
        raise TreeFileError([f"The file is not valid TOML: {error}."]) from error
    except ValidationError as error:
        raise TreeFileError([_sentence(data, dict(found)) for found in error.errors()]) from error
    if problems := [*_without_address(tree), *_wrong_names(tree), *_used_twice(tree)]:
        raise TreeFileError(problems)
    return tree


def _without_address(tree: TreeFile) -> Iterator[str]:
    sub_areas = [row for category in tree.categories for row in category.sub_areas]
    for row in (*tree.categories, *sub_areas, *tree.leaves()):
        if not row.address:
            yield f"{row.title}: needs a slug."


def _wrong_names(tree: TreeFile) -> Iterator[str]:
    priorities = {row.id for row in tree.priorities}
    suppliers = {row.id for row in tree.suppliers} | {""}
    for leaf in tree.leaves():
        if leaf.priority not in priorities:
            yield f"{leaf.title}: there is no priority {leaf.priority}."
        if leaf.supplier not in suppliers:
            yield f"{leaf.title}: there is no supplier {leaf.supplier}."


def _used_twice(tree: TreeFile) -> Iterator[str]:
    named = [
        ("priority", [row.id for row in tree.priorities]),
        ("supplier", [row.id for row in tree.suppliers]),
        ("category address", [row.address for row in tree.categories]),
        ("leaf address", [row.address for row in tree.leaves()]),
    ]
    named += [
        (f"{row.title}: sub-area address", [sub.address for sub in row.sub_areas]) for row in tree.categories
    ]
    for what, names in named:
        yield from (f"The {what} {name} is used {n} times." for name, n in Counter(names).items() if n > 1)


def _sentence(data: Any, found: dict[str, Any]) -> str:
    place = []
    for step in found["loc"]:
        data = data[step] if isinstance(data, list) else dict(data).get(step, "")
        if isinstance(step, int):
            place.append(str(data.get("title") or data.get("id") or f"number {step + 1}"))
        last = step
    field = "" if not found["loc"] or isinstance(last, int) else f"{last} "
    wording = SENTENCES.get(found["type"], str(found["msg"]).removeprefix("Value error, "))
    return f"{' › '.join(place) or 'The file'}: {field}{wording.format(**found.get('ctx', {})).rstrip('.')}."
