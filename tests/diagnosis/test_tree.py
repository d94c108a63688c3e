import datetime as dt
import threading

import pytest
from django.db import OperationalError, connection, transaction

from diagnosis import tree
from diagnosis.models import Category, Priority, RepairCode, SubArea

from .conftest import make_leaf


def order(sub_area: SubArea) -> list[str]:
    return [leaf.slug for leaf in tree.leaves(sub_area)]


# --- reading ------------------------------------------------------------------------------------------------
def test_a_level_costs_one_query(bath, django_assert_num_queries):
    for level in (tree.categories(), tree.sub_areas(bath.category), tree.leaves(bath)):
        with django_assert_num_queries(1):
            assert list(level)


def test_a_leaf_with_its_path_and_all_that_belongs_to_it_costs_one_query(bath, django_assert_num_queries):
    with django_assert_num_queries(1):
        leaf = tree.leaf("leak")
        assert [node.title for node in tree.path(leaf)] == ["Baths", "Bath", "Leak"]
        assert (leaf.priority.external_id, leaf.supplier) == ("ROUTINE", None)


def test_a_leaf_that_was_taken_away_is_nowhere(bath):
    RepairCode.objects.filter(slug="leak").update(active=False)
    assert order(bath) == ["loose", "panel"]
    with pytest.raises(RepairCode.DoesNotExist):
        tree.leaf("leak")


def test_what_leads_nowhere_is_not_offered(bath):
    RepairCode.objects.update(active=False)
    assert not tree.categories().exists()
    assert not tree.sub_areas(bath.category).exists()


@pytest.mark.parametrize(
    ("area", "offered"),
    [("home", ["leak", "panel"]), ("shared", ["loose", "panel"]), (None, ["leak", "loose", "panel"])],
)
def test_an_area_offers_its_own_and_what_is_in_either(bath, area, offered):
    RepairCode.objects.filter(slug="loose").update(area="shared")
    RepairCode.objects.filter(slug="panel").update(area="both")
    assert [leaf.slug for leaf in tree.leaves(bath, area=area)] == offered


def test_a_category_with_nothing_in_a_shared_area_is_not_offered_there(bath):
    assert list(tree.categories(area="home")) == [bath.category]
    assert list(tree.categories(area="shared")) == []
    assert list(tree.sub_areas(bath.category, area="shared")) == []


def test_what_people_report_most_is_known(bath):
    RepairCode.objects.filter(slug="loose").update(common=True)
    assert [leaf.slug for leaf in tree.common(area="home")] == ["loose"]


# --- when it is due -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("days", "working", "today", "due"),
    [
        (28, False, "2026-11-22", "2026-12-20"),
        (1, False, "2026-10-24", "2026-10-25"),  # the night the clocks change
        (1, True, "2026-11-20", "2026-11-23"),  # Friday to Monday
        (3, True, "2026-12-23", "2026-12-30"),  # over Christmas, whose Boxing Day is kept on a Monday
        (1, True, "2027-12-24", "2027-12-29"),  # both kept after the weekend
        (1, True, "2026-04-02", "2026-04-07"),  # over Easter
        (10, True, "2026-11-22", "2026-12-04"),
        (1, True, "2028-02-28", "2028-02-29"),
    ],
)
def test_a_repair_is_due_in_calendar_or_working_days(days, working, today, due):
    priority = Priority(target_days=days, working_days=working)
    assert tree.target_date(priority, today=dt.date.fromisoformat(today)) == dt.date.fromisoformat(due)


def test_a_leaf_is_due_as_its_priority_says(bath):
    assert tree.target_date(tree.leaf("leak"), today=dt.date(2026, 11, 1)) == dt.date(2026, 11, 29)


# --- order --------------------------------------------------------------------------------------------------
def test_up_and_down_change_places_with_the_neighbour(bath):
    assert tree.move(bath.leaves.get(slug="panel"), to="up")
    assert order(bath) == ["leak", "panel", "loose"]
    assert tree.move(bath.leaves.get(slug="leak"), to="down")
    assert order(bath) == ["panel", "leak", "loose"]


def test_the_first_cannot_go_up_nor_the_last_down(bath):
    assert not tree.move(bath.leaves.get(slug="leak"), to="up")
    assert not tree.move(bath.leaves.get(slug="panel"), to="down")
    assert order(bath) == ["leak", "loose", "panel"]


def test_a_gap_in_the_places_does_not_matter(bath):
    RepairCode.objects.filter(slug="loose").delete()
    assert tree.move(bath.leaves.get(slug="panel"), to="up")
    assert order(bath) == ["panel", "leak"]


def test_sub_areas_and_categories_move_too(bath):
    other, above = (
        SubArea(category=bath.category, slug="shower", title="Shower"),
        Category(slug="x", title="X"),
    )
    tree.append(other)
    tree.append(above)
    tree.append(make_leaf(other, "spray"))
    assert tree.move(other, to="up")
    assert tree.move(above, to="up")
    assert list(tree.sub_areas(bath.category)) == [other, bath]
    assert list(Category.objects.all()) == [above, bath.category]


def test_a_move_starts_from_the_place_that_stands_in_the_database(bath):
    seen_earlier = bath.leaves.get(slug="panel")
    tree.move(bath.leaves.get(slug="panel"), to="up")
    tree.move(seen_earlier, to="up")
    assert order(bath) == ["panel", "leak", "loose"]


def elsewhere(act) -> list[Exception]:
    """Runs on a connection of its own that waits for no lock; answers what went wrong."""
    wrong = []

    def run() -> None:
        try:
            with transaction.atomic():
                connection.cursor().execute("SET LOCAL lock_timeout = '100ms'")
                act()
        except OperationalError as error:
            wrong.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return wrong


@pytest.mark.django_db(transaction=True)
def test_two_people_never_change_the_order_at_once(bath):
    with transaction.atomic():
        tree.move(bath.leaves.get(slug="leak"), to="down")
        assert elsewhere(lambda: tree.append(make_leaf(bath, "new")))
        assert elsewhere(lambda: tree.move(RepairCode.objects.get(slug="panel"), to="up"))
    assert not elsewhere(lambda: tree.move(RepairCode.objects.get(slug="panel"), to="up"))
    assert order(bath) == ["loose", "panel", "leak"]
