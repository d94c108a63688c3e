"""An officer's page of a contractor's order: each addition has a permission of its own."""

import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from booking.models import Command, Order
from booking.models.outbox import Kind, State
from tests.booking import able, flow
from tests.booking.scripted import SCRIPT
from tests.portal import review_cast as cast

pytestmark = pytest.mark.django_db(transaction=True)
AMEND, INVOICE = "amend_contractor_order", "draft_invoice"


@pytest.fixture(autouse=True)
def held(settings: Any) -> able.Held:
    settings.SCHEDULERS = {"connect": {"factory": "tests.booking.able.build", "options": {}}}
    SCRIPT.__init__()
    able.HELD.__init__()
    return able.HELD


@pytest.fixture
def order() -> Order:
    facts = {"fulfilment": "handed_over", "supplier": "FENCE01", "supplier_name": "Hartley Fencing Ltd"}
    return cast.add_order(**facts)


def sign_in(client: Client, *rights: str) -> None:
    officer = cast.add_officer()
    officer.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(officer)


def rows(prefix: str, **cells: object) -> dict[str, object]:
    counts = {f"{prefix}-TOTAL_FORMS": 3, f"{prefix}-INITIAL_FORMS": 0}
    return counts | {f"{prefix}-0-{name}": value for name, value in cells.items()}


def amend(client: Client, order: Order, *, row: dict[str, object] | None = None, **said: object) -> Any:
    usual: dict[str, object] = {"subcontract_order": 77, "comments": "Two panels", "key": uuid.uuid4()}
    data = {f"amend-{name}": value for name, value in (usual | said).items()}
    return client.post(
        reverse("officers-contractor-amend", args=[order.pk]), data | rows("amend", **row or {})
    )


def invoice(client: Client, order: Order, *, row: dict[str, object] | None = None, **said: object) -> Any:
    usual: dict[str, object] = {
        "reference": "INV-9",
        "date": timezone.localdate(),
        "goods": "100.10",
        "vat": "20.02",
        "key": uuid.uuid4(),
    }
    data = {f"invoice-{name}": value for name, value in (usual | said).items()}
    return client.post(
        reverse("officers-contractor-invoice", args=[order.pk]), data | rows("invoice", **row or {})
    )


def test_comments_and_codes_reach_the_contractor_s_order(client, order, held):
    sign_in(client, AMEND)
    page = amend(client, order, row={"code": "FENCE1", "quantity": "1.5"})
    assert page.status_code == 302
    flow.drain()
    [(number, comments, [line])] = held.amended
    assert (number, comments, line.code, line.quantity) == (77, "Two panels", "FENCE1", Decimal("1.5"))
    shown = client.get(reverse("officers-contractor", args=[order.pk])).content.decode()
    assert "Two panels" in shown
    assert 'value="77"' in shown


def test_an_invoice_is_drafted_with_its_lines(client, order, held):
    sign_in(client, INVOICE)
    invoice(client, order, purchase_order="PO-1", row={"code": "FENCE1", "quantity": 2, "unit_cost": "50.05"})
    flow.drain()
    [drafted] = held.invoices
    assert (drafted.supplier, drafted.number) == ("FENCE01", order.number)
    assert (drafted.goods, drafted.vat, drafted.labour) == (Decimal("100.10"), Decimal("20.02"), 0)
    assert (drafted.lines[0].quantity, drafted.lines[0].unit_cost) == (2, Decimal("50.05"))


@pytest.mark.parametrize(("right", "send"), [(AMEND, invoice), (INVOICE, amend)])
def test_one_right_does_not_open_the_other_door(client, order, right, send):
    sign_in(client, right)
    assert send(client, order).status_code == 404
    assert not Command.objects.exists()


def test_without_a_right_an_officer_may_only_look(client, order):
    sign_in(client)
    page = client.get(reverse("officers-contractor", args=[order.pk])).content.decode()
    assert escape("You may look at this order") in page
    assert "<textarea" not in page


def test_to_a_tenant_the_page_does_not_exist(client, order):
    client.force_login(cast.add_tenant())
    for name in ("officers-contractor", "officers-contractor-amend", "officers-contractor-invoice"):
        assert client.get(reverse(name, args=[order.pk])).status_code == 404


def test_the_landlord_s_own_order_has_no_such_page(client):
    sign_in(client, AMEND)
    order = cast.add_order()
    assert client.get(reverse("officers-contractor", args=[order.pk])).status_code == 404
    assert amend(client, order).status_code == 404


def test_a_double_click_sends_once(client, order, held):
    sign_in(client, INVOICE)
    key = uuid.uuid4()
    for _ in range(2):
        assert invoice(client, order, key=key).status_code == 302
    flow.drain()
    assert len(held.invoices) == 1


def test_another_invoice_waits_until_the_one_before_is_settled(client, order):
    sign_in(client, INVOICE)
    invoice(client, order)
    page = invoice(client, order, reference="INV-10")
    assert "still on its way" in page.content.decode()
    assert "INV-10" in page.content.decode()
    assert Command.objects.get(kind=Kind.INVOICE).state == State.PLANNED


@pytest.mark.parametrize(
    ("said", "row", "why"),
    [
        ({"goods": "ten"}, {}, "Enter an amount in pounds, such as 120.50"),
        ({"goods": "1.005"}, {}, "whole pence"),
        ({"goods": "-1"}, {}, "Enter an amount of 0 or more"),
        ({"date": "2999-01-01"}, {}, "must be today or before"),
        ({"reference": ""}, {}, "Enter the number on the contractor"),
        ({}, {"code": "FENCE1"}, "Enter the purchase order number"),
        ({}, {"unit_cost": "5"}, "Enter the repair code"),
        ({}, {"code": "FENCE1", "quantity": "0.5"}, "Enter a whole number"),
    ],
)
def test_an_invoice_that_makes_no_sense_is_explained_and_kept(client, order, said, row, why):
    sign_in(client, INVOICE)
    page = invoice(client, order, row=row, comments="Keep me", **said).content.decode()
    assert escape(why) in page or why in page
    assert "There is a problem" in page
    assert "Keep me" in page
    assert not Command.objects.exists()


def test_an_empty_addition_is_not_sent(client, order):
    sign_in(client, AMEND)
    page = amend(client, order, comments="")
    assert "Enter a comment or a repair code" in page.content.decode()
    assert not Command.objects.exists()
