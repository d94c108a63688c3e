"""Whose turn it is: work that only one worker at a time may do."""

from django.db import models


class Turn(models.Model):
    """One piece of work by name, who is at it, and until when that is believed."""

    name = models.CharField(primary_key=True, max_length=80)
    holder = models.UUIDField(null=True)
    until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
