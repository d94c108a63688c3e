"""What a contractor without a system was asked by e-mail, and how far the two sides have come."""

import datetime as dt
import secrets
import uuid

from django.db import models
from django.db.models.functions import Now

from booking.models.order import Order, OrderState


class InvitationState(models.TextChoices):
    """Whose turn it is, or how it ended."""

    ASKED = "asked", "the contractor has been asked"
    PROPOSED = "proposed", "the tenant may choose one of the contractor's times"
    AGREED = "agreed", "a time is agreed"
    DECLINED = "declined", "the contractor declined"
    OVERDUE = "overdue", "nobody answered in time"
    NOT_AGREED = "not_agreed", "no time suited both"
    WITHDRAWN = "withdrawn", "the order was cancelled, or somebody else was asked"


LIVE = [InvitationState.ASKED, InvitationState.PROPOSED, InvitationState.AGREED]
WAITING = [InvitationState.ASKED, InvitationState.PROPOSED]
FAILED = [InvitationState.DECLINED, InvitationState.OVERDUE, InvitationState.NOT_AGREED]


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations by what is to be done about them."""

    def live(self) -> "InvitationQuerySet":
        """Those whose link still opens something."""
        return self.filter(state__in=LIVE)

    def overdue(self) -> "InvitationQuerySet":
        """Those that somebody should have answered by now."""
        return self.filter(state__in=WAITING, answer_by__lte=Now())

    def for_staff(self) -> "InvitationQuerySet":
        """Those that led to nothing, while the order is open and no person has taken over."""
        return self.filter(state__in=FAILED, handled_by="", order__state=OrderState.OPEN)


def new_nonce() -> str:
    """Another one, and every link written before is dead."""
    return secrets.token_urlsafe(12)


class Invitation(models.Model):
    """One contractor asked for one order; the link in the letters is the only key to it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.ForeignKey(Order, models.CASCADE, related_name="invitations")
    to = models.EmailField("the contractor's address", max_length=254)
    nonce = models.CharField(max_length=24, default=new_nonce)
    state = models.CharField(max_length=12, choices=InvitationState.choices, default=InvitationState.ASKED)
    version = models.PositiveIntegerField("how often it has changed", default=0)
    """A form that was opened before the newest change is not acted upon."""
    asked_at = models.DateTimeField(db_default=Now())
    answer_days = models.PositiveSmallIntegerField("working days to answer")
    answer_by = models.DateTimeField("an answer is due by")
    proposals = models.JSONField(default=list)
    """The contractor's times, as {date, start, end} in ISO form."""
    sent_back = models.PositiveSmallIntegerField("how often none suited", default=0)
    reason = models.CharField("why the contractor declined", max_length=500, blank=True)
    settled_at = models.DateTimeField(null=True)
    handled_by = models.CharField("who has taken over", max_length=64, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                name="invitation_one_live_per_order", fields=["order"], condition=models.Q(state__in=LIVE)
            ),
        ]
        indexes = [
            models.Index(fields=["answer_by"], name="invitation_due", condition=models.Q(state__in=WAITING)),
            models.Index(
                fields=["settled_at"],
                name="invitation_for_staff",
                condition=models.Q(state__in=FAILED, handled_by=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.get_state_display()}"

    @property
    def live(self) -> bool:
        """Something can still be agreed, or is."""
        return self.state in LIVE

    @property
    def failed(self) -> bool:
        """It led to nothing: a person arranges the repair."""
        return self.state in FAILED

    def late(self, now: dt.datetime) -> bool:
        """Somebody should have answered by now."""
        return self.state in WAITING and self.answer_by <= now
