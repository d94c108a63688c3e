"""What an order's attributes and further codes ask of whoever comes."""

from collections.abc import Iterable, Mapping
from typing import Any

TWO = "two"
_ATTRIBUTES = {
    "asbestos": "asbestos",
    "ladder": "ladders",
    "ladders": "ladders",
    "workingatheight": "ladders",
    "twotoattend": TWO,
    "twooperatives": TWO,
    "pairedworking": TWO,
}
_CODES = {"ASBE": "asbestos", "ACCE": "ladders", "ATTE": TWO}
_NO = frozenset({"", "0", "n", "no", "false", "none", "off"})


def find_traits(
    attributes: Mapping[str, str | None], codes: Iterable[Mapping[str, Any]] = ()
) -> frozenset[str]:
    """The tickets that everybody who comes must hold, and `TWO` where one is not enough.

    Names count in any case and spelling of their words; a name that says nothing to planning asks nothing.
    """
    named = {
        _ATTRIBUTES.get("".join(letter for letter in name.lower() if letter.isalpha()))
        for name, value in attributes.items()
        if (value or "").strip().lower() not in _NO
    }
    coded = {_CODES.get(code["CodeExternalId"][:4].upper()) for code in codes}
    return frozenset(trait for trait in named | coded if trait)
