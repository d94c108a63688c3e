"""The starter tree, loaded once for each module that asks for it."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from diagnosis import transfer, tree, tree_file
from diagnosis.management.commands.load_tree import STARTER
from diagnosis.models import Category, Priority, RepairCode, SubArea


@pytest.fixture(scope="session")
def starter_file() -> tree_file.TreeFile:
    return tree_file.read(STARTER.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def starter(starter_file, django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        transfer.load(starter_file)
        with django_db_blocker.block():
            yield
        transaction.set_rollback(True)


@pytest.fixture
def bath(db) -> SubArea:
    """A sub-area with three leaves, in this order: leak, loose, panel."""
    category = Category(slug="baths", title="Baths")
    tree.append(category)
    sub_area = SubArea(category=category, slug="bath", title="Bath")
    tree.append(sub_area)
    for slug in ["leak", "loose", "panel"]:
        tree.append(make_leaf(sub_area, slug))
    return sub_area


def make_leaf(sub_area: SubArea, slug: str, **facts: object) -> RepairCode:
    """A leaf that the database would take, not saved yet; `facts` may spoil it."""
    priority, _ = Priority.objects.get_or_create(
        external_id="ROUTINE", defaults={"title": "Routine", "target_days": 28}
    )
    usual = {"title": slug.capitalize(), "code": "BATH001", "trade": "Plumber", "priority": priority}
    return RepairCode(sub_area=sub_area, slug=slug, **{**usual, **facts})
