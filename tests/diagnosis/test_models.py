import pytest
from django.db import IntegrityError, connection, transaction

from diagnosis import tree
from diagnosis.models import Priority, SubArea, Supplier

from .conftest import make_leaf


@pytest.fixture
def firm(db) -> Supplier:
    return Supplier.objects.create(external_id="FENCE01", name="Hartley Fencing Ltd")


def refused_by(name: str):
    return pytest.raises(IntegrityError, match=name)


def test_a_leaf_has_a_code(bath):
    tree.append(make_leaf(bath, "tap", code="TAPS001"))


def test_a_leaf_may_have_a_template_instead(bath):
    tree.append(make_leaf(bath, "tap", code="", template=4101))


@pytest.mark.parametrize("facts", [{"code": ""}, {"template": 4101}], ids=["neither", "both"])
def test_a_leaf_has_a_code_or_a_template_never_both(bath, facts):
    with refused_by("repair_code_has_a_code_or_a_template"):
        tree.append(make_leaf(bath, "tap", **facts))


def test_an_outside_job_names_its_firm(bath, firm):
    tree.append(make_leaf(bath, "tap", contractor="external", supplier=firm))


def test_an_outside_job_without_a_firm_is_refused(bath):
    with refused_by("repair_code_names_a_firm_only_when_a_firm_does_it"):
        tree.append(make_leaf(bath, "tap", contractor="external"))


def test_an_inside_job_with_a_firm_is_refused(bath, firm):
    with refused_by("repair_code_names_a_firm_only_when_a_firm_does_it"):
        tree.append(make_leaf(bath, "tap", supplier=firm))


def test_nobody_else_than_our_team_or_a_firm_does_it(bath, firm):
    with refused_by("repair_code_names_a_firm_only_when_a_firm_does_it"):
        tree.append(make_leaf(bath, "tap", contractor="nobody", supplier=firm))


def test_an_area_that_we_do_not_know_is_refused(bath):
    with refused_by("repair_code_is_in_the_home_or_a_shared_area_or_either"):
        tree.append(make_leaf(bath, "tap", area="moon"))


def test_a_priority_is_due_after_a_day_or_more(db):
    with refused_by("priority_is_due_after_a_day_or_more"):
        Priority.objects.create(external_id="NOW", title="Now", target_days=0)


def test_an_address_is_used_once(bath):
    with refused_by("slug"):
        tree.append(make_leaf(bath, "leak"))


def test_a_sub_area_address_is_used_once_in_a_category(bath):
    with refused_by("sub_area_address_is_used_once_in_a_category"):
        tree.append(SubArea(category=bath.category, slug="bath", title="Other"))


@pytest.mark.parametrize("level", ["leaf", "sub-area", "category"])
def test_two_siblings_never_share_a_place(bath, level):
    if level == "category":
        twin, place = type(bath.category)(slug="x", title="X"), bath.category.position
    elif level == "sub-area":
        twin, place = SubArea(category=bath.category, slug="x", title="X"), bath.position
    else:
        twin, place = make_leaf(bath, "x"), bath.leaves.get(slug="leak").position
    twin.position = place
    with refused_by("has_a_place_of_its_own"), transaction.atomic():
        twin.save()
        connection.check_constraints()


def test_a_title_says_what_it_is_part_of(bath):
    assert bath.leaves.get(slug="leak").full_title == "Baths › Bath › Leak"
