"""What we say to people: written with the event that causes it, sent by the worker."""

from django.db import models
from django.db.models.functions import Now

from booking.models import Order


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages by what is to be done about them."""

    def due(self) -> "MessageQuerySet":
        """To be sent now."""
        return self.filter(sent_at__isnull=True, due_at__lte=Now())


class Message(models.Model):
    """One e-mail; the key makes sure that the same news goes out once."""

    key = models.CharField(max_length=160, unique=True)
    order = models.ForeignKey(Order, models.CASCADE, null=True, blank=True, related_name="+")
    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    created_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(db_default=Now())
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], name="message_due", condition=models.Q(sent_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.subject
