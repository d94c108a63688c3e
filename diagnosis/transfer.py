"""Brings a whole tree in from its file, without taking back what an admin has changed since."""

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model

from . import search, tree
from .models import Category, Contractor, Priority, RepairCode, SubArea, Supplier
from .tree_file import CategoryRow, LeafRow, NodeRow, SubAreaRow, TreeFile

Row = TypeVar("Row", bound=Model)


@dataclass(slots=True)
class Loaded:
    """What a load has done, in numbers of rows."""

    added: int = 0
    replaced: int = 0
    kept: int = 0


def load(file: TreeFile, *, replace: bool = False) -> Loaded:
    """Adds what is missing; what exists is kept as it is, or replaced if asked. All of it or nothing."""
    done = Loaded()
    with transaction.atomic():
        tree.hold_order()
        for priority in file.priorities:
            facts = {"title": priority.title, "target_days": priority.target_days}
            facts["working_days"] = priority.working_days
            _put(Priority, {"external_id": priority.id}, facts, replace=replace, done=done)
        for supplier in file.suppliers:
            facts = supplier.model_dump(exclude={"id"})
            _put(Supplier, {"external_id": supplier.id}, facts, replace=replace, done=done)
        for row in file.categories:
            _load_category(row, replace=replace, done=done)
        search.rebuild()
    return done


def _load_category(row: CategoryRow, *, replace: bool, done: Loaded) -> None:
    facts = {**_shared(row), "question": row.question}
    category = _put(Category, {"slug": row.address}, facts, replace=replace, done=done)
    for sub_row in row.sub_areas:
        _load_sub_area(sub_row, category, replace=replace, done=done)


def _load_sub_area(row: SubAreaRow, category: Category, *, replace: bool, done: Loaded) -> None:
    facts = {**_shared(row), "question": row.question}
    sub_area = _put(SubArea, {"category": category, "slug": row.address}, facts, replace=replace, done=done)
    for leaf in row.leaves:
        facts = {**_leaf_facts(leaf), "sub_area": sub_area}
        _put(RepairCode, {"slug": leaf.address}, facts, replace=replace, done=done)


def _shared(row: NodeRow) -> dict[str, Any]:
    return {"title": row.title, "hint": row.hint, "keywords": row.keywords}


def _leaf_facts(row: LeafRow) -> dict[str, Any]:
    own = row.model_dump(exclude={"slug", "priority", "supplier"})
    supplier = Supplier.objects.get(external_id=row.supplier) if row.supplier else None
    return {
        **own,
        "priority": Priority.objects.get(external_id=row.priority),
        "supplier": supplier,
        "contractor": Contractor.EXTERNAL if supplier else Contractor.INTERNAL,
    }


def _put(model: type[Row], key: dict[str, Any], facts: dict[str, Any], *, replace: bool, done: Loaded) -> Row:
    """Answers the row of this identity: as it was, or made or replaced with these facts."""
    found = model._default_manager.filter(**key).first()
    if found is not None and not replace:
        done.kept += 1
        return found
    row = found or model(**key)
    stays = found is not None and getattr(row, "sub_area", None) == facts.get("sub_area")
    for name, value in facts.items():
        setattr(row, name, value)
    if isinstance(row, Category | SubArea | RepairCode) and not stays:
        tree.append(row)
    else:
        row.save()
    done.added += found is None
    done.replaced += found is not None
    return row
