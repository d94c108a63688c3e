"""Connect's abilities against the pretend Connect: real HTTP, real state, faults on demand."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
import requests

from booking import sandbox as pretend
from booking.schedulers import connect as system
from booking.schedulers.abilities import CodeLine, Details, Invoice, InvoiceLine, Trait
from booking.schedulers.base import Refused, Unavailable, Unknown
from booking.schedulers.connect import objects
from booking.schedulers.connect.scheduler import ConnectScheduler
from tests.booking.schedulers import samples
from tests.booking.schedulers.memory import Memory, Now

NUMBER = samples.NUMBER
ORDER = replace(samples.ORDER, customer="P-1001", codes=("TAPS001",), priority="ROUTINE")
ASBESTOS = Trait(name="ASBESTOS", value="Yes")
WANTED = Details(
    codes=(CodeLine(code="TAPS001"), CodeLine(code="ACCE001", quantity=Decimal("2.5"))), traits=(ASBESTOS,)
)
CONTACT = "POST Customer"


class Landlord:
    """The pretend Connect and its control address."""

    def __init__(self, running: pretend.Sandbox) -> None:
        self.url = f"{running.url}/WS-API"
        self._control = f"{running.url}/_control"

    def tell(self, what: str, **body: Any) -> Any:
        answer = requests.post(f"{self._control}/{what}", json=body or None, timeout=10)
        assert answer.ok, answer.text
        return answer.json()

    def show(self) -> dict[str, Any]:
        return dict(requests.get(f"{self._control}/state", timeout=10).json())


@pytest.fixture(scope="module")
def running() -> Iterator[pretend.Sandbox]:
    running = pretend.start()
    yield running
    running.stop()


@pytest.fixture
def landlord(running: pretend.Sandbox, now: Now) -> Iterator[Landlord]:
    landlord = Landlord(running)
    landlord.tell("reset", today=now().date().isoformat())
    yield landlord
    running.connect.faults.clear()


@pytest.fixture
def connect(landlord: Landlord, now: Now, store: Memory) -> ConnectScheduler:
    options = pretend.Options()
    account = {"username": options.username, "password": options.password}
    place = {"contract": options.contract, "organisation": options.organisation}
    found = system.build(
        {"url": landlord.url, "read_seconds": 5, "write_seconds": 5} | account | place,
        clock=now,
        store=store,
    )
    assert isinstance(found, ConnectScheduler)
    return found


@pytest.fixture
def order(connect: ConnectScheduler) -> str:
    connect.raise_order(ORDER)
    return NUMBER


def test_an_order_gets_what_it_lacks_once(connect, order) -> None:
    connect.set_details(order, WANTED)
    found = connect.read_details(order)
    assert set(found.codes) == set(WANTED.codes)
    assert found.traits == (ASBESTOS,)
    connect.set_details(order, WANTED)
    assert connect.read_details(order) == found


@pytest.mark.parametrize("call", ["POST SalesOrder/*/Code", "POST SalesOrder/*/Attribute"])
@pytest.mark.parametrize("fault", ["reset_before", "reset_after", "error_after", "html", "truncated"])
def test_a_lost_answer_is_unknown_and_reading_and_repeating_mend_it(
    call, fault, connect, order, landlord
) -> None:
    landlord.tell("faults", call=call, fault=fault)
    with pytest.raises(Unknown):
        connect.set_details(order, WANTED)
    connect.set_details(order, WANTED)
    found = connect.read_details(order)
    assert sorted(line.code for line in found.codes) == ["ACCE001", "TAPS001"]
    assert found.traits == (ASBESTOS,)


def test_a_code_that_connect_does_not_know_is_refused_after_the_traits_are_set(connect, order) -> None:
    with pytest.raises(Refused):
        connect.set_details(order, Details(codes=(CodeLine(code="NONE999"),), traits=(ASBESTOS,)))
    assert connect.read_details(order).traits == (ASBESTOS,)


def test_an_order_that_is_not_there_has_no_details_to_read(connect) -> None:
    with pytest.raises(Unavailable):
        connect.read_details(NUMBER)


def test_codes_can_be_changed_and_taken_away(connect, order) -> None:
    number = connect.client.orders.get_id(number=order, contract=connect.contract)
    details = connect.client.details
    there = objects.Code(code_external_id="ACCE001", location_external_id="LOFT", quantity=Decimal(2))
    details.post_code(number, there)
    assert details.get_code_at(number, "ACCE001", location="LOFT") == there
    more = there.model_copy(update={"quantity": Decimal(3)})
    details.put_code(number, more)
    assert details.get_code(number, "ACCE001") == more
    details.delete_code_at(number, "ACCE001", location="LOFT")
    details.delete_code(number, "TAPS001")
    assert details.get_codes(number) == ()
    assert details.get_code(number, "TAPS001") is None


def test_first_dates_are_known_before_there_is_an_order(connect, landlord) -> None:
    plumber = {"skills": ("Plumber",), "postcode": "RV2 4AB", "since": samples.DAY, "weeks": 2}
    offer = connect.first_dates(**plumber)
    assert offer.slots
    assert min(slot.date for slot in offer.slots) >= samples.DAY
    assert max(slot.date for slot in offer.slots) < samples.DAY + dt.timedelta(weeks=2)
    assert connect.first_dates(**plumber | {"skills": ("Falconer",)}).slots == ()
    assert all(one["number"] != NUMBER for one in landlord.show()["orders"])


def test_codes_and_prices_are_as_connect_has_them(connect) -> None:
    found = connect.job_code("TAPS001")
    assert found is not None
    assert found.trade == "Plumber"
    assert found.minutes
    assert connect.job_code("NONE999") is None
    price = connect.price("TAPS001")
    assert isinstance(price, Decimal)
    assert price == price.quantize(Decimal("0.01")) > 0
    assert connect.price("PIPE008") is None
    assert connect.price("NONE999") is None


def test_codes_and_prices_can_be_changed(connect) -> None:
    catalogue = connect.client.catalogue
    code = objects.JobCode(code_external_id="NEWC001", description="New", standard_price=Decimal("1.10"))
    catalogue.post_job_code(code)
    catalogue.put_job_code("NEWC001", code.model_copy(update={"description": "Newer"}))
    found = connect.job_code("NEWC001")
    assert found is not None
    assert found.description == "Newer"
    rate = objects.RateBook(
        code_external_id="TAPS001", contract_external_id=connect.contract, price=Decimal("19.99")
    )
    catalogue.put_rate_book(rate)
    assert connect.price("TAPS001") == Decimal("19.99")


def test_a_contact_is_carried_back_and_the_rest_of_the_record_stays(connect, order) -> None:
    record = connect.read_customer(order)
    assert record is not None
    connect.send_contact(record, replace(record.contact, mobile="07700900999", email="new@example.org"))
    found = connect.read_customer(order)
    assert found is not None
    assert (found.contact.mobile, found.contact.email) == ("07700900999", "new@example.org")
    assert (found.name, found.address) == (record.name, record.address)
    connect.send_contact(found, replace(found.contact, email=""))
    again = connect.read_customer(order)
    assert again is not None
    assert again.contact == replace(found.contact, email="")


def test_a_contact_whose_answer_is_lost_is_found_by_reading(connect, order, landlord) -> None:
    record = connect.read_customer(order)
    assert record is not None
    landlord.tell("faults", call=CONTACT, fault="reset_after")
    with pytest.raises(Unknown):
        connect.send_contact(record, replace(record.contact, mobile="07700900999"))
    found = connect.read_customer(order)
    assert found is not None
    assert found.contact.mobile == "07700900999"


def test_a_contractor_s_order_is_added_to_and_invoiced(connect, order, landlord) -> None:
    connect.hand_over(order, supplier="FENCE01")
    [subcontract] = [one["subcontract"] for one in landlord.show()["orders"] if one["number"] == order]
    connect.amend(
        order,
        subcontract_order=subcontract["id"],
        comments="Gate too",
        codes=(CodeLine(code="ACCE001", quantity=Decimal(2)),),
    )
    invoice = Invoice(
        supplier="FENCE01",
        reference="INV-7",
        date=samples.DAY,
        number=order,
        goods=Decimal("120.10"),
        lines=(InvoiceLine(code="ACCE001", purchase_order="PO-1", unit_cost=Decimal("120.10")),),
    )
    connect.draft_invoice(invoice)
    [kept] = landlord.show()["invoices"]
    assert (kept["SupplierInvoiceReference"], kept["GoodsValue"]) == ("INV-7", 120.1)
    with pytest.raises(Refused):
        connect.draft_invoice(invoice)
    with pytest.raises(Refused):
        connect.amend(order, subcontract_order=subcontract["id"] + 1, comments="Another's")


def test_connect_hears_how_we_got_on_with_a_call_of_its_own(connect, order, landlord, running) -> None:
    landlord.tell("staff", action="complete_order", order=order)
    [call] = running.connect.state.told
    connect.acknowledge(call, done=True, message="Read")
    [heard] = landlord.show()["callbacks"]
    assert (heard["CloudExternalId"], heard["StatusCode"], heard["Message"]) == (call, 200, "Read")
    with pytest.raises(Refused):
        connect.acknowledge("CLOUD-NONE", done=True)
