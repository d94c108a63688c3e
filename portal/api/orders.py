"""Orders: raise one, read them, cancel one."""

import datetime as dt
import uuid

from django.db.models import Q
from django.http import HttpRequest
from ninja import Query, Router

from booking import orders as booking
from portal.api import cursors, guard, ordering, receipts, seen, writing
from portal.api.asked import CancelIn, Fields, IdempotencyKey, OrderIn, OrdersAsked
from portal.api.shapes import Accepted, OrderOut, OrdersOut
from portal.repairs import reports, story

router = Router(tags=["Orders"])


@router.get(
    "/orders", auth=guard.SLOTS, response=OrdersOut, exclude_unset=True, summary="Orders, the newest first"
)
def list_orders(request: HttpRequest, asked: Query[OrdersAsked]) -> OrdersOut:
    """A page of orders; new ones come before the first page and move nothing on the later ones."""
    access = guard.access(request)
    rows = story.load(seen.repairs(access)).select_related("tenancy__home", "code")
    narrow = {"order__customer": asked.home, "order__supplier": asked.supplier}
    rows = rows.filter(**{name: value for name, value in narrow.items() if value})
    if asked.cursor:
        at, pk = cursors.read(access, "orders", asked.cursor)
        moment = dt.datetime.fromisoformat(at)
        rows = rows.filter(Q(order__raised_at__lt=moment) | Q(order__raised_at=moment, order__lt=pk))
    found = list(rows.order_by("-order__raised_at", "-order")[: asked.limit + 1])
    page, following = found[: asked.limit], None
    if len(found) > asked.limit and (last := page[-1].order) is not None:
        following = cursors.write(access, "orders", last.raised_at.isoformat(), str(last.pk))
    return OrdersOut(
        orders=[seen.show_order(access, row, fields=asked.fields) for row in page], next=following
    )


@router.get(
    "/orders/{uuid:order}", auth=guard.SLOTS, response=OrderOut, exclude_unset=True, summary="One order"
)
def read_order(request: HttpRequest, order: uuid.UUID, fields: Fields = "") -> OrderOut:
    """Where it stands now."""
    return seen.show_order(guard.access(request), seen.repair(request, order), fields=fields)


@router.post("/orders", auth=guard.ORDERS, response={202: Accepted}, summary="Raise an order")
def raise_order(request: HttpRequest, said: OrderIn, idempotency_key: IdempotencyKey) -> Accepted:
    """Asks for a repair in a tenant's home; the tenant sees it among their own, and is told."""

    def work(key: str) -> Accepted:
        told, leaf = ordering.read(guard.access(request), said)
        kept = reports.take(told, leaf, key=key, by=guard.name(request))
        return writing.accept(kept)

    return receipts.once(request, idempotency_key, work)


@router.post(
    "/orders/{uuid:order}/cancel", auth=guard.ORDERS, response={202: Accepted}, summary="Cancel an order"
)
def cancel_order(
    request: HttpRequest, order: uuid.UUID, said: CancelIn, idempotency_key: IdempotencyKey
) -> Accepted:
    """Asks for the order, with its appointments, to be cancelled; not so near a visit, as for tenants."""

    def work(key: str) -> Accepted:
        repair = seen.repair(request, order)
        with writing.refusals():
            writing.need(
                repair, story.tell(repair).cancellable, "It is too late, or nothing is left to cancel."
            )
            booking.cancel(
                writing.order(repair),
                reason=said.reason,
                description=said.description,
                key=key,
                by=guard.name(request),
            )
        return writing.accept(repair)

    return receipts.once(request, idempotency_key, work)
