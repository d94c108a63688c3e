"""Orders, and the whole number that Connect has for each."""

from typing import Any

from booking.schedulers.base import Unavailable
from booking.schedulers.connect import answers, objects
from booking.schedulers.connect.calls import Calls


class Orders:
    """SalesOrder and IdLookup."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def get(self, *, number: str, contract: str) -> objects.SalesOrder | None:
        """The order, or None where the answer is the documented 404 without words."""
        answer = self._calls.get("SalesOrder", _key(number, contract))
        if answers.is_absent(answer.reply):
            return None
        order = answer.read(objects.SalesOrder)
        if order.primary_order_number != number:
            answer.fail_read(why=f"{answer.call} answered another order than {number}.")
        return order

    def post(self, order: objects.SalesOrder) -> None:
        """Create an order."""
        answer = self._calls.send("POST", "SalesOrder", order)
        answer.accept_new(objects.SalesOrder, named={"PrimaryOrderNumber": order.primary_order_number})

    def patch(self, change: objects.SalesOrderUpdate) -> None:
        """Change or cancel an order."""
        answer = self._calls.send("PATCH", "SalesOrder", change)
        answer.accept(objects.SalesOrder, named={"PrimaryOrderNumber": change.primary_order_number})

    def get_id(self, *, number: str, contract: str) -> int:
        """The whole number that codes and attributes are kept under.

        Its 400 may mean many things, so it never says that there is no such order: Unavailable.
        """
        answer = self._calls.get("IdLookup/OrderId", _key(number, contract))
        if answers.is_missing(answer.reply):
            raise Unavailable(f"{answer.call} knows no {number}.", evidence=answer.evidence)
        id = _read_id(answer.data())
        if id is None:
            answer.fail_read(why=f"{answer.call} answered no whole number.")
        return id


def _key(number: str, contract: str) -> dict[str, str]:
    return {"PrimaryOrderNumber": number, "ContractExternalId": contract}


def _read_id(data: Any) -> int | None:
    if isinstance(data, str) and data.isascii() and data.isdigit():
        data = int(data[:18])
    return data if isinstance(data, int) and not isinstance(data, bool) and 0 < data < 2**63 else None
