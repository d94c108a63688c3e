"""Homes, and who lived in them when."""

import datetime as dt

from django.conf import settings
from django.db import models

from portal.models.person import Person


class Home(models.Model):
    """One property; `reference` is how the scheduling system knows it."""

    reference = models.CharField("property reference", max_length=64, unique=True)
    line1 = models.CharField(max_length=128)
    line2 = models.CharField(max_length=128, blank=True)
    city = models.CharField(max_length=64)
    postcode = models.CharField(max_length=48)
    block = models.CharField(max_length=128, blank=True)
    """The block that it shares stairs, doors and lifts with; blank for a house."""

    def __str__(self) -> str:
        return self.address

    @property
    def address(self) -> str:
        """On one line."""
        return ", ".join(part for part in (self.line1, self.line2, self.city, self.postcode) if part)


class TenancyQuerySet(models.QuerySet["Tenancy"]):
    """Tenancies by whose and when."""

    def current(self, today: dt.date) -> "TenancyQuerySet":
        """Those that have begun and not ended."""
        return self.filter(started__lte=today).filter(
            models.Q(ended__isnull=True) | models.Q(ended__gt=today)
        )

    def of(self, person: Person) -> "TenancyQuerySet":
        """Those that the person is or was part of."""
        return self.filter(people=person)


class Tenancy(models.Model):
    """A household in a home, from one day to another."""

    home = models.ForeignKey(Home, models.PROTECT, related_name="tenancies")
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="tenancies")
    started = models.DateField()
    ended = models.DateField(null=True, blank=True)

    objects = TenancyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "tenancies"
        constraints = [
            models.CheckConstraint(
                name="tenancy_ends_after_it_starts",
                condition=models.Q(ended__isnull=True) | models.Q(ended__gte=models.F("started")),
            ),
            models.UniqueConstraint(
                name="tenancy_one_open_per_home", fields=["home"], condition=models.Q(ended__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.home} from {self.started}"
