"""Where others want to be told: their endpoints, what each is told, and every attempt to tell it."""

import datetime as dt
import uuid

from django.db import models
from django.db.models.functions import Now

from booking.models.event import LoggedEvent


class EndpointQuerySet(models.QuerySet["Endpoint"]):
    """Endpoints by whether they are told anything."""

    def active(self) -> "EndpointQuerySet":
        """Switched on."""
        return self.filter(active=True)

    def awake(self) -> "EndpointQuerySet":
        """Switched on, and not resting after a failure."""
        rested = models.Q(resting_until__isnull=True) | models.Q(resting_until__lte=Now())
        return self.active().filter(rested)


class Endpoint(models.Model):
    """One address of another system, and the types of event that it wants to hear of."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=64, unique=True)
    url = models.CharField("address", max_length=500)
    types = models.JSONField("types of event", default=list)
    active = models.BooleanField("switched on", default=True)
    off_reason = models.CharField("why it was switched off", max_length=200, blank=True)
    # Marks of secrets (see webhooks.outbound.secrets): nothing that anybody could sign with.
    secret = models.CharField(max_length=64)
    previous_secret = models.CharField(max_length=64, blank=True)
    previous_until = models.DateTimeField("previous secret used until", null=True, blank=True)
    failures = models.PositiveIntegerField("failures in a row", default=0)
    resting_until = models.DateTimeField(null=True, blank=True)
    succeeded_at = models.DateTimeField("last accepted something", null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    objects = EndpointQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def previous_signs(self, now: dt.datetime) -> bool:
        """The secret is being replaced: the one before signs too."""
        return self.previous_until is not None and self.previous_until > now


class DeliveryState(models.TextChoices):
    """Where a delivery stands."""

    WAITING = "waiting", "to be sent"
    DONE = "done", "accepted"
    GIVEN_UP = "given_up", "given up"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Deliveries by what is to be done about them."""

    def waiting(self) -> "DeliveryQuerySet":
        """Not settled."""
        return self.filter(state=DeliveryState.WAITING)

    def under_way(self) -> "DeliveryQuerySet":
        """In a worker's hands."""
        return self.waiting().filter(lease_until__gt=Now())

    def due(self) -> "DeliveryQuerySet":
        """To be sent now, and in nobody's hands."""
        free = models.Q(lease_until__isnull=True) | models.Q(lease_until__lte=Now())
        return self.waiting().filter(free, due_at__lte=Now())


class Delivery(models.Model):
    """One event for one endpoint; without an event it is a test."""

    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="deliveries")
    event = models.ForeignKey(LoggedEvent, models.CASCADE, null=True, related_name="deliveries")
    message = models.CharField("webhook-id", max_length=64, db_index=True)
    state = models.CharField(max_length=16, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    by = models.CharField("who asked for it, if anybody", max_length=64, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(db_default=Now())
    lease = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.CheckConstraint(
                name="delivery_lease_has_an_end",
                condition=models.Q(lease__isnull=True) | models.Q(lease_until__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["endpoint", "id"],
                name="delivery_waiting",
                condition=models.Q(state=DeliveryState.WAITING),
            ),
            models.Index(fields=["created_at"], name="delivery_by_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.message} to {self.endpoint_id}"


class DeliveryAttempt(models.Model):
    """One try: written when it begins, completed when it ends; one without an end died with its worker."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField("when", db_default=Now())
    milliseconds = models.PositiveIntegerField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=32, blank=True)
    said = models.TextField("first words of the answer", blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(name="attempt_numbers_differ", fields=["delivery", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.status or self.error}"
