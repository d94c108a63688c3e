import re

import pytest
from django.contrib.admin import site
from django.contrib.auth import get_user_model
from django.test import RequestFactory
from django.urls import reverse

from diagnosis import search, tree
from diagnosis.admin import CategoryAdmin, RepairCodeAdmin, SubAreaAdmin
from diagnosis.models import Category, RepairCode, SubArea, Supplier

from .conftest import make_leaf


def page(name: str, *args: object) -> str:
    return reverse(f"admin:diagnosis_{name}", args=args)


@pytest.fixture
def admin(client, db):
    """Somebody who may do everything, signed in."""
    person = get_user_model()(
        is_staff=True, is_superuser=True, is_active=True, email="admin@riverside.example"
    )
    person.save()
    client.force_login(person)
    return client


@pytest.fixture
def form(bath):
    """What the page of a leaf posts when nothing is changed."""
    leaf = bath.leaves.get(slug="leak")
    return {
        "sub_area": bath.pk,
        "title": "Leak",
        "area": "home",
        "active": "on",
        "code": "BATH001",
        "trade": "Plumber",
        "priority": leaf.priority_id,
        "contractor": "internal",
    }


def leak() -> RepairCode:
    return RepairCode.objects.get(slug="leak")


def test_the_list_shows_each_path_in_the_order_of_the_tree(admin, bath):
    shown = admin.get(page("repaircode_changelist")).content.decode()
    places = [shown.index(f"Baths › Bath › {title}") for title in ["Leak", "Loose", "Panel"]]
    assert places == sorted(places)


def test_the_list_costs_the_same_however_long_it_is(admin, bath, django_assert_max_num_queries):
    for n in range(20):
        tree.append(make_leaf(bath, f"more-{n}"))
    with django_assert_max_num_queries(20):
        assert admin.get(page("repaircode_changelist")).status_code == 200


@pytest.mark.parametrize("asked", ["q=panel", "contractor__exact=internal&q=panel", "q=baths+panel"])
def test_the_list_searches_and_filters(admin, bath, asked):
    shown = admin.get(page("repaircode_changelist") + f"?{asked}").content.decode()
    assert "Baths › Bath › Panel" in shown
    assert "Baths › Bath › Leak" not in shown


def test_the_buttons_are_named_and_post(admin, bath):
    shown = admin.get(page("repaircode_changelist")).content.decode()
    assert '<form id="changelist-form" method="post"' in shown
    assert 'aria-label="Move Panel up"' in shown
    address = re.search(r'formaction="([^"]*)" aria-label="Move Panel up"', shown).group(1)
    answer = admin.post(address.replace("&amp;", "&"), follow=True)
    assert "Panel is one place further up." in answer.content.decode()
    assert [leaf.slug for leaf in tree.leaves(bath)] == ["leak", "panel", "loose"]


def test_a_button_leads_back_to_the_same_page_of_the_list(admin, bath):
    shown = admin.get(page("repaircode_changelist") + "?q=panel").content.decode()
    address = re.search(r'formaction="([^"]*)" aria-label="Move Panel up"', shown).group(1)
    panel = RepairCode.objects.get(slug="panel")
    back = page("repaircode_changelist") + f"?q=panel#up-{panel.pk}"
    assert admin.post(address.replace("&amp;", "&")).url == back
    assert f'id="up-{panel.pk}"' in shown


def test_the_first_is_said_to_be_first(admin, bath):
    answer = admin.post(page("repaircode_move", leak().pk, "up"), follow=True)
    assert "Leak is first already." in answer.content.decode()


def test_a_move_is_never_a_mere_link(admin, bath):
    assert admin.get(page("repaircode_move", leak().pk, "down")).status_code == 405
    assert [leaf.slug for leaf in tree.leaves(bath)] == ["leak", "loose", "panel"]


def test_a_move_that_makes_no_sense_is_not_found(admin, bath):
    assert admin.post(page("repaircode_move", leak().pk, "sideways")).status_code == 404
    assert admin.post(page("repaircode_move", 999_999, "up")).status_code == 404


def test_nobody_moves_without_the_permission_to_change(client, bath):
    looker = get_user_model()(is_staff=True, is_active=True, email="looker@riverside.example")
    looker.save()
    client.force_login(looker)
    assert client.post(page("repaircode_move", leak().pk, "down")).status_code == 403
    assert [leaf.slug for leaf in tree.leaves(bath)] == ["leak", "loose", "panel"]


def test_a_change_is_found_at_once(admin, form):
    answer = admin.post(page("repaircode_change", leak().pk), form | {"keywords": "gerbils"})
    assert answer.status_code == 302
    assert [hit.slug for hit in search.find("gerbill")] == ["leak"]


def test_a_change_keeps_address_and_place(admin, form):
    before = leak()
    admin.post(page("repaircode_change", before.pk), form | {"slug": "other", "title": "Bath leaks"})
    after = leak()
    assert (after.title, after.position) == ("Bath leaks", before.position)


def test_a_new_one_comes_last(admin, form, bath):
    answer = admin.post(page("repaircode_add"), form | {"title": "Tap", "slug": "tap"})
    assert answer.status_code == 302
    assert [leaf.slug for leaf in tree.leaves(bath)][-1] == "tap"


def test_a_moved_one_comes_last_in_its_new_sub_area(admin, form, bath):
    shower = SubArea(category=bath.category, slug="shower", title="Shower")
    tree.append(shower)
    for slug in ["spray", "tray"]:
        tree.append(make_leaf(shower, slug))
    assert admin.post(page("repaircode_change", leak().pk), form | {"sub_area": shower.pk}).status_code == 302
    assert [leaf.slug for leaf in tree.leaves(shower)] == ["spray", "tray", "leak"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"code": ""}, "Enter either a repair code or the number of a code template, not both."),
        ({"template": "4101"}, "Enter either a repair code or the number of a code template, not both."),
        ({"contractor": "external"}, "Choose the firm that does it."),
        ({"supplier": "firm"}, "Our own team does it: choose no firm, or change who does it."),
    ],
)
def test_what_does_not_fit_together_is_said_once_in_plain_words(admin, form, changes, sentence):
    firm = Supplier.objects.create(external_id="FENCE01", name="Hartley Fencing Ltd")
    given = {name: firm.pk if value == "firm" else value for name, value in changes.items()}
    answer = admin.post(page("repaircode_change", leak().pk), form | given)
    assert answer.content.decode().count(sentence) == 1


def test_a_leaf_cannot_be_deleted_only_taken_away(admin, bath):
    assert admin.post(page("repaircode_delete", leak().pk), {"post": "yes"}).status_code == 403
    assert leak()


def test_a_category_shows_what_is_inside_and_can_be_changed(admin, bath):
    address = page("category_change", bath.category_id)
    assert page("subarea_change", bath.pk) in admin.get(address).content.decode()
    nothing_inside_changed = {
        "sub_areas-TOTAL_FORMS": 1,
        "sub_areas-INITIAL_FORMS": 1,
        "sub_areas-0-id": bath.pk,
    }
    inside = nothing_inside_changed | {"sub_areas-0-category": bath.category_id}
    assert admin.post(address, {"title": "Bathroom", **inside}).status_code == 302
    assert Category.objects.get().title == "Bathroom"


def test_a_sub_area_moves_only_where_its_address_is_free(admin, bath):
    wet = Category(slug="wet", title="Wet rooms")
    tree.append(wet)
    tree.append(SubArea(category=wet, slug="bath", title="Bath"))
    inside = {"leaves-TOTAL_FORMS": 0, "leaves-INITIAL_FORMS": 0}
    answer = admin.post(page("subarea_change", bath.pk), {"title": "Bath", "category": wet.pk, **inside})
    assert "This category has a sub-area with the address “bath” already." in answer.content.decode()


@pytest.mark.parametrize("kind", [CategoryAdmin, SubAreaAdmin, RepairCodeAdmin])
def test_an_address_is_chosen_once(kind, bath):
    pages = kind(Category, site)
    assert pages.get_readonly_fields(RequestFactory().get("/")) == []
    assert pages.get_readonly_fields(RequestFactory().get("/"), bath) == ["slug"]
