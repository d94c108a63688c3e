"""A supplier's part of an order: told more, and invoiced."""

import pytest

from . import contract

INVOICE = {
    "SupplierExternalId": "FENCE01",
    "PurchaseInvoiceCategory": 1,
    "SupplierInvoiceReference": "HF-1001",
    "InvoiceDateUTC": "2026-11-18",
    "PaymentTerms": 1,
    "GoodsValue": 120.5,
    "PurchaseInvoiceLines": [
        {
            "CodeExternalId": "FENC003",
            "PurchaseOrderNumber": "90001",
            "PrimaryOrderNumber": "TP-1",
            "Quantity": 2,
        }
    ],
}


@pytest.fixture
def subcontract(connect):
    connect.raise_order()
    connect.post("BookSubContractorOrder", {"PrimaryOrderNumber": "TP-1", "SupplierExternalId": "FENCE01"})
    return connect.state()["orders"][-1]["subcontract"]["id"]


def test_the_number_of_the_suppliers_order_stays_the_same(connect, subcontract):
    connect.post("BookSubContractorOrder", {"PrimaryOrderNumber": "TP-1", "SupplierExternalId": "FENCE01"})
    assert connect.state()["orders"][-1]["subcontract"]["id"] == subcontract


def test_comments_and_codes_are_added_to_the_suppliers_order(connect, subcontract):
    body = {
        "PrimaryOrderNumber": "TP-1",
        "SubcontractOrderId": subcontract,
        "Comments": "The gate as well",
        "Codes": [{"CodeExternalId": "FENC003", "Quantity": 2}],
    }
    answer = connect.patch("BookSubContractorOrder", body).json()
    contract.check(answer, "BookSubContractorOrderUpdate")
    assert (answer["Comments"], answer["Codes"][0]["Quantity"]) == ("The gate as well", 2)
    kept = connect.state()["orders"][-1]["subcontract"]["updates"]
    assert [one["Comments"] for one in kept] == ["The gate as well"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"SubcontractOrderId": 1},
        {"PrimaryOrderNumber": "TP-2"},
        {"CustomerExternalId": "P-9"},
        {"PrimaryOrderNumber": None, "SubcontractOrderId": None},
        {"Codes": [{"CodeExternalId": "NONE999", "Quantity": 1}]},
        {"Codes": [{"CodeExternalId": "FENC003", "Quantity": 0}]},
    ],
)
def test_what_does_not_belong_to_the_suppliers_order_is_refused(connect, subcontract, wrong):
    body = {"PrimaryOrderNumber": "TP-1", "SubcontractOrderId": subcontract} | wrong
    assert connect.patch("BookSubContractorOrder", body).status_code == 400
    assert connect.state()["orders"][-1]["subcontract"]["updates"] == []


def test_an_order_without_a_supplier_cannot_be_told_more(connect):
    connect.raise_order()
    assert connect.patch("BookSubContractorOrder", {"PrimaryOrderNumber": "TP-1"}).status_code == 400


def test_an_invoice_is_taken_once(connect, subcontract):
    answer = connect.post("PurchaseInvoice", INVOICE)
    assert answer.status_code == 201
    contract.check(answer.json(), "PurchaseInvoice")
    assert connect.post("PurchaseInvoice", INVOICE).status_code == 400
    assert [one["SupplierInvoiceReference"] for one in connect.state()["invoices"]] == ["HF-1001"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"SupplierExternalId": "NOBODY"},
        {"SupplierExternalId": "ROOF01"},
        {"GoodsValue": None},
        {"PaymentTerms": 7},
        {"SupplierInvoiceReference": "x" * 65},
        {"PurchaseInvoiceLines": [{"CodeExternalId": "NONE999", "PurchaseOrderNumber": "1"}]},
        {"PurchaseInvoiceLines": [{"CodeExternalId": "FENC003"}]},
    ],
)
def test_an_invoice_that_matches_nothing_is_refused(connect, subcontract, wrong):
    answer = connect.post("PurchaseInvoice", INVOICE | wrong)
    assert answer.status_code == 400
    contract.check(answer.json(), "Error")
