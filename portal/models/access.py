"""Keys by which other systems come in: what each may see and do, until when, and who gave or took it."""

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

LONGEST = dt.timedelta(days=731)
"""Two years, whatever day they begin on."""


class Rights(models.TextChoices):
    """What an access may do: each includes the one before it."""

    SLOTS = "slots", "Slots only: the tree, free times, and where each order stands"
    ORDERS = "orders", "Slots and orders: also raise, book, move and cancel, with dates"
    DIARY = "diary", "Full diary: also tenants' names, numbers, addresses and words"


class AccessQuerySet(models.QuerySet["Access"]):
    """Accesses by whether they work."""

    def working(self) -> "AccessQuerySet":
        """Neither revoked nor past their day."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=Now())


class Access(models.Model):
    """One system's way in; of its key only a hash is kept."""

    name = models.CharField(max_length=64, help_text="Whose system it is and what for.")
    prefix = models.CharField("key begins with", max_length=16, unique=True, editable=False)
    key_hash = models.CharField(max_length=64, editable=False)
    rights = models.CharField(max_length=8, choices=Rights.choices)
    suppliers = ArrayField(models.CharField(max_length=32), default=list, blank=True)
    """Names of firms in the scheduling system; with any, nothing else is seen. Copied, so that a firm that is
    deleted never leaves an access that sees everything."""
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField("stops working on")
    revoked_at = models.DateTimeField(null=True, editable=False)
    last_used_at = models.DateTimeField(null=True, editable=False)

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "accesses"
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="access_rights_are_known",
                condition=models.Q(rights__in=["slots", "orders", "diary"]),
            ),
            models.CheckConstraint(
                name="access_ends_within_two_years",
                condition=models.Q(expires_at__lte=models.F("created_at") + LONGEST),
            ),
            models.UniqueConstraint(
                name="access_name_is_used_once",
                fields=["name"],
                condition=models.Q(revoked_at__isnull=True),
                violation_error_message="Another access has this name and is not revoked.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AccessChange(models.Model):
    """What was done to an access: written with it, and never altered."""

    access = models.ForeignKey(Access, models.PROTECT, related_name="changes")
    what = models.CharField(max_length=16, choices=[("created", "created"), ("revoked", "revoked")])
    by = models.CharField("who", max_length=64)
    at = models.DateTimeField("when", db_default=Now())

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.access_id} {self.what}"
