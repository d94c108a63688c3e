"""What an admin writes beside a leaf, a line each: further codes, and attributes that planning respects."""

from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError

LONGEST_CODE = 64


def read_codes(text: str) -> list[tuple[str, Decimal]]:
    """Code and quantity of each line, as in "TILE002 2.5"; no number is one. ValueError says why not."""
    return list(_codes(text))


def read_attributes(text: str) -> list[tuple[str, str]]:
    """Name and value of each line, as in "Asbestos = Yes". ValueError says why not."""
    return list(_attributes(text))


def check_codes(text: str) -> None:
    """Raises ValidationError where a line is no code."""
    _check(text, read_codes)


def check_attributes(text: str) -> None:
    """Raises ValidationError where a line is no attribute."""
    _check(text, read_attributes)


def _codes(text: str) -> Iterator[tuple[str, Decimal]]:
    seen = set()
    for line in _lines(text):
        code, _, quantity = line.partition(" ")
        try:
            number = Decimal(quantity.strip() or "1")
        except InvalidOperation:
            number = Decimal(0)
        if not number.is_finite() or number <= 0 or len(code) > LONGEST_CODE:
            raise ValueError(f"Write “{line}” as a code and a number, such as TILE002 2.5.")
        if code in seen:
            raise ValueError(f"{code} is there twice: write it once, with the whole quantity.")
        seen.add(code)
        yield code, number


def _attributes(text: str) -> Iterator[tuple[str, str]]:
    seen = set()
    for line in _lines(text):
        name, _, value = (part.strip() for part in line.partition("="))
        if not name or not value:
            raise ValueError(f"Write “{line}” as a name and a value, such as Asbestos = Yes.")
        if name in seen:
            raise ValueError(f"{name} is there twice: it can have one value only.")
        seen.add(name)
        yield name, value


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _check(text: str, read: Callable[[str], object]) -> None:
    try:
        read(text)
    except ValueError as error:
        raise ValidationError(str(error)) from error
