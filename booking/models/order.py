"""What we ask of the scheduling system: one order a repair."""

import datetime as dt
import uuid

from django.db import models
from django.db.models.functions import Now

from booking.lines import load_line
from booking.schedulers.abilities import Details, Trait
from booking.schedulers.base import Contact, OrderRequest


class OrderState(models.TextChoices):
    """Where an order stands, as far as we know."""

    RAISING = "raising", "being raised"
    OPEN = "open", "open"
    REFUSED = "refused", "refused"
    CANCELLED = "cancelled", "cancelled"


class Fulfilment(models.TextChoices):
    """Who does it, and how its time is found."""

    OWN_TEAM = "own_team", "the landlord's own team"
    HANDED_OVER = "handed_over", "a contractor, handed over in the landlord's system"
    CONTRACTOR_SYSTEM = "contractor_system", "a contractor, in the contractor's own system"
    BY_EMAIL = "by_email", "a contractor, agreed by e-mail"


class Concern(models.TextChoices):
    """What a read may show that only a person can mend; said once, until a read no longer shows it."""

    TWO_VISITS = "two_live_visits", "two live visits"
    GONE = "order_gone", "the remote does not know the order any more"
    STANDS = "order_stands", "the remote has the order after all"


class OrderQuerySet(models.QuerySet["Order"]):
    """Orders by what is due to them."""

    def open(self) -> "OrderQuerySet":
        """Those that the remote has and nobody cancelled."""
        return self.filter(state=OrderState.OPEN)

    def for_staff(self) -> "OrderQuerySet":
        """Those that a person must look at: refused, or not as they should be."""
        refused = models.Q(state=OrderState.REFUSED, dealt_with_at__isnull=True)
        return self.filter(refused | ~models.Q(concern=""))

    def remote(self) -> "OrderQuerySet":
        """Those that a scheduling system knows of."""
        return self.exclude(fulfilment=Fulfilment.BY_EMAIL)

    def due_a_read(self) -> "OrderQuerySet":
        """Those whose next look at the remote has come."""
        return self.remote().filter(read_due_at__lte=Now())


class Order(models.Model):
    """A repair as we asked the scheduling system to plan it; everything is copied in, nothing points out."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=32, unique=True)
    scheduler = models.CharField("scheduling system", max_length=32, blank=True)
    """Its name in settings.SCHEDULERS; empty for an order that no system knows of."""
    fulfilment = models.CharField(
        max_length=20, choices=Fulfilment.choices, default=Fulfilment.OWN_TEAM, db_default=Fulfilment.OWN_TEAM
    )
    customer = models.CharField("property reference", max_length=64)
    address = models.CharField(
        "where it is, on one line", max_length=400, blank=True, default="", db_default=""
    )
    description = models.TextField()
    priority = models.CharField(max_length=64)
    target_date = models.DateField()
    codes = models.JSONField(default=list)
    template = models.PositiveIntegerField(null=True)
    supplier = models.CharField(max_length=64, blank=True)
    supplier_name = models.CharField(max_length=128, blank=True)
    out_of_hours = models.BooleanField(default=False)
    two_to_attend = models.BooleanField(default=False)
    contact = models.JSONField()
    contact_before = models.JSONField("what we believed the remote held", null=True)
    """Set where the tenant has changed the contact details since: then they are carried back."""
    details = models.JSONField("further codes, and attributes", default=dict, db_default={})
    subcontract_order = models.PositiveIntegerField("the remote's id of the contractor's order", null=True)
    state = models.CharField(max_length=16, choices=OrderState.choices, default=OrderState.RAISING)
    remote_status = models.IntegerField(null=True)
    raised_at = models.DateTimeField(db_default=Now())
    # Reads are numbered when they begin; an older one never overwrites a newer one.
    reads_begun = models.BigIntegerField(default=0)
    read_applied = models.BigIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    concern = models.CharField(
        "what staff were called for", max_length=32, blank=True, choices=Concern.choices
    )
    concern_with = models.CharField("who sees to that", max_length=64, blank=True, default="", db_default="")
    dealt_with_at = models.DateTimeField("a person has seen to it", null=True)
    read_due_at = models.DateTimeField(null=True, db_index=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        permissions = [
            ("amend_contractor_order", "Can add to a contractor's order"),
            ("draft_invoice", "Can draft a contractor's invoice"),
        ]
        constraints = [
            models.CheckConstraint(
                name="order_number_is_plain", condition=models.Q(number__regex=r"^[A-Z0-9-]{1,32}$")
            ),
            models.CheckConstraint(
                name="order_has_codes_or_template",
                condition=models.Q(template__isnull=False) | ~models.Q(codes=[]),
            ),
            models.CheckConstraint(
                name="order_is_in_a_system_or_agreed_by_email",
                condition=(models.Q(fulfilment="by_email") & models.Q(scheduler=""))
                | (
                    models.Q(fulfilment__in=["own_team", "handed_over", "contractor_system"])
                    & ~models.Q(scheduler="")
                ),
            ),
            models.CheckConstraint(
                name="order_names_a_supplier_for_a_contractor",
                condition=models.Q(fulfilment="own_team") | ~models.Q(supplier=""),
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "-raised_at"], name="order_by_property"),
            models.Index(fields=["-raised_at", "-id"], name="order_newest"),
            models.Index(
                fields=["raised_at"],
                name="order_for_staff",
                condition=models.Q(state="refused", dealt_with_at__isnull=True) | ~models.Q(concern=""),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def external(self) -> bool:
        """A contractor does it."""
        return self.fulfilment != Fulfilment.OWN_TEAM

    @property
    def handed_over(self) -> bool:
        """The landlord's own system passes it to a contractor, who finds a time alone."""
        return self.fulfilment == Fulfilment.HANDED_OVER

    @property
    def by_email(self) -> bool:
        """No scheduling system knows of it: the contractor answers a letter."""
        return self.fulfilment == Fulfilment.BY_EMAIL

    @property
    def has_slots(self) -> bool:
        """Its scheduling system has free slots to choose from."""
        return self.fulfilment in {Fulfilment.OWN_TEAM, Fulfilment.CONTRACTOR_SYSTEM}

    @property
    def is_open(self) -> bool:
        """The remote has it and nobody cancelled it."""
        return self.state == OrderState.OPEN

    @property
    def wants_texts(self) -> bool:
        """The tenant asked for text messages."""
        return bool(self.contact.get("texts"))

    def request(self) -> OrderRequest:
        """The order as the scheduler takes it."""
        return OrderRequest(
            number=self.number,
            customer=self.customer,
            address=self.address,
            description=self.description,
            priority=self.priority,
            target_date=self.target_date,
            contact=Contact(**self.contact),
            codes=tuple(self.codes),
            template=self.template,
            external=self.handed_over,
            out_of_hours=self.out_of_hours,
            two_to_attend=self.two_to_attend,
            crm_id=str(self.id),
        )

    def wanted_details(self) -> Details:
        """The codes and attributes that are set once it is raised."""
        codes, traits = self.details.get("codes", []), self.details.get("traits", [])
        return Details(
            codes=tuple(load_line(line) for line in codes),
            traits=tuple(Trait(**trait) for trait in traits),
        )

    def overdue(self, today: dt.date) -> bool:
        """Open past its target date."""
        return self.is_open and self.target_date < today
