"""A contractor's order and invoice, and the answer to a call of Connect's."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from booking.schedulers.abilities import CodeLine, Invoice, InvoiceLine
from booking.schedulers.base import Refused, Unavailable, Unknown
from tests.booking.schedulers import samples
from tests.booking.schedulers.remote import answer, page, sending

CHANGE, INVOICES, REPLY = (
    "PATCH /api/BookSubContractorOrder",
    "POST /api/PurchaseInvoice",
    "POST /api/ResponseCallback",
)
LINES = (CodeLine(code="FENC001", quantity=Decimal("2.5"), location="REAR"), CodeLine(code="FENC002"))
INVOICE = Invoice(
    supplier="FENCE01",
    reference="INV-7",
    date=dt.date(2026, 5, 7),
    number=samples.NUMBER,
    goods=Decimal("120.10"),
    labour=Decimal("80"),
    vat=Decimal("40.02"),
    comments="Rear fence",
    lines=(
        InvoiceLine(
            code="FENC001", purchase_order="PO-1", description="Panel", quantity=3, unit_cost=Decimal("40.10")
        ),
    ),
)
REPEATED = {"PrimaryOrderNumber": samples.NUMBER, "SubcontractOrderId": 31}


def amend(connect, **more) -> None:
    connect.amend(samples.NUMBER, **{"subcontract_order": 31, "comments": "Gate too", "codes": LINES} | more)


def test_comments_and_codes_are_added_to_a_contractor_s_order(remote, connect) -> None:
    remote.on(CHANGE, answer(REPEATED | {"Comments": "Gate too"}))
    amend(connect)
    assert remote.calls(CHANGE)[0].json == REPEATED | {
        "Comments": "Gate too",
        "Codes": [
            {"CodeExternalId": "FENC001", "LocationExternalId": "REAR", "Quantity": 2.5},
            {"CodeExternalId": "FENC002", "Quantity": 1},
        ],
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"comments": " ", "codes": ()},
        {"subcontract_order": 0},
        {"codes": (CodeLine(code=""),)},
        {"codes": (CodeLine(code="A", quantity=Decimal(0)),)},
        {"codes": (CodeLine(code="A", quantity=Decimal("0.00001")),)},
    ],
)
def test_a_change_that_says_nothing_or_cannot_be_said_is_refused(wrong, remote, connect) -> None:
    with pytest.raises(Refused):
        amend(connect, **wrong)
    assert not remote.requests


@pytest.mark.parametrize("change", [{}, {"SubcontractOrderId": None}, {"SubcontractOrderId": "31"}])
def test_a_change_that_is_repeated_is_done(change, remote, connect) -> None:
    remote.on(CHANGE, answer(REPEATED | change))
    amend(connect)


OUTCOMES = [
    (page(), Unknown),
    (answer(None), Unknown),
    (answer(b""), Unknown),
    (answer({"Message": "An error has occurred."}), Unknown),
    (answer({}, 500), Unknown),
    (answer({}, 429), Unknown),
    (sending(b""), Unknown),
    (answer({}, 400), Unknown),
    (answer({"Message": "No."}, 400), Refused),
    (answer({"Message": "No route."}, 404), Unavailable),
    (answer({"Message": "no"}, 403), Unavailable),
]


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        *OUTCOMES,
        (answer({}), Unknown),
        (answer(REPEATED | {"PrimaryOrderNumber": "TP-9"}), Unknown),
        (answer(REPEATED | {"PrimaryOrderNumber": None}), Unknown),
        (answer(REPEATED | {"SubcontractOrderId": 32}), Unknown),
        (answer(None, 404), Refused),
    ],
)
def test_what_an_answer_means_for_a_change(reply, kind, remote, connect) -> None:
    remote.on(CHANGE, reply)
    with pytest.raises(kind) as error:
        amend(connect)
    assert type(error.value) is kind
    assert len(remote.calls()) == 1


def test_an_invoice_is_for_a_contractor_s_order_agrees_to_no_terms_and_is_exact(remote, connect) -> None:
    remote.on(INVOICES, answer({}, 201))
    connect.draft_invoice(INVOICE)
    assert remote.calls(INVOICES)[0].json == {
        "SupplierExternalId": "FENCE01",
        "PurchaseInvoiceCategory": 1,
        "SupplierInvoiceReference": "INV-7",
        "InvoiceDateUTC": "2026-05-07",
        "PaymentTerms": 0,
        "GoodsValue": 120.1,
        "LabourCost": 80,
        "VAT": 40.02,
        "Comments": "Rear fence",
        "PurchaseInvoiceLines": [
            {
                "CodeExternalId": "FENC001",
                "UnitCost": 40.1,
                "LineCost": 120.3,
                "Description": "Panel",
                "PrimaryOrderNumber": samples.NUMBER,
                "Quantity": 3,
                "PurchaseOrderNumber": "PO-1",
            }
        ],
    }


@pytest.mark.parametrize("text", ["0.07", "1.1", "8388608.01", "9999999.99", "0"])
def test_money_leaves_as_it_is_written(text, remote, connect) -> None:
    remote.on(INVOICES, answer({}, 201))
    connect.draft_invoice(replace(INVOICE, goods=Decimal(text)))
    assert f'"GoodsValue": {text},'.encode() in remote.calls(INVOICES)[0].body


[LINE] = INVOICE.lines
NO_INVOICE = {
    "parts of a penny": replace(INVOICE, goods=Decimal("1.001")),
    "less than nothing": replace(INVOICE, labour=Decimal("-1")),
    "no number": replace(INVOICE, vat=Decimal("NaN")),
    "without end": replace(INVOICE, vat=Decimal("Infinity")),
    "beyond reason": replace(INVOICE, goods=Decimal("1E+400")),
    "a reference too long": replace(INVOICE, reference="x" * 65),
    "no reference": replace(INVOICE, reference=" "),
    "no supplier": replace(INVOICE, supplier=""),
    "no order of ours": replace(INVOICE, number="an order"),
    "a line without a code": replace(INVOICE, lines=(replace(LINE, code=""),)),
    "a line without a purchase order": replace(INVOICE, lines=(replace(LINE, purchase_order=""),)),
    "a line of nothing": replace(INVOICE, lines=(replace(LINE, quantity=0),)),
    "a line of pennies' parts": replace(INVOICE, lines=(replace(LINE, unit_cost=Decimal("0.005")),)),
}


@pytest.mark.parametrize("what", NO_INVOICE)
def test_an_invoice_that_cannot_be_sent_as_it_stands_is_refused(what, remote, connect) -> None:
    with pytest.raises(Refused) as error:
        connect.draft_invoice(NO_INVOICE[what])
    assert "xxx" not in error.value.reason
    assert not remote.requests


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        *OUTCOMES,
        (answer({"SupplierInvoiceReference": "INV-8"}, 201), Unknown),
        (answer({"SupplierExternalId": "ROOF01"}, 201), Unknown),
        (answer(None, 404), Unavailable),
    ],
)
def test_what_an_answer_means_for_an_invoice(reply, kind, remote, connect) -> None:
    remote.on(INVOICES, reply)
    with pytest.raises(kind) as error:
        connect.draft_invoice(INVOICE)
    assert type(error.value) is kind
    assert len(remote.calls()) == 1


@pytest.mark.parametrize(("done", "status"), [(True, 200), (False, 400)])
def test_connect_hears_how_we_got_on_with_its_call(done, status, remote, connect) -> None:
    remote.on(REPLY, answer({}))
    connect.acknowledge("CLOUD-1", done=done, message="Read")
    sent = {"CloudExternalId": "CLOUD-1", "StatusCode": status, "Message": "Read"}
    assert remote.calls(REPLY)[0].json == sent


@pytest.mark.parametrize("body", [b"", b"null", b" \r\n", b"{}", b'{"CloudExternalId": "CLOUD-1"}'])
def test_a_yes_that_nobody_has_documented_may_be_wordless(body, remote, connect) -> None:
    remote.on(REPLY, answer(body))
    connect.acknowledge("CLOUD-1", done=True)
    assert "Message" not in remote.calls(REPLY)[0].json


def test_a_call_without_an_id_is_not_answered(remote, connect) -> None:
    with pytest.raises(Refused):
        connect.acknowledge("", done=True)
    assert not remote.requests


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        *(pair for pair in OUTCOMES if pair[0].status != 200 or b"<html>" in pair[0].body),
        (answer({"CloudExternalId": "CLOUD-2"}), Unknown),
        (answer(None, 404), Refused),
    ],
)
def test_what_an_answer_means_for_an_acknowledgement(reply, kind, remote, connect) -> None:
    remote.on(REPLY, reply)
    with pytest.raises(kind) as error:
        connect.acknowledge("CLOUD-1", done=True)
    assert type(error.value) is kind
