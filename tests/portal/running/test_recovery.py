"""Whatever system has it: an order that we do not know any more is found by its home, and adopted once."""

from booking import recovery, remote
from booking.models import Order
from booking.schedulers.base import Contact
from tests.booking import flow
from tests.booking.systems.test_every_system import (  # noqa: F401 - fixtures
    booked,
    live,
    pytestmark,
    raised,
    running,
    system,
)

CONTACT = {"name": "Amina Khan"}


def test_an_order_is_found_with_its_visit_and_is_then_known(system):  # noqa: F811 - the fixture
    lost = raised()
    date = booked(lost)
    Order.objects.all().delete()
    (found,) = recovery.find_lost(lost.customer, system="theirs")
    adopted = recovery.adopt(found, contact=CONTACT)
    assert adopted is not None
    assert (adopted.number, adopted.state, live(adopted)) == (lost.number, "open", [date])
    assert recovery.find_lost(lost.customer, system="theirs") == ()
    assert recovery.adopt(found, contact=CONTACT) is None
    remote._build.cache_clear()


def test_what_was_adopted_can_be_changed_as_any_other(system):  # noqa: F811 - the fixture
    lost = raised()
    booked(lost)
    Order.objects.all().delete()
    (found,) = recovery.find_lost(lost.customer, system="theirs")
    adopted = recovery.adopt(found, contact=CONTACT)
    assert adopted is not None
    assert adopted.request().contact == Contact(name="Amina Khan")
    assert flow.reread(adopted)
    assert adopted.appointments.live().count() == 1
    remote._build.cache_clear()
