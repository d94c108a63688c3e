"""The diagnosis tree: reading it level by level, and keeping it in the landlord's order."""

import datetime as dt
from typing import Literal

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from . import working_days
from .models import Area, Category, Priority, RepairCode, SubArea

ORDER_LOCK = 7_302_001
"""One lock for every change of order: a new or moved node changes places that its siblings hold."""

Node = Category | SubArea | RepairCode
Direction = Literal["up", "down"]


# --- reading: one query each --------------------------------------------------------------------------------
def categories(*, area: str | None = None) -> QuerySet[Category]:
    """Answers the categories that have something to choose in this area, in order."""
    something = _offered(area).filter(sub_area__category=OuterRef("pk"))
    return Category.objects.filter(Exists(something)).order_by("position")


def sub_areas(category: Category, *, area: str | None = None) -> QuerySet[SubArea]:
    """Answers the sub-areas of a category that have something to choose in this area, in order."""
    something = _offered(area).filter(sub_area=OuterRef("pk"))
    return SubArea.objects.filter(Exists(something), category=category).order_by("position")


def leaves(sub_area: SubArea, *, area: str | None = None) -> QuerySet[RepairCode]:
    """Answers what may be wrong in a sub-area, in order."""
    return _offered(area).filter(sub_area=sub_area).order_by("position")


def common(*, area: str | None = None) -> QuerySet[RepairCode]:
    """Answers what people report most, in the order of the tree."""
    return _in_order(_offered(area).filter(common=True)).select_related("sub_area__category")


def category(slug: str) -> Category:
    """Answers the category at this address, or raises Category.DoesNotExist."""
    return Category.objects.get(slug=slug)


def sub_area(slug: str, *, category: Category) -> SubArea:
    """Answers the sub-area at this address of a category, or raises SubArea.DoesNotExist."""
    return SubArea.objects.select_related("category").get(slug=slug, category=category)


def leaf(slug: str) -> RepairCode:
    """Answers the repair code at this address with all that belongs to it, or raises RepairCode.DoesNotExist.

    One that has been taken away from tenants is not answered.
    """
    related = ("sub_area__category", "priority", "supplier")
    return RepairCode.objects.select_related(*related).get(slug=slug, active=True)


def path(leaf: RepairCode) -> tuple[Category, SubArea, RepairCode]:
    """Answers the way from the top to a leaf; costs nothing for a leaf that `leaf()` answered."""
    return leaf.sub_area.category, leaf.sub_area, leaf


def _offered(area: str | None) -> QuerySet[RepairCode]:
    here = Q() if area is None else Q(area__in=[area, Area.BOTH])
    return RepairCode.objects.filter(here, active=True)


def _in_order(found: QuerySet[RepairCode]) -> QuerySet[RepairCode]:
    return found.order_by("sub_area__category__position", "sub_area__position", "position")


# --- when it is due -----------------------------------------------------------------------------------------
def target_date(due: RepairCode | Priority, *, today: dt.date) -> dt.date:
    """Answers the last day on which the repair is in time."""
    priority = due.priority if isinstance(due, RepairCode) else due
    if priority.working_days:
        return working_days.add(today, days=priority.target_days)
    return today + dt.timedelta(days=priority.target_days)


# --- order --------------------------------------------------------------------------------------------------
def move(node: Node, *, to: Direction) -> bool:
    """Changes places with the sibling above or below; answers False if there is none."""
    with transaction.atomic():
        hold_order()
        node.refresh_from_db()
        other = _neighbour(node, to)
        if other is None:
            return False
        node.position, other.position = other.position, node.position
        node.save(update_fields=["position"])
        other.save(update_fields=["position"])
        return True


def append(node: Node) -> None:
    """Saves a new or changed node as the last of its siblings."""
    with transaction.atomic():
        hold_order()
        last = siblings(node).order_by("-position").values_list("position", flat=True).first()
        node.position = 1 if last is None else last + 1
        node.save()


def siblings(node: Node) -> QuerySet[Category] | QuerySet[SubArea] | QuerySet[RepairCode]:
    """Answers the nodes that share the node's parent, itself among them."""
    if isinstance(node, RepairCode):
        return RepairCode.objects.filter(sub_area=node.sub_area_id)
    if isinstance(node, SubArea):
        return SubArea.objects.filter(category=node.category_id)
    return Category.objects.all()


def hold_order() -> None:
    """Waits until nobody else changes the order of the tree; ours until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ORDER_LOCK])


def _neighbour(node: Node, to: Direction) -> Node | None:
    if to == "up":
        return siblings(node).filter(position__lt=node.position).order_by("-position").first()
    return siblings(node).filter(position__gt=node.position).order_by("position").first()
