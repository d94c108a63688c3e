"""The facts of the diagnosis tree: what may be wrong, how soon it is mended, and who comes."""

from .index import Entry, Word
from .nodes import Area, Category, Contractor, RepairCode, SubArea
from .work import Priority, Route, Supplier

__all__ = [
    "Area",
    "Category",
    "Contractor",
    "Entry",
    "Priority",
    "RepairCode",
    "Route",
    "SubArea",
    "Supplier",
    "Word",
]
