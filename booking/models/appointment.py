"""When somebody comes: one row a visit of an order, as the remote last told us."""

import datetime as dt

from django.db import models

from booking.models.order import Order
from booking.schedulers.base import Slot, VisitState

LIVE = [VisitState.BOOKED.value, VisitState.STARTED.value]


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Appointments by whether somebody still comes."""

    def live(self) -> "AppointmentQuerySet":
        """Somebody is going to come."""
        return self.filter(state__in=LIVE)

    def standing(self) -> "AppointmentQuerySet":
        """Whatever was not called off: somebody comes or has come, or only the remote's staff know."""
        return self.exclude(state=VisitState.CANCELLED.value)


class Appointment(models.Model):
    """One visit: its date, its planning window and its state in the remote."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="appointments")
    visit = models.CharField("the remote's id", max_length=128)
    date = models.DateField(null=True)
    window = models.CharField("planning window id", max_length=32, blank=True)
    window_name = models.CharField(max_length=64, blank=True)
    start = models.TimeField(null=True)
    end = models.TimeField(null=True)
    state = models.CharField(max_length=16, choices=[(s.value, s.value) for s in VisitState])
    result = models.CharField(max_length=16, blank=True)
    missed_at = models.DateTimeField("a read did not show it", null=True)
    """One read without it may be an odd answer; the second in a row means that it is off."""
    replaced_by = models.ForeignKey("self", models.SET_NULL, null=True, related_name="replaces")
    """A move may answer a new visit id: the old one points to it."""

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["date", "start"]
        constraints = [
            models.UniqueConstraint(name="appointment_once_per_visit", fields=["order", "visit"]),
        ]
        indexes = [models.Index(fields=["date", "id"], name="appointment_by_date")]

    def __str__(self) -> str:
        return f"{self.order_id} {self.date} {self.window_name}"

    @property
    def live(self) -> bool:
        """Somebody is going to come."""
        return self.state in LIVE

    def is_at(self, slot: Slot) -> bool:
        """That is its time already."""
        if self.date != slot.date:
            return False
        if self.window:
            return self.window == slot.window.id
        return (self.start, self.end) == (slot.window.start, slot.window.end)

    def changeable(self, *, today: dt.date, notice_days: int) -> bool:
        """Booked, and not due within that many days."""
        if self.state != VisitState.BOOKED.value or self.date is None:
            return False
        return (self.date - today).days > notice_days
