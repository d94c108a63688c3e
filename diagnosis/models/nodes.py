"""Category → sub-area → repair code, in the order that the landlord has chosen."""

from django.db import models
from django.db.models import Deferrable, Q, UniqueConstraint

from ..particulars import check_attributes, check_codes
from .work import Priority, Supplier

KEYWORDS_HELP = "Everyday words that people may type, with spaces between them. Nobody sees them."


class Area(models.TextChoices):
    """Where in the building it can be wrong."""

    HOME = "home", "In the home"
    SHARED = "shared", "In a shared area"
    BOTH = "both", "Either"


class Contractor(models.TextChoices):
    """Who does it."""

    INTERNAL = "internal", "Our own team"
    EXTERNAL = "external", "An outside firm"


class Node(models.Model):
    """What every level of the tree has."""

    title = models.CharField(max_length=80, help_text="In the words that a tenant would use.")
    hint = models.CharField(max_length=200, blank=True, help_text="A short line under the title.")
    keywords = models.TextField(blank=True, help_text=KEYWORDS_HELP)
    position = models.PositiveIntegerField(editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


class Category(Node):
    """The first choice: a room, a fitting or a kind of trouble."""

    slug = models.SlugField("address", unique=True, help_text="Part of the page's address, as in baths.")
    question = models.CharField(
        "next question", max_length=120, blank=True, help_text="Asked on the next page. Blank: the usual one."
    )

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "categories"
        constraints = [
            UniqueConstraint(
                name="category_has_a_place_of_its_own", fields=["position"], deferrable=Deferrable.DEFERRED
            ),
        ]


class SubArea(Node):
    """The second choice: which part of it."""

    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="sub_areas")
    slug = models.SlugField("address", help_text="Part of the page's address, as in taps.")
    question = models.CharField(
        "next question", max_length=120, blank=True, help_text="Asked on the next page. Blank: the usual one."
    )

    class Meta:
        ordering = ["category__position", "position"]
        verbose_name = "sub-area"
        constraints = [
            UniqueConstraint(
                name="sub_area_has_a_place_of_its_own",
                fields=["category", "position"],
                deferrable=Deferrable.DEFERRED,
            ),
            UniqueConstraint(
                name="sub_area_address_is_used_once_in_a_category",
                fields=["category", "slug"],
                violation_error_message="Another sub-area of this category has this address.",
            ),
        ]

    @property
    def full_title(self) -> str:
        """What it is part of, and its title."""
        return f"{self.category.title} › {self.title}"


class RepairCode(Node):
    """A leaf of the tree: what is wrong in a tenant's words, and what the scheduling system is asked for."""

    sub_area = models.ForeignKey(
        SubArea, on_delete=models.PROTECT, related_name="leaves", verbose_name="sub-area"
    )
    slug = models.SlugField(
        "address", max_length=80, unique=True, help_text="Part of the page's address, as in bath-leak."
    )
    area = models.CharField("where", max_length=6, choices=Area, default=Area.HOME)
    common = models.BooleanField(default=False, help_text="Shown among the repairs that people report most.")
    active = models.BooleanField(
        default=True, help_text="Untick to take it away from tenants without losing it."
    )

    code = models.CharField(
        "repair code", max_length=32, blank=True, help_text="As the scheduling system has it, as in BATH001."
    )
    template = models.PositiveIntegerField(
        "code template", null=True, blank=True, help_text="Its number, where a template stands for the code."
    )
    trade = models.CharField(max_length=64)
    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="leaves")
    contractor = models.CharField("done by", max_length=8, choices=Contractor, default=Contractor.INTERNAL)
    supplier = models.ForeignKey(
        Supplier, on_delete=models.PROTECT, null=True, blank=True, related_name="leaves", verbose_name="firm"
    )
    out_of_hours = models.BooleanField("may be done out of hours", default=False)
    two_to_attend = models.BooleanField("needs two people", default=False)

    further_codes = models.TextField(
        blank=True,
        default="",
        db_default="",
        validators=[check_codes],
        help_text="Set on the order once it is raised: one a line with its quantity, as in TILE002 2.5",
    )
    attributes = models.TextField(
        blank=True,
        default="",
        db_default="",
        validators=[check_attributes],
        help_text="What planning must respect, one a line, as the scheduling system calls it: Asbestos = Yes",
    )

    danger_question = models.CharField(
        max_length=200, blank=True, help_text="Asked before anything else; yes leads to the emergency page."
    )
    try_first = models.TextField("try this first", blank=True, help_text="Plain advice, one step a line.")
    visit_note = models.CharField(
        "before the visit", max_length=300, blank=True, help_text="What a tenant should do before we come."
    )

    class Meta:
        ordering = ["sub_area", "position"]
        constraints = [
            UniqueConstraint(
                name="repair_code_has_a_place_of_its_own",
                fields=["sub_area", "position"],
                deferrable=Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                name="repair_code_has_a_code_or_a_template",
                condition=(~Q(code="") & Q(template__isnull=True)) | (Q(code="") & Q(template__isnull=False)),
                violation_error_message="Enter either a repair code or a code template, not both.",
            ),
            models.CheckConstraint(
                name="repair_code_names_a_firm_only_when_a_firm_does_it",
                condition=Q(contractor=Contractor.EXTERNAL, supplier__isnull=False)
                | Q(contractor=Contractor.INTERNAL, supplier__isnull=True),
                violation_error_message="Choose a firm when an outside firm does it, and only then.",
            ),
            models.CheckConstraint(
                name="repair_code_is_in_the_home_or_a_shared_area_or_either",
                condition=Q(area__in=Area.values),
                violation_error_message="Choose where in the building it is.",
            ),
        ]

    @property
    def full_title(self) -> str:
        """What it is part of, and its title."""
        return f"{self.sub_area.full_title} › {self.title}"
