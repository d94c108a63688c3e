"""How a person wants to be reached."""

from dataclasses import asdict

from django.conf import settings
from django.db import models

from booking.schedulers.base import Contact


class ContactDetails(models.Model):
    """What the tenant last confirmed; lengths are those that the scheduling system takes."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="contact_details"
    )
    name = models.CharField(max_length=64)
    mobile = models.CharField(max_length=32, blank=True)
    home_phone = models.CharField(max_length=32, blank=True)
    email = models.EmailField(max_length=64, blank=True)
    texts = models.BooleanField("text messages wanted", default=False)
    confirmed_at = models.DateTimeField(null=True)
    carried = models.JSONField("what the scheduling system was last known to hold", null=True, editable=False)
    """None: what we hold came from there, and has not changed since."""

    class Meta:
        verbose_name_plural = "contact details"
        constraints = [
            models.CheckConstraint(
                name="contact_texts_need_a_mobile",
                condition=models.Q(texts=False) | ~models.Q(mobile=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def as_contact(self) -> Contact:
        """As the booking heart takes it."""
        return Contact(
            name=self.name,
            mobile=self.mobile,
            home_phone=self.home_phone,
            email=self.email,
            texts=self.texts,
        )

    def snapshot(self) -> dict[str, object]:
        """As a repair keeps it."""
        return asdict(self.as_contact())
