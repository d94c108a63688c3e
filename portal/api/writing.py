"""What every write has in common: said in the API's words when refused, and never more than accepted."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.urls import reverse

from booking import grid
from booking import orders as booking
from booking.models import Order
from portal.api.problems import Problem
from portal.api.shapes import Accepted
from portal.models import Repair
from portal.repairs import story


def accept(repair: Repair) -> Accepted:
    """It is written down; where the order stands is read anew."""
    fresh = story.load(Repair.objects.filter(pk=repair.pk)).get()
    held = order(fresh)
    return Accepted(
        order=held.pk,
        number=held.number,
        state=str(story.tell(fresh).stage),
        look=reverse("api:read_order", args=[held.pk]),
    )


def order(repair: Repair) -> Order:
    """The order of a repair that has one. Raises Problem: not_found."""
    if repair.order is None:
        raise Problem("not_found")
    return repair.order


def need(repair: Repair, allowed: bool, otherwise: str) -> None:
    """Refuses what the order's story does not allow now. Raises Problem: busy or not_possible."""
    if story.tell(repair).waiting:
        raise Problem("busy")
    if not allowed:
        raise Problem("not_possible", otherwise)


@contextmanager
def refusals() -> Iterator[None]:
    """Inside, the booking heart's refusals become problems."""
    try:
        yield
    except grid.BadSlot as error:
        raise Problem("slot_gone", "Ask for the slots again.") from error
    except booking.Busy as error:
        raise Problem("busy") from error
    except booking.NotPossible as error:
        raise Problem("not_possible", f"{str(error).capitalize()}.") from error
