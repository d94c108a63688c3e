"""The codes and attributes that an order has, under the whole number that Connect has for it."""

from typing import Any

from booking.schedulers.connect import answers, objects
from booking.schedulers.connect.answers import Answer
from booking.schedulers.connect.calls import Calls, segment


class Details:
    """Code and Attribute. A list is whole or Unavailable: what a hole hides would be added again."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def get_codes(self, order: int) -> tuple[objects.Code, ...]:
        """Every code of the order."""
        answer = self._calls.get(_codes(order))
        codes = answer.read_all(objects.Code, answer.data())
        if not all((code.code_external_id or "").strip() for code in codes):
            answer.fail_read(why=f"{answer.call} answered a code without a name.")
        return codes

    def get_code(self, order: int, code: str) -> objects.Code | None:
        """One code of the order, or None where it has none such."""
        return _read_code(self._calls.get(f"{_codes(order)}/{segment(code)}"), code)

    def get_code_at(self, order: int, code: str, *, location: str) -> objects.Code | None:
        """One code of the order at one location, or None where it has none such there."""
        return _read_code(self._calls.get(_code_at(order, code, location)), code)

    def post_code(self, order: int, code: objects.Code) -> None:
        """Add a code."""
        _accept(self._calls.send("POST", _codes(order), code), code.code_external_id)

    def put_code(self, order: int, code: objects.Code) -> None:
        """Change the quantity of a code."""
        _accept(self._calls.send("PUT", _codes(order), code), code.code_external_id)

    def delete_code(self, order: int, code: str) -> None:
        """Take a code away."""
        _accept(self._calls.send("DELETE", f"{_codes(order)}/{segment(code)}"), code)

    def delete_code_at(self, order: int, code: str, *, location: str) -> None:
        """Take a code away at one location."""
        _accept(self._calls.send("DELETE", _code_at(order, code, location)), code)

    def get_attributes(self, order: int) -> tuple[objects.AttributeItem, ...]:
        """Every attribute of the order, answered as a list or inside an object: the document has both."""
        answer = self._calls.get(_attributes(order))
        items = answer.data()
        if isinstance(items, dict):
            found = answer.read(objects.Attribute)
            if found.order_id not in (None, order):
                answer.fail_read(why=f"{answer.call} answered another order.")
            items = _items(items)
        attributes = answer.read_all(objects.AttributeItem, items)
        if not all((item.attribute_name or "").strip() for item in attributes):
            answer.fail_read(why=f"{answer.call} answered an attribute without a name.")
        return attributes

    def post_attributes(self, order: int, attributes: tuple[objects.AttributeItem, ...]) -> None:
        """Set attributes."""
        self._calls.send("POST", _attributes(order), attributes).accept(objects.Attribute, named={})


def _codes(order: int) -> str:
    return f"SalesOrder/{order:d}/Code"


def _code_at(order: int, code: str, location: str) -> str:
    return f"{_codes(order)}/{segment(code)}/Location/{segment(location)}"


def _attributes(order: int) -> str:
    return f"SalesOrder/{order:d}/Attribute"


def _items(data: dict[str, Any]) -> Any:
    """The list in the object; none is said by null, and an object without the name says nothing."""
    return data["Attribute"] or [] if "Attribute" in data else None


def _accept(answer: Answer, code: str | None) -> None:
    answer.accept(objects.Code, named={"CodeExternalId": code})


def _read_code(answer: Answer, code: str) -> objects.Code | None:
    if answers.is_missing(answer.reply):
        return None
    found = answer.read(objects.Code)
    if found.code_external_id != code:
        answer.fail_read(why=f"{answer.call} answered another code.")
    return found
