"""Pages of the admin site on which nothing is changed by hand."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

if TYPE_CHECKING:
    # Generic for the type checker alone.
    ModelAdmin = admin.ModelAdmin[models.Model]
    TabularInline = admin.TabularInline[models.Model, models.Model]
else:
    ModelAdmin, TabularInline = admin.ModelAdmin, admin.TabularInline

__all__ = ["ForLooking", "ModelAdmin", "TabularInline"]


class ForLooking:
    """Nothing here is added, changed or deleted by hand."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never; the right to view is enough to look."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False
