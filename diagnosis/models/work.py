"""How soon a repair is due, and which outside firm does it."""

from django.core.validators import MaxValueValidator, MinValueValidator
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


class Route(models.TextChoices):
    """How an outside firm gets its work."""

    CONNECT = "connect", "As a sub-contractor's order in our own system, Connect"
    SYSTEM = "system", "In the firm's own scheduling system, with times for tenants to choose from"
    EMAIL = "email", "By e-mail, with a link to agree a time"


class Supplier(models.Model):
    """An outside firm; the scheduling system knows it by `external_id`."""

    external_id = models.CharField("name in the scheduling system", max_length=32, unique=True)
    name = models.CharField(max_length=128, unique=True)
    phone = models.CharField("telephone", max_length=32, blank=True)
    route = models.CharField(
        "gets its work", max_length=8, choices=Route, default=Route.CONNECT, db_default=Route.CONNECT
    )
    system = models.CharField("its own system", max_length=32, blank=True, default="", db_default="")
    """The system's name in settings.SCHEDULERS."""
    email = models.EmailField("e-mail address", max_length=254, blank=True, default="", db_default="")
    answer_days = models.PositiveSmallIntegerField(
        "working days to answer",
        default=2,
        db_default=2,
        validators=[
            MinValueValidator(1, "Enter 1 day or more."),
            MaxValueValidator(20, "Enter 20 days or fewer."),
        ],
        help_text="Who has not answered an e-mail by then is called by the repairs team.",
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="supplier_can_be_reached_on_its_route",
                condition=Q(route=Route.CONNECT)
                | (Q(route=Route.SYSTEM) & ~Q(system=""))
                | (Q(route=Route.EMAIL) & ~Q(email="")),
                violation_error_message=(
                    "Say which system the firm has, or at which address it reads e-mails."
                ),
            ),
            models.CheckConstraint(
                name="supplier_has_a_day_or_more_to_answer",
                condition=Q(answer_days__gte=1),
                violation_error_message="Enter 1 day or more.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
