"""What staff alone hear of leaves their list when one of them says so."""

import pytest
from django.test import Client
from django.urls import reverse

from booking.models import Command, Order
from booking.models.outbox import Kind
from portal.officers import waiting
from tests.portal import review_cast as cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(cast.add_officer())
    return client


def refused_aside() -> Command:
    return cast.add_command(cast.add_order(), kind=Kind.CONTACT, state="refused", reason="theirs are newer")


def see_to(client: Client, kind: str, row: Command | Order):
    return client.post(reverse("officers-dealt-with", args=[kind, row.pk]), follow=True).content.decode()


def test_a_refused_write_beside_the_appointment_stands_there_until_somebody_has_seen_to_it(officer):
    command = refused_aside()
    page = officer.get(reverse("officers-waiting")).content.decode()
    assert "Connect did not do this: send new contact details" in page
    assert "Look in Connect again" not in page
    assert "off this list" in see_to(officer, "command", command)
    assert waiting.page().matters == []
    assert "already" in see_to(officer, "command", command)


def test_a_refused_order_stands_there_until_somebody_has_seen_to_it(officer):
    order = cast.add_order(state="refused")
    assert "Connect refused the order" in officer.get(reverse("officers-waiting")).content.decode()
    see_to(officer, "order", order)
    assert waiting.page().matters == []
    assert "already" in see_to(officer, "order", order)


def test_an_order_with_a_concern_cannot_be_wished_away(officer):
    order = cast.add_order(concern="two_live_visits")
    see_to(officer, "order", order)
    assert len(waiting.page().matters) == 1


def test_what_is_unclear_is_not_merely_seen_to(officer):
    command = cast.add_command(cast.add_order())
    see_to(officer, "command", command)
    assert len(waiting.page().matters) == 1


def test_a_refused_write_is_neither_sent_nor_written_off_again(officer):
    command = refused_aside()
    for name in ("officers-look-again", "officers-write-off"):
        officer.post(reverse(name, args=[command.pk]))
    command.refresh_from_db()
    assert command.state == "refused"


def test_a_tenant_takes_nothing_off_the_list(client):
    command = refused_aside()
    client.force_login(cast.add_tenant())
    assert client.post(reverse("officers-dealt-with", args=["command", command.pk])).status_code == 404
    assert len(waiting.page().matters) == 1
