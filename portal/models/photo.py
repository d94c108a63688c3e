"""What a tenant's fault looks like: a few photos, kept in the database that every web process shares."""

import uuid

from django.db import models
from django.db.models.functions import Now

from portal.models.repair import Repair, RepairState


class PhotoQuerySet(models.QuerySet["Photo"]):
    """Photos by who may see them, with or without their bytes."""

    def listed(self) -> "PhotoQuerySet":
        """In the order in which they were added, without the bytes."""
        return self.defer("image").order_by("added_at", "pk")

    def drafts(self) -> "PhotoQuerySet":
        """Those that the tenant may still take away."""
        return self.filter(repair__state=RepairState.DRAFT)

    def reported(self) -> "PhotoQuerySet":
        """Those of repairs that the landlord knows of."""
        return self.exclude(repair__state=RepairState.DRAFT)


class Photo(models.Model):
    """One photo of a fault, as we wrote it ourselves: a JPEG that tells nothing but what it shows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    repair = models.ForeignKey(Repair, models.CASCADE, related_name="photos")
    image = models.BinaryField()
    added_at = models.DateTimeField(db_default=Now())

    objects = PhotoQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Photo of {self.repair_id}"
