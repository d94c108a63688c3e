"""Writes beside the appointment: they keep nobody from booking, and carry nothing over what is newer."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from booking import contractors, orders
from booking.models import Command
from booking.models.outbox import Kind, State
from booking.schedulers.abilities import CodeLine, CustomerRecord, Details, Invoice, InvoiceLine, Trait
from tests.booking import able, flow
from tests.booking.scripted import Script

pytestmark = pytest.mark.django_db(transaction=True)

WANTED = Details(
    codes=(CodeLine(code="TILE002", quantity=Decimal("2.5")),),
    traits=(Trait(name="Asbestos", value="Yes"),),
)
BEFORE = flow.CONTACT
NEW = replace(BEFORE, mobile="07700 900999")


@pytest.fixture
def held(script: Script, settings) -> able.Held:
    """The able system under the name that orders ask for."""
    settings.SCHEDULERS = {"connect": {"factory": "tests.booking.able.build", "options": {}}}
    able.HELD.__init__()
    return able.HELD


def aside(kind: Kind) -> Command:
    return Command.objects.get(kind=kind)


def record(contact=BEFORE) -> CustomerRecord:
    return CustomerRecord(customer="P-1001", name="P-1001", address=("", "", "", ""), contact=contact)


def change_contact(held, *, remote=BEFORE, ours=NEW, before=BEFORE) -> Command:
    held.record = record(remote)
    order = flow.open_order()
    orders.send_contact(order, contact=ours, before=before, key="contact:1", by="person:1")
    flow.drain(rounds=60)
    return aside(Kind.CONTACT)


def test_codes_and_attributes_are_set_once_the_order_stands(held, script):
    flow.open_order(details=WANTED)
    assert held.details == WANTED
    assert script.calls.index("raise_order") < script.calls.index("set_details")


def test_a_system_without_details_is_not_asked_for_them(script):
    flow.open_order(details=WANTED)
    assert not Command.objects.filter(kind=Kind.DETAIL).exists()


def test_details_that_are_not_settled_keep_nobody_from_booking(held, script):
    script.then("set_details", *[flow.unavailable()] * 40)
    order = flow.raise_order(details=WANTED)
    flow.deliver_due()
    flow.deliver_due()
    assert aside(Kind.DETAIL).state == State.PLANNED
    order.refresh_from_db()
    script.slots = (flow.Slot(date=flow.day(10), window=flow.MORNING),)
    _, token = flow.first_slot(order)
    flow.appointments.book(order, token=token, by="person:1")
    flow.deliver_due()
    assert order.appointments.live().count() == 1


@pytest.mark.parametrize("arrived", [True, False])
def test_details_whose_answer_was_lost_are_read_back(held, script, arrived):
    def lose():
        held.details = WANTED if arrived else Details()
        raise flow.unknown()

    script.then("set_details", lose)
    flow.open_order(details=WANTED)
    assert held.details == WANTED
    assert aside(Kind.DETAIL).state == State.CONFIRMED
    assert script.count("set_details") == (1 if arrived else 2)


def test_refused_details_reach_a_person(held, script, told):
    script.then("set_details", flow.refused())
    flow.open_order(details=WANTED)
    assert told[-1] == ("staff.needed", "detail")
    assert aside(Kind.DETAIL) in Command.objects.waiting_for_staff()


def test_what_stands_beside_keeps_no_read_back(held, script):
    script.then("set_details", *[flow.unavailable()] * 40)
    order = flow.raise_order(details=WANTED)
    flow.deliver_due()
    flow.deliver_due()
    assert aside(Kind.DETAIL).state == State.PLANNED
    order.refresh_from_db()
    assert flow.reread(order)


def test_new_contact_details_are_carried_back(held, told):
    assert change_contact(held).state == State.CONFIRMED
    assert held.record.contact == NEW
    assert told[-1][0] == "contact.carried"


def test_equal_contact_details_are_not_sent(held, script):
    assert change_contact(held, remote=NEW).state == State.CONFIRMED
    assert script.count("send_contact") == 0


def test_what_the_remote_does_not_have_is_filled_in(held):
    change_contact(held, remote=replace(BEFORE, mobile=""), before=replace(BEFORE, mobile="07700 900555"))
    assert held.record.contact.mobile == NEW.mobile


def test_a_detail_that_changed_in_the_remote_meanwhile_stays_and_a_person_compares(held, script, told):
    theirs = replace(BEFORE, mobile="07700 900777")
    command = change_contact(held, remote=theirs)
    assert command.state == State.REFUSED
    assert held.record.contact == theirs
    assert script.count("send_contact") == 0
    assert command.evidence["mobile"] == {"ours": NEW.mobile, "theirs": theirs.mobile}
    assert told[-1] == ("staff.needed", "contact")


def test_what_the_tenant_did_not_change_is_left_as_the_remote_has_it(held):
    theirs = replace(BEFORE, email="newer@example.org")
    change_contact(held, remote=theirs)
    assert held.record.contact == replace(theirs, mobile=NEW.mobile)


def test_another_property_s_record_is_never_written(held, script):
    held.record = replace(record(), customer="P-9999")
    order = flow.open_order()
    orders.send_contact(order, contact=NEW, before=BEFORE, key="contact:1", by="person:1")
    flow.drain()
    assert aside(Kind.CONTACT).state == State.REFUSED
    assert script.count("send_contact") == 0


def test_details_changed_before_the_report_are_carried_when_the_order_stands(held):
    held.record = record()
    flow.open_order(contact=NEW, contact_before=BEFORE)
    assert held.record.contact == NEW


def handed_over():
    order = flow.open_order(supplier="FENCE01", fulfilment="handed_over")
    flow.drain()
    order.refresh_from_db()
    return order


def test_a_contractor_s_order_is_added_to(held):
    order = handed_over()
    lines = [CodeLine(code="FENCE1", quantity=Decimal("1.25"))]
    contractors.amend(order, subcontract_order=77, comments="Two panels", codes=lines, key="a", by="person:2")
    flow.drain()
    assert held.amended == [(77, "Two panels", tuple(lines))]
    order.refresh_from_db()
    assert order.subcontract_order == 77


def test_an_invoice_is_drafted_to_the_penny(held):
    order = handed_over()
    line = InvoiceLine(code="FENCE1", purchase_order="PO-1", unit_cost=Decimal("33.33"))
    invoice = Invoice(
        supplier="FENCE01",
        reference="INV-9",
        date=dt.date(2026, 11, 20),
        number=order.number,
        goods=Decimal("100.10"),
        vat=Decimal("20.02"),
        lines=(line,),
    )
    contractors.draft_invoice(order, invoice=invoice, key="i", by="person:2")
    flow.drain()
    assert held.invoices == [invoice]


def test_an_invoice_without_an_answer_is_never_sent_twice_and_reaches_a_person(held, script, told):
    order = handed_over()
    script.then("draft_invoice", flow.unknown())
    invoice = Invoice(
        supplier="FENCE01", reference="I", date=dt.date(2026, 11, 20), number=order.number, goods=Decimal(1)
    )
    contractors.draft_invoice(order, invoice=invoice, key="i", by="person:2")
    flow.drain(rounds=60)
    assert script.count("draft_invoice") == 1
    assert aside(Kind.INVOICE).state == State.NEEDS_STAFF
    assert told[-1] == ("staff.needed", "invoice")


def test_the_landlord_s_own_order_has_no_contractor_to_invoice(held):
    order = flow.open_order()
    with pytest.raises(orders.NotPossible):
        contractors.amend(order, subcontract_order=1, comments="x", codes=[], key="a", by="person:2")
