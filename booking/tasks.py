"""Celery's way in: an id, and one call."""

from celery import shared_task

from booking import appointments, broker, outbox, visits
from booking.models import Order


@shared_task(name="booking.deliver")  # type: ignore[untyped-decorator]
def deliver(command: str) -> None:
    """Sends one write, or finds out what became of it."""
    outbox.deliver(command)


@shared_task(name="booking.sweep")  # type: ignore[untyped-decorator]
def sweep() -> None:
    """Finds what no nudge reached."""
    outbox.sweep()


@shared_task(name="booking.fetch_offer")  # type: ignore[untyped-decorator]
def fetch_offer(order: str, visit: str = "") -> None:
    """Reads an order's slots before anybody waits for them."""
    appointments.offer(Order.objects.get(pk=order), visit=visit)


@shared_task(name="booking.fetch_home")  # type: ignore[untyped-decorator]
def fetch_home(customer: str) -> None:
    """Reads a home's visits before anybody waits for them."""
    visits.of_home(customer)


@shared_task(name="booking.reread")  # type: ignore[untyped-decorator]
def reread(order: str) -> None:
    """Reads one order again, if it is due."""
    visits.reread_due(order)


@shared_task(name="booking.reread_open")  # type: ignore[untyped-decorator]
def reread_open() -> None:
    """Reads again whatever is due to be read."""
    for pk in Order.objects.due_a_read().order_by("read_due_at").values_list("pk", flat=True)[:500]:
        broker.nudge("booking.reread", str(pk))
