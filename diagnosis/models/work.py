"""How soon a repair is due, and which outside firm does it."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q


class Priority(models.Model):
    """How soon a repair is due; the scheduling system knows it by `external_id`."""

    external_id = models.CharField("name in the scheduling system", max_length=32, unique=True)
    title = models.CharField(max_length=64, unique=True)
    target_days = models.PositiveSmallIntegerField(
        "days until it is due", validators=[MinValueValidator(1, "Enter 1 day or more.")]
    )
    working_days = models.BooleanField(
        "count working days only", default=False, help_text="Leaves out weekends and bank holidays."
    )

    class Meta:
        ordering = ["target_days", "title"]
        verbose_name_plural = "priorities"
        constraints = [
            models.CheckConstraint(
                name="priority_is_due_after_a_day_or_more",
                condition=Q(target_days__gte=1),
                violation_error_message="Enter 1 day or more.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Supplier(models.Model):
    """An outside firm; the scheduling system knows it by `external_id`."""

    external_id = models.CharField("name in the scheduling system", max_length=32, unique=True)
    name = models.CharField(max_length=128, unique=True)
    phone = models.CharField("telephone", max_length=32, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
