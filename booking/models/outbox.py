"""What we owe the remote: one row a write, committed before any byte leaves."""

import datetime as dt
import uuid

from django.db import models
from django.db.models.functions import Now

from booking.models.order import Concern, Order


class Kind(models.TextChoices):
    """The writes that a scheduling system takes from us."""

    RAISE = "raise", "raise the order"
    BOOK = "book", "book an appointment"
    MOVE = "move", "move an appointment"
    CANCEL = "cancel", "cancel the order"
    HAND_OVER = "hand_over", "hand the order to a contractor"
    DETAIL = "detail", "set the order's codes and attributes"
    CONTACT = "contact", "send new contact details"
    AMEND = "amend", "add to the contractor's order"
    INVOICE = "invoice", "draft the contractor's invoice"


ASIDE = [Kind.DETAIL, Kind.CONTACT, Kind.AMEND, Kind.INVOICE]
"""Writes beside the appointment: none of them keeps a tenant from booking, nor waits for the others."""


class State(models.TextChoices):
    """What is known of a write."""

    PLANNED = "planned", "to be sent"
    SENDING = "sending", "being sent"
    UNKNOWN = "unknown", "sent, answer not known"
    CONFIRMED = "confirmed", "done"
    REFUSED = "refused", "refused"
    NEEDS_STAFF = "needs_staff", "a person must look"


LIVE = [State.PLANNED, State.SENDING, State.UNKNOWN]
UNSETTLED = [*LIVE, State.NEEDS_STAFF]
"""Until a person has judged it, nobody knows whether it was done: nothing else may be wanted of the order."""


class CommandQuerySet(models.QuerySet["Command"]):
    """Commands by what is to be done about them."""

    def shaping(self) -> "CommandQuerySet":
        """Those that make the order and its visits what they are: one at a time."""
        return self.exclude(kind__in=ASIDE)

    def live(self) -> "CommandQuerySet":
        """Not settled yet."""
        return self.filter(state__in=LIVE)

    def unsettled(self) -> "CommandQuerySet":
        """Not settled yet, or only to be settled by a person."""
        return self.filter(state__in=UNSETTLED)

    def unleased(self) -> "CommandQuerySet":
        """In nobody's hands."""
        return self.filter(models.Q(lease_until__isnull=True) | models.Q(lease_until__lt=Now()))

    def due(self) -> "CommandQuerySet":
        """To be sent, or to be read back, now."""
        return self.filter(state__in=[State.PLANNED, State.UNKNOWN], due_at__lte=Now()).unleased()

    def abandoned(self) -> "CommandQuerySet":
        """Being sent by somebody who is not coming back."""
        return self.filter(state=State.SENDING, lease_until__lt=Now())

    def unclear(self) -> "CommandQuerySet":
        """Those that only a person can judge."""
        return self.filter(state=State.NEEDS_STAFF)

    def disputed(self) -> "CommandQuerySet":
        """Those of which a person may say that they were done: unclear, or refused and there after all."""
        there = models.Q(state=State.REFUSED, kind=Kind.RAISE, order__concern=Concern.STANDS)
        return self.filter(models.Q(state=State.NEEDS_STAFF) | there)

    def unheard(self) -> "CommandQuerySet":
        """Refused ones that nobody but staff would hear of, until one of them has seen to it."""
        return self.filter(state=State.REFUSED, kind__in=ASIDE, dealt_with_at__isnull=True)

    def waiting_for_staff(self) -> "CommandQuerySet":
        """Those that a person must look at."""
        return self.unclear() | self.unheard()


class Command(models.Model):
    """One write: the intent, who wanted it, how often it was tried, how it ended, by the database's clock."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.ForeignKey(Order, models.CASCADE, related_name="commands")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    key = models.CharField("form token", max_length=80, unique=True)
    payload = models.JSONField(default=dict)
    by = models.CharField("who wanted it", max_length=64)
    state = models.CharField(max_length=16, choices=State.choices, default=State.PLANNED)
    created_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(db_default=Now())
    lease = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    sends = models.PositiveSmallIntegerField(default=0)
    delays = models.PositiveSmallIntegerField("times put off", default=0)
    unknown_since = models.DateTimeField(null=True)
    looks = models.PositiveSmallIntegerField("reads since unknown", default=0)
    absences = models.PositiveSmallIntegerField("reads after quarantine that found nothing", default=0)
    settled_at = models.DateTimeField(null=True)
    reason = models.TextField("why, for staff", blank=True)
    evidence = models.JSONField(default=dict)
    dealt_with_at = models.DateTimeField("a person has seen to it", null=True)

    objects = CommandQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                name="command_one_unsettled_per_order",
                fields=["order"],
                condition=models.Q(state__in=UNSETTLED) & ~models.Q(kind__in=ASIDE),
            ),
            models.UniqueConstraint(
                name="command_one_unsettled_of_each_aside",
                fields=["order", "kind"],
                condition=models.Q(state__in=UNSETTLED, kind__in=ASIDE),
            ),
            models.CheckConstraint(
                name="command_sending_has_a_lease",
                condition=~models.Q(state=State.SENDING)
                | models.Q(lease__isnull=False, lease_until__isnull=False),
            ),
            models.CheckConstraint(
                name="command_unknown_since_when",
                condition=~models.Q(state=State.UNKNOWN) | models.Q(unknown_since__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="command_due", condition=models.Q(state__in=LIVE)),
            models.Index(
                fields=["settled_at"],
                name="command_for_staff",
                condition=models.Q(state=State.NEEDS_STAFF)
                | models.Q(state=State.REFUSED, kind__in=ASIDE, dealt_with_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.order_id}"

    @property
    def live(self) -> bool:
        """Not settled yet."""
        return self.state in LIVE

    @property
    def shapes(self) -> bool:
        """It makes the order and its visits what they are."""
        return self.kind not in ASIDE

    @property
    def was_unknown(self) -> bool:
        """An earlier send may have arrived."""
        return self.unknown_since is not None

    def unknown_for(self, now: dt.datetime) -> dt.timedelta:
        """How long nobody has known what became of the newest send; nothing where it is known."""
        return now - self.unknown_since if self.unknown_since else dt.timedelta()
