"""What a firm does on the pages behind its link, and its tenant on theirs."""

import datetime as dt
from typing import Any

from django.test import Client
from django.utils import timezone

from booking import links
from booking.models import Invitation
from portal.models import Message, Repair

FIRM = "green@trees.example"
TENANT = "tenant@riverside.example"
TEAM = "repairs@riverside.example"
DETAILS = ("Tess Tenant", "07700 900123", "3 Mill Lane", "The gate is stuck")


def day(number: int) -> str:
    return (timezone.localdate() + dt.timedelta(days=number)).isoformat()


def row(number: int, *, days: int = 5, start: str = "08:00", end: str = "12:00") -> dict[str, str]:
    return {f"date_{number}": day(days), f"start_{number}": start, f"end_{number}": end}


def link(page: str = "") -> str:
    return f"/contractors/{links.sign(Invitation.objects.latest('asked_at'))}/{page}"


def version() -> int:
    return Invitation.objects.latest("asked_at").version


def send(client: Client, page: str, **fields: Any) -> str:
    """What the contractor's page says after that form."""
    answer = client.post(link(page), {"version": version(), **fields}, follow=True)
    return answer.content.decode()


def accept(client: Client, **fields: Any) -> str:
    return send(client, "accept/", **row(1) | fields)


def letter(to: str) -> Message:
    return Message.objects.filter(to=to).latest("pk")


def page(tenant: Client, repair: Repair) -> str:
    return tenant.get(f"/repairs/{repair.pk}/").content.decode()


def answer(tenant: Client, repair: Repair, time: str) -> str:
    data = {"time": time, "version": version()}
    return tenant.post(f"/repairs/{repair.pk}/contractor/", data, follow=True).content.decode()


def cancel(tenant: Client, repair: Repair) -> None:
    tenant.post(f"/repairs/{repair.pk}/cancel/", {"reason": "It is fixed", "seen": 1})
