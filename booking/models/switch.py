"""Doors to the outside that are open or shut, and who opened or shut each, when."""

from django.db import models
from django.db.models.functions import Now


class Door(models.TextChoices):
    """What can be switched on and off."""

    API = "api", "API"
    WEBHOOKS = "webhooks", "Webhooks"


class Switch(models.Model):
    """One door; without a row it is shut."""

    name = models.CharField(primary_key=True, max_length=16, choices=Door.choices)
    on = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "switches"
        constraints = [
            models.CheckConstraint(
                name="switch_is_one_we_know", condition=models.Q(name__in=["api", "webhooks"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_name_display()}: {'on' if self.on else 'off'}"


class SwitchChange(models.Model):
    """One turn of a switch: written with it, and never altered."""

    switch = models.ForeignKey(Switch, models.PROTECT, related_name="changes")
    on = models.BooleanField("turned on")
    by = models.CharField("who", max_length=64)
    at = models.DateTimeField("when", db_default=Now())

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.switch_id} turned {'on' if self.on else 'off'}"
