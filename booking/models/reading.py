"""The last good copy of what the remote answered: no page waits, and an outage leaves something to show."""

import datetime as dt
from typing import Any

from django.db import models


class Reading(models.Model):
    """One question to the remote, its newest answer, and who is asking just now."""

    key = models.CharField(primary_key=True, max_length=200)
    data = models.JSONField(null=True)
    read_at = models.DateTimeField(null=True)
    asking = models.UUIDField(null=True)
    asking_until = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    """The newest attempt failed then; `data` is older."""

    def __str__(self) -> str:
        return self.key

    def within(self, age: dt.timedelta, *, now: dt.datetime) -> bool:
        """The copy is no older than that."""
        return self.read_at is not None and now - self.read_at <= age

    @property
    def answered(self) -> bool:
        """There is a copy to show."""
        return self.read_at is not None

    def get(self, name: str) -> Any:
        """One part of the copy, or None."""
        return (self.data or {}).get(name)
