"""Celery's way in: an id, and one call."""

from celery import shared_task

from booking import appointments, catalogue, invitations, outbox, rounds, turns, visits
from booking.models import Order
from booking.webhooks.inbound import answers, ledger
from booking.webhooks.outbound import deliveries, keeping, sending


@shared_task(name="booking.deliver")  # type: ignore[untyped-decorator]
def deliver(command: str) -> None:
    """Sends one write, or finds out what became of it."""
    outbox.deliver(command)


@shared_task(name="booking.sweep")  # type: ignore[untyped-decorator]
def sweep() -> None:
    """Finds what no nudge reached."""
    turns.once("sweep", outbox.sweep)


@shared_task(name="booking.close_overdue")  # type: ignore[untyped-decorator]
def close_overdue() -> None:
    """Takes back what contractors or tenants have not answered in time."""
    invitations.close_overdue()


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
    """Has everything read that is due to be read."""
    rounds.call()


@shared_task(name="booking.read_round")  # type: ignore[untyped-decorator]
def read_round(system: str, lane: str) -> None:
    """Reads some of one system's orders that are due."""
    rounds.read(system, lane)


@shared_task(name="booking.watch")  # type: ignore[untyped-decorator]
def watch(system: str) -> None:
    """Asks one system which orders have changed."""
    rounds.watch(system)


@shared_task(name="booking.settle_hooks")  # type: ignore[untyped-decorator]
def settle_hooks() -> None:
    """Closes the messages whose orders have been read."""
    ledger.settle()


@shared_task(name="booking.answer_hooks")  # type: ignore[untyped-decorator]
def answer_hooks(system: str) -> None:
    """Tells one system how we got on with its messages."""
    answers.give(system)


@shared_task(name="booking.empty_hooks")  # type: ignore[untyped-decorator]
def empty_hooks() -> None:
    """Takes away what old messages said."""
    ledger.empty_old()


@shared_task(name="booking.tell_endpoint")  # type: ignore[untyped-decorator]
def tell_endpoint(endpoint: str) -> None:
    """Sends one endpoint what is due to it next."""
    sending.tell(endpoint)


@shared_task(name="booking.tell_due")  # type: ignore[untyped-decorator]
def tell_due() -> None:
    """Finds the endpoints to which something is due."""
    turns.once("tell_due", deliveries.sweep)


@shared_task(name="booking.purge_events")  # type: ignore[untyped-decorator]
def purge_events() -> None:
    """Deletes what has been kept long enough."""
    keeping.purge()


@shared_task(name="booking.read_codes")  # type: ignore[untyped-decorator]
def read_codes(*codes: str) -> None:
    """Reads repair codes as the scheduling system has them."""
    catalogue.read_codes(codes)
