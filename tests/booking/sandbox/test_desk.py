"""The page on which a curious person acts as the landlord's staff."""

import re

import pytest


@pytest.fixture
def visit(connect):
    connect.raise_order()
    return connect.book(connect.find_free()[0]).json()["VisitExternalId"]


def look(connect, number="TP-1"):
    return connect.session.get(f"{connect.url}/staff/{number}", timeout=10)


def send(connect, **form):
    return connect.session.post(f"{connect.url}/staff/TP-1", data=form, timeout=10)


def test_the_front_page_leads_there(connect, visit):
    assert 'href="/staff/TP-1"' in connect.session.get(connect.url, timeout=10).text


def test_a_visit_is_moved_to_a_time_that_the_page_offers(connect, visit):
    slots = re.findall(r'<option value="(\d{4}[^"]+)"', look(connect).text)
    answer = send(connect, action="move", visit=visit, slot=slots[-1])
    assert "The visit has been moved." in answer.text
    assert connect.visits()[0]["PlanningWindowStart"][:10] == slots[-1][:10]


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"action": "complete", "result": "1"}, "Completed"),
        ({"action": "shelve"}, "Shelved"),
        ({"action": "complete_order"}, "Completed"),
        ({"action": "cancel_order"}, "PendingDeletion"),
    ],
)
def test_each_button_does_what_it_says(connect, visit, form, status):
    assert send(connect, visit=visit, **form).status_code == 200
    assert connect.visits()[0]["VisitStatusName"] == status


def test_a_visit_can_be_deleted(connect, visit):
    send(connect, visit=visit, action="delete")
    assert connect.visits() == []


def test_an_appointment_can_be_booked_and_followed_on(connect):
    connect.raise_order()
    for action in ("book", "complete", "follow_on"):
        assert f'value="{action}"' in look(connect).text
        slots = re.findall(r'<option value="(\d{4}[^"]+)"', look(connect).text)
        send(connect, action=action, slot=slots[-1 if action == "follow_on" else 0])
    assert [one["VisitStatusName"] for one in connect.visits()] == ["Completed", "Booked"]


def test_nothing_can_be_done_to_what_is_over(connect, visit):
    send(connect, action="shelve", visit=visit)
    send(connect, action="complete_order")
    assert "<form" not in look(connect).text


def test_a_time_that_is_missing_is_said_so(connect, visit):
    assert "Choose a time first." in send(connect, action="move", visit=visit).text


def test_a_time_that_is_gone_is_said_so(connect, visit):
    answer = send(connect, action="move", visit=visit, slot="2026-11-01|22")
    assert "must be in the future" in answer.text


def test_an_order_that_is_not_there_is_a_404(connect):
    assert look(connect, "TP-9").status_code == 404


def test_a_supplier_is_shown_with_the_number_of_its_order(connect):
    connect.raise_order()
    connect.post("BookSubContractorOrder", {"PrimaryOrderNumber": "TP-1", "SupplierExternalId": "FENCE01"})
    number = connect.state()["orders"][-1]["subcontract"]["id"]
    connect.patch("BookSubContractorOrder", {"SubcontractOrderId": number, "Comments": "The gate as well"})
    shown = look(connect).text
    assert f"sub contractor order {number}" in shown
    assert "The gate as well" in shown


def test_codes_and_attributes_are_shown(connect):
    connect.raise_order()
    order = connect.state()["orders"][-1]["id"]
    connect.post(f"SalesOrder/{order}/Code", {"CodeExternalId": "SAFE001", "Quantity": 2.5})
    connect.post(f"SalesOrder/{order}/Attribute", [{"AttributeName": "Asbestos", "Value": "<Yes>"}])
    shown = look(connect).text
    assert "TAPS001 × 1" in shown
    assert "SAFE001 × 2.5" in shown
    assert "Asbestos: &lt;Yes&gt;" in shown


def test_the_property_is_shown_as_connect_has_it(connect):
    connect.raise_order(Customer={"ExternalId": "P-1001", "OrganisationExternalId": "RIVERSIDE"})
    assert "P-1001, 1 Mill Lane, RV2 4AB, Ms Known Tenant" in look(connect).text


def test_what_a_tenant_wrote_is_text(connect):
    connect.raise_order(JobDescription="<script>alert(1)</script>")
    assert "<script>" not in look(connect).text
