"""Letters to the landlord's own team, and to the tenant who waits for its call."""

import datetime as dt

from django.conf import settings

from booking.models import Order
from portal.models import Repair
from portal.models.repair import Place
from portal.notices import letters, words


def request(repair: Repair) -> None:
    """A described request: to the team with all that is known, and to the tenant that we have it."""
    tell(f"request:{repair.pk}:team", "team_request", repair=repair)
    text = words.compose("request", repair=repair, link=words.link("repair", repair.pk))
    letters.write(key=f"request:{repair.pk}", to=address(repair), subject=text.subject, body=text.body)


def tell(
    key: str, notice: str, *, repair: Repair | None, order: Order | None = None, **facts: str | dt.date
) -> None:
    """One letter to the team that reads what the portal cannot settle."""
    text = words.compose(
        notice,
        repair=repair,
        order=order,
        shared=repair is not None and repair.place == Place.SHARED,
        link=words.link("officers-waiting"),
        **facts,
    )
    letters.write(
        key=key, to=settings.LANDLORD_REPAIRS_EMAIL, subject=text.subject, body=text.body, order=order
    )


def address(repair: Repair) -> str:
    """Where the tenant wants to read about this repair."""
    return str(repair.contact.get("email") or "") or repair.reported_by.email
