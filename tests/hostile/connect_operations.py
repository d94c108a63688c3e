"""Connect's thirty operations, one method of the client each but for the sign-in, which comes before all."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from booking.schedulers.connect import contractors, customers, objects, orders
from tests.booking.schedulers import samples
from tests.hostile import said
from tests.hostile.connect import (
    SINCE,
    accepts,
    accepts_wordlessly,
    books,
    build,
    code_is_said,
    creates,
    echoes,
    is_locked,
    is_new_refusal,
    is_refusal,
    list_is_said,
    order,
    order_is_said,
    start,
    visits_are_said,
    wish,
)
from tests.hostile.methods import Method, Said, last
from tests.hostile.stage import Stage

__all__ = ["build", "methods", "start"]
LOFT = {"code_external_id": "ACCE001", "location_external_id": "LOFT"}
NO = {"refuses": is_refusal, "puts_off": is_locked}
NONE = {"refuses": is_new_refusal, "puts_off": is_locked}


def attributes_are_said(found: Any, heard: Said) -> bool:
    """As many as were told, in a list or inside an object."""
    told = said.data(last(heard, "/Attribute"))
    items = told.get("Attribute") if isinstance(told, dict) else told
    return len(found) == len(items or [])


def id_is_said(found: Any, heard: Said) -> bool:
    """The bare number that was answered."""
    return str(said.data(last(heard, "IdLookup/OrderId"))) == str(found)


def token_is_said(found: Any, heard: Said) -> bool:
    """The account's token is the one that was answered."""
    told = said.thing(last(heard, "UserAccount")).get("Token")
    return found.token is None or str(told) == found.token


def methods(stage: Stage) -> list[Method]:
    """Each as it is called by nobody but the verbs."""
    return [*_about_orders(stage), *_about_details(stage), *_about_the_diary(stage), *_about_the_rest(stage)]


def _about_orders(stage: Stage) -> list[Method]:
    here, new, mine = stage.direct, stage.number(), stage.number()
    here.raise_order(order(mine))
    posted = orders.compose(order(new), contract=here.contract, organisation=here.organisation)
    patched = orders.cancellation(mine, contract=here.contract, reason="It is fixed", description="")
    where = {"number": mine, "contract": here.contract}
    return [
        Method(
            name="client.orders.get",
            call=lambda s: s.client.orders.get(**where),
            backed=order_is_said(mine),
        ),
        Method(
            name="client.orders.get_id", call=lambda s: s.client.orders.get_id(**where), backed=id_is_said
        ),
        Method(
            name="client.orders.post",
            call=lambda s: s.client.orders.post(posted),
            writes="POST .*/SalesOrder",
            yes=creates(PrimaryOrderNumber=new),
            **NONE,
        ),
        Method(
            name="client.orders.patch",
            call=lambda s: s.client.orders.patch(patched),
            writes="PATCH .*/SalesOrder",
            yes=accepts(PrimaryOrderNumber=mine),
            **NO,
        ),
    ]


def _about_details(stage: Stage) -> list[Method]:
    here, mine = stage.direct, stage.number()
    here.raise_order(order(mine))
    id = here.client.orders.get_id(number=mine, contract=here.contract)
    details = here.client.details
    loft = objects.Code(**LOFT, quantity=Decimal(2))
    more = loft.model_copy(update={"quantity": Decimal(3)})
    items = (objects.AttributeItem(attribute_name="ASBESTOS", value="Yes"),)
    details.post_code(id, loft)
    details.post_attributes(id, items)
    accepted = accepts(CodeExternalId="ACCE001")
    fresh = loft.model_copy(update={"code_external_id": "PIPE001"})
    return [
        Method(
            name="client.details.get_codes",
            call=lambda s: s.client.details.get_codes(id),
            backed=lambda found, heard: len(found) == len(said.data(last(heard, "/Code"))),
        ),
        Method(
            name="client.details.get_code",
            call=lambda s: s.client.details.get_code(id, "ACCE001"),
            backed=code_is_said("ACCE001", "/ACCE001"),
        ),
        Method(
            name="client.details.get_code_at",
            call=lambda s: s.client.details.get_code_at(id, "ACCE001", location="LOFT"),
            backed=code_is_said("ACCE001", "/LOFT"),
        ),
        Method(
            name="client.details.get_attributes",
            call=lambda s: s.client.details.get_attributes(id),
            backed=attributes_are_said,
        ),
        Method(
            name="client.details.post_code",
            call=lambda s: s.client.details.post_code(id, fresh),
            writes="POST .*/Code",
            yes=accepts(CodeExternalId="PIPE001"),
            **NO,
        ),
        Method(
            name="client.details.put_code",
            call=lambda s: s.client.details.put_code(id, more),
            writes="PUT .*/Code",
            yes=accepted,
            **NO,
        ),
        Method(
            name="client.details.delete_code_at",
            call=lambda s: s.client.details.delete_code_at(id, "ACCE001", location="LOFT"),
            writes="DELETE .*/LOFT",
            yes=accepted,
            **NO,
        ),
        Method(
            name="client.details.delete_code",
            call=lambda s: s.client.details.delete_code(id, "TAPS001"),
            writes="DELETE .*/TAPS001",
            yes=accepts(CodeExternalId="TAPS001"),
            **NO,
        ),
        Method(
            name="client.details.post_attributes",
            call=lambda s: s.client.details.post_attributes(id, items),
            writes="POST .*/Attribute",
            yes=accepts(),
            **NO,
        ),
    ]


def _about_the_diary(stage: Stage) -> list[Method]:
    here, mine = stage.direct, stage.number()
    here.raise_order(order(mine))
    slot = here.offer(mine, since=SINCE).slots[20]
    asked = wish(mine, slot)
    grid = objects.Availability(primary_order_number=mine, date=SINCE, number_of_weeks=5)
    trade = objects.AvailabilityByTrade(
        date=SINCE, number_of_weeks=2, skills=("Plumber",), postcode="RV2 4AB"
    )
    booking = objects.Booking(
        primary_order_number=mine, date=asked.date, planning_window_id=int(asked.window)
    )
    visits = objects.BookingSummary(primary_order_number=mine)
    return [
        Method(
            name="client.diary.get_planning_windows",
            call=lambda s: s.client.diary.get_planning_windows(),
            backed=list_is_said("PlanningWindow"),
        ),
        Method(
            name="client.diary.get_availability",
            call=lambda s: s.client.diary.get_availability(grid),
            backed=list_is_said("Availability"),
            refuses=is_new_refusal,
        ),
        Method(
            name="client.diary.post_availability_by_trade",
            call=lambda s: s.client.diary.post_availability_by_trade(trade),
            backed=list_is_said("AvailabilityByTrade"),
            refuses=is_new_refusal,
        ),
        Method(
            name="client.diary.post_booking",
            call=lambda s: s.client.diary.post_booking(booking),
            writes="POST .*/Booking",
            yes=books(mine, asked.date, asked.window),
            **NO,
        ),
        Method(
            name="client.diary.get_booking_summary",
            call=lambda s: s.client.diary.get_booking_summary(visits),
            backed=visits_are_said(),
        ),
    ]


def _about_the_rest(stage: Stage) -> list[Method]:
    here, mine = stage.direct, stage.number()
    here.raise_order(order(mine))
    record = here.read_customer(mine)
    contact = replace(record.contact, mobile="07700900998")
    model = customers.compose(record, contact, organisation=here.organisation)
    stage.control("staff", action="complete_order", order=mine)
    told = list(stage.running.connect.state.told)[-1]
    handed = stage.number()
    here.raise_order(order(handed))
    passed = objects.BookSubContractorOrder(primary_order_number=handed, supplier_external_id="FENCE01")
    given = stage.number()
    here.raise_order(order(given))
    here.hand_over(given, supplier="FENCE01")
    [work] = [one["subcontract"] for one in stage.state()["orders"] if one["number"] == given]
    change = contractors.compose_change(given, subcontract_order=work["id"], comments="Gate too", codes=())
    invoice = objects.PurchaseInvoice(
        supplier_external_id="FENCE01",
        purchase_invoice_category=1,
        supplier_invoice_reference="INV-8",
        invoice_date_utc=samples.DAY,
        payment_terms=0,
        goods_value=Decimal("12.5"),
    )
    code = objects.JobCode(code_external_id="NEWC001", description="New", standard_price=Decimal("1.10"))
    rate = objects.RateBook(
        code_external_id="TAPS001", contract_external_id=here.contract, price=Decimal("19.99")
    )
    account = objects.UserAccount(user_name="tenant-9", first_name="Ada", last_name="Byron")
    response = objects.ResponseCallback(cloud_external_id=told, status_code=200)
    named = {"CodeExternalId": "TAPS001", "ContractExternalId": here.contract}
    return [
        Method(
            name="client.contractors.post_order",
            call=lambda s: s.client.contractors.post_order(passed),
            writes="POST .*/BookSubContractorOrder",
            yes=echoes(PrimaryOrderNumber=handed),
            **NO,
        ),
        Method(
            name="client.contractors.patch_order",
            call=lambda s: s.client.contractors.patch_order(change),
            writes="PATCH .*/BookSubContractorOrder",
            yes=echoes(PrimaryOrderNumber=given),
            **NO,
        ),
        Method(
            name="client.contractors.post_invoice",
            call=lambda s: s.client.contractors.post_invoice(invoice),
            writes="POST .*/PurchaseInvoice",
            yes=creates(SupplierExternalId="FENCE01", SupplierInvoiceReference="INV-8"),
            **NONE,
        ),
        Method(
            name="client.catalogue.get_job_code",
            call=lambda s: s.client.catalogue.get_job_code("TAPS001"),
            backed=code_is_said("TAPS001", "JobCode/TAPS001"),
        ),
        Method(
            name="client.catalogue.post_job_code",
            call=lambda s: s.client.catalogue.post_job_code(code),
            writes="POST .*/JobCode",
            yes=accepts_wordlessly(CodeExternalId="NEWC001"),
            **NO,
        ),
        Method(
            name="client.catalogue.put_job_code",
            call=lambda s: s.client.catalogue.put_job_code("NEWC001", code),
            writes="PUT .*/NEWC001",
            yes=accepts(CodeExternalId="NEWC001"),
            **NO,
        ),
        Method(
            name="client.catalogue.get_rate_books",
            call=lambda s: s.client.catalogue.get_rate_books("TAPS001"),
            backed=lambda found, heard: (
                is_refusal(last(heard, "RateBook")) == (not found)
                or isinstance(said.data(last(heard, "RateBook")), list)
            ),
        ),
        Method(
            name="client.catalogue.put_rate_book",
            call=lambda s: s.client.catalogue.put_rate_book(rate),
            writes="PUT .*/RateBook",
            yes=accepts(**named),
            **NO,
        ),
        Method(
            name="client.people.post_customer",
            call=lambda s: s.client.people.post_customer(model),
            writes="POST .*/Customer",
            yes=creates(ExternalId=record.customer),
            **NONE,
        ),
        Method(
            name="client.people.post_user_account",
            call=lambda s: s.client.people.post_user_account(account),
            backed=token_is_said,
            refuses=is_new_refusal,
        ),
        Method(
            name="client.callbacks.post_response",
            call=lambda s: s.client.callbacks.post_response(response),
            writes="POST .*/ResponseCallback",
            yes=accepts_wordlessly(CloudExternalId=told),
            **NO,
        ),
    ]
