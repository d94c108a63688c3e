"""How an outside firm gets its work: said in the tree's file and on the admin's page, and checked in both."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.forms import modelform_factory

from diagnosis import transfer, tree_file
from diagnosis.forms import SupplierForm
from diagnosis.models import Supplier

FACTS = {"external_id": "TREE01", "name": "Green Canopy", "route": "connect", "answer_days": 2}


def errors(**facts: Any) -> dict[str, list[str]]:
    form = modelform_factory(Supplier, SupplierForm, fields="__all__")
    return form({**FACTS, **facts}, instance=Supplier(**facts)).errors


@pytest.fixture(autouse=True)
def systems(settings: Any) -> None:
    settings.SCHEDULERS = {"connect": {}, "hartley": {"kind": "synchroteam"}}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "field", "said"),
    [
        ({"route": "system"}, "system", "Choose the firm's system"),
        ({"route": "system", "system": "gone"}, "system", "not set up any more"),
        ({"route": "email"}, "email", "Enter the address at which the firm reads"),
        ({"route": "email", "email": "nobody"}, "email", "valid email"),
        ({"answer_days": 0}, "answer_days", "Enter 1 day or more"),
        ({"answer_days": 21}, "answer_days", "Enter 20 days or fewer"),
        ({"route": "pigeon"}, "route", "valid choice"),
    ],
)
def test_a_way_that_leads_nowhere_is_explained(facts: dict[str, Any], field: str, said: str) -> None:
    assert said in errors(**facts)[field][0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "facts",
    [{}, {"route": "system", "system": "hartley"}, {"route": "email", "email": "jobs@green.example"}],
)
def test_a_way_that_leads_somewhere_is_kept(facts: dict[str, Any]) -> None:
    assert errors(**facts) == {}


@pytest.mark.django_db
def test_the_landlords_own_system_is_no_firms() -> None:
    assert "choose another one" in errors(route="system", system="connect")["system"][0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "facts", [{"route": "system"}, {"route": "email"}, {"route": "x"}, {"answer_days": 0}]
)
def test_the_database_refuses_what_the_form_would(facts: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Supplier.objects.create(external_id="T", name="T", **facts)


def text(firm: str) -> str:
    return f"""
        priorities = [{{ id = "R", title = "Routine", target_days = 28 }}]
        suppliers = [{{ id = "TREE01", name = "Green Canopy", {firm} }}]
        categories = []
    """


@pytest.mark.django_db
def test_a_trees_file_says_how_a_firm_is_asked() -> None:
    transfer.load(tree_file.read(text('route = "email", email = "jobs@green.example", answer_days = 3')))
    firm = Supplier.objects.get()
    assert (firm.route, firm.email, firm.answer_days) == ("email", "jobs@green.example", 3)


@pytest.mark.parametrize(
    ("firm", "said"),
    [
        ('route = "email"', "TREE01: needs an e-mail address."),
        ('route = "system"', "TREE01: needs the name of its system."),
        ('route = "pigeon"', "TREE01: route must be one of"),
    ],
)
def test_a_trees_file_with_a_way_that_leads_nowhere_is_refused(firm: str, said: str) -> None:
    with pytest.raises(tree_file.TreeFileError) as refused:
        tree_file.read(text(firm))
    assert said in refused.value.problems[0]
