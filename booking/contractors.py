"""What officers add to a contractor's order: comments, codes, a draft invoice."""

from collections.abc import Iterable

from django.db import transaction

from booking import orders, remote
from booking.commands.contractor import dump_invoice
from booking.lines import dump_line
from booking.models import Command, Order
from booking.models.outbox import Kind
from booking.schedulers.abilities import CodeLine, ContractorOrders, Invoice


def offered(order: Order) -> bool:
    """The order is a contractor's, in a system that lets us add to it."""
    return order.handed_over and remote.ability(order.scheduler, ContractorOrders) is not None


def amend(  # noqa: PLR0913 - what, who and by which key are one intent
    order: Order, *, subcontract_order: int, comments: str, codes: Iterable[CodeLine], key: str, by: str
) -> Command:
    """The intent to add comments and codes; the remote's id of it is kept. Raises Busy or NotPossible."""
    payload: dict[str, object] = {
        "subcontract_order": subcontract_order,
        "comments": comments,
        "codes": [dump_line(line) for line in codes],
    }
    with transaction.atomic():
        command = orders.intend(order, Kind.AMEND, key=key, by=by, payload=payload, check=_check)
        Order.objects.filter(pk=order.pk).update(subcontract_order=subcontract_order)
    return command


def draft_invoice(order: Order, *, invoice: Invoice, key: str, by: str) -> Command:
    """The intent to draft an invoice. Raises Busy or NotPossible."""
    return orders.intend(order, Kind.INVOICE, key=key, by=by, payload=dump_invoice(invoice), check=_check)


def _check(order: Order) -> None:
    if not offered(order):
        raise orders.NotPossible("the order is no contractor's")
