"""Contact details that a tenant changes are carried to the scheduling system, and never over newer ones."""

from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone

from booking.models import Command
from booking.models.outbox import Kind, State
from booking.schedulers.abilities import CustomerRecord
from booking.schedulers.base import Contact
from portal.accounts import details
from portal.models import ContactDetails, Message, Person
from tests.booking import able, flow
from tests.booking.scripted import SCRIPT
from tests.portal import review_cast as cast

pytestmark = pytest.mark.django_db(transaction=True)
IMPORTED = Contact(name="Tess Tenant", mobile="07700 900001", email="tenant@riverside.example")
NEW = replace(IMPORTED, mobile="07700 900002")
NEWER = replace(IMPORTED, mobile="07700 900003")


@pytest.fixture(autouse=True)
def held(settings: Any) -> able.Held:
    settings.SCHEDULERS = {"connect": {"factory": "tests.booking.able.build", "options": {}}}
    SCRIPT.__init__()
    able.HELD.__init__()
    able.HELD.record = CustomerRecord(
        customer=cast.FORMER, name="", address=("", "", "", ""), contact=IMPORTED
    )
    return able.HELD


@pytest.fixture
def tenant() -> Person:
    person = cast.add_tenant()
    ContactDetails.objects.create(
        person=person, name=IMPORTED.name, mobile=IMPORTED.mobile, email=IMPORTED.email
    )
    return person


def report(tenant: Person, number: str = "TP-AAAAA-BBBBB", **facts: Any) -> None:
    cast.add_repair(_home(), tenant, cast.add_order(number, **facts))


def _home() -> Any:
    return cast.Home.objects.filter(reference=cast.FORMER).first() or cast.add_home()


def confirm(tenant: Person, contact: Contact) -> None:
    details.confirm(tenant, details=contact, now=timezone.now())


def sent() -> int:
    return Command.objects.filter(kind=Kind.CONTACT).count()


def test_a_change_goes_along_with_the_open_order(tenant, held):
    report(tenant)
    confirm(tenant, NEW)
    flow.drain()
    assert held.record.contact == NEW
    assert details.to_carry(tenant.contact_details) is None


def test_new_details_are_never_kept_without_the_wish_to_carry_them(tenant, monkeypatch):
    report(tenant)
    monkeypatch.setattr("booking.intents.plan", broken)
    with pytest.raises(RuntimeError):
        confirm(tenant, NEW)
    assert details.known(tenant) == IMPORTED


def broken(*_: Any, **__: Any) -> None:
    raise RuntimeError("died here")


def test_what_has_not_changed_is_not_carried(tenant):
    report(tenant)
    confirm(tenant, IMPORTED)
    assert sent() == 0


def test_without_an_order_the_next_report_brings_it_along(tenant):
    confirm(tenant, NEW)
    assert sent() == 0
    assert details.to_carry(ContactDetails.objects.get()) == IMPORTED


def test_a_second_change_while_the_first_is_on_its_way_follows_it(tenant, held):
    report(tenant)
    confirm(tenant, NEW)
    confirm(tenant, NEWER)
    flow.drain()
    assert held.record.contact == NEWER
    assert sent() == 2


def test_a_conflict_keeps_theirs_and_reaches_staff_once(tenant, held):
    theirs = replace(IMPORTED, mobile="07700 900009")
    held.record = replace(held.record, contact=theirs)
    report(tenant)
    confirm(tenant, NEW)
    flow.drain()
    assert held.record.contact == theirs
    assert Command.objects.waiting_for_staff().get().state == State.REFUSED
    assert "compare them" in Message.objects.get(key__endswith=":team").body
    confirm(tenant, NEW)
    assert sent() == 1


def test_a_joint_tenant_s_details_do_not_replace_those_of_the_person_in_the_record(tenant, held):
    theirs = replace(IMPORTED, name="Theo Tenant", mobile="")
    held.record = replace(held.record, contact=theirs)
    report(tenant)
    confirm(tenant, NEW)
    flow.drain()
    assert held.record.contact == theirs
    assert Command.objects.get().state == State.CONFIRMED


def test_a_contractor_s_own_system_is_told_nothing(tenant):
    report(tenant, fulfilment="contractor_system", supplier="FENCE01")
    confirm(tenant, NEW)
    assert sent() == 0
