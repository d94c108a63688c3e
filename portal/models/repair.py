"""The tenant's story, from the first answer to the order: one row that every tab and device shares."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from booking.models import Order
from diagnosis.models import RepairCode
from portal.models.home import Tenancy


class Place(models.TextChoices):
    """Where the fault is."""

    HOME = "home", "In my home"
    SHARED = "shared", "In a shared area, such as the stairs, the lift or the front door of the block"


class RepairState(models.TextChoices):
    """How far the tenant has come; the order's own state tells the rest."""

    DRAFT = "draft", "not finished"
    ORDERED = "ordered", "reported"
    REQUESTED = "requested", "sent to the team"
    CANCELLED = "cancelled", "cancelled"


class RepairQuerySet(models.QuerySet["Repair"]):
    """Repairs by how far they are."""

    def drafts(self) -> "RepairQuerySet":
        """Those that the tenant has not finished."""
        return self.filter(state=RepairState.DRAFT)

    def reported(self) -> "RepairQuerySet":
        """Those that the landlord knows of."""
        return self.exclude(state=RepairState.DRAFT)


class Repair(models.Model):
    """What one tenant tells us about one fault."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenancy = models.ForeignKey(Tenancy, models.PROTECT, related_name="repairs")
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="repairs")
    state = models.CharField(max_length=16, choices=RepairState.choices, default=RepairState.DRAFT)
    started_at = models.DateTimeField(db_default=Now())
    # A landlord is aware from this moment on, whatever the scheduling system does.
    reported_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=8, choices=Place.choices, blank=True)
    code = models.ForeignKey(RepairCode, models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=200, blank=True)
    """The path of the repair code as the tenant saw it; stays when the tree changes."""
    answers = models.JSONField(default=dict)
    """What the leaf asked and the tenant answered: "danger" and "try_first"."""
    description = models.TextField(max_length=1000, blank=True)
    access = models.TextField("what helps us at the door", max_length=300, blank=True)
    contact = models.JSONField(default=dict)
    order = models.OneToOneField(Order, models.PROTECT, null=True, related_name="+")

    objects = RepairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="repair_ordered_has_an_order",
                condition=~models.Q(state="ordered") | models.Q(order__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["tenancy", "-started_at"], name="repair_by_tenancy"),
            models.Index(
                fields=["reported_at"], name="repair_requested", condition=models.Q(state="requested")
            ),
        ]

    def __str__(self) -> str:
        return self.title or "Repair"

    @property
    def reference(self) -> str:
        """What the tenant quotes on the telephone."""
        return self.order.number if self.order else f"R-{self.id.hex[:8].upper()}"

    @property
    def call_wanted(self) -> bool:
        """No time on offer suited: the team calls to agree one."""
        return bool(self.answers.get("times") == "none suits")

    @property
    def is_draft(self) -> bool:
        """The landlord does not know of it yet."""
        return self.state == RepairState.DRAFT
