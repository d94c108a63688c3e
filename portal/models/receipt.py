"""What was asked under an Idempotency-Key, and what was answered: the same question gets the same answer."""

from django.db import models
from django.db.models.functions import Now

from portal.models.access import Access


class Receipt(models.Model):
    """One key of one access; without an answer, somebody is at it until `busy_until`."""

    access = models.ForeignKey(Access, models.CASCADE, related_name="receipts")
    key = models.CharField(max_length=128)
    digest = models.CharField("hash of the request", max_length=64)
    answer = models.JSONField(null=True)
    holder = models.UUIDField()
    busy_until = models.DateTimeField()
    created_at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="receipt_once_per_key", fields=["access", "key"]),
        ]

    def __str__(self) -> str:
        return f"{self.access_id} {self.key}"
