"""What has been counted, added up over all processes and machines."""

from django.db import models


class Tally(models.Model):
    """One count: `name` says of what, with a stroke between its parts; no word of a person or an order."""

    name = models.CharField(primary_key=True, max_length=160)
    value = models.FloatField(db_default=0)

    class Meta:
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return f"{self.name}: {self.value:g}"
