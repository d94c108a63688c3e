import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import booking.models.invitation


def name_what_stands(apps, schema_editor):
    """Until now whatever had a supplier was handed over."""
    orders = apps.get_model("booking", "Order").objects
    orders.exclude(supplier="").update(fulfilment="handed_over")


class Migration(migrations.Migration):
    dependencies = [("booking", "0003_events")]
    operations = [
        migrations.AlterField(
            model_name="order",
            name="scheduler",
            field=models.CharField(blank=True, max_length=32, verbose_name="scheduling system"),
        ),
        migrations.AddField(
            model_name="order",
            name="fulfilment",
            field=models.CharField(
                choices=[
                    ("own_team", "the landlord's own team"),
                    ("handed_over", "a contractor, handed over in the landlord's system"),
                    ("contractor_system", "a contractor, in the contractor's own system"),
                    ("by_email", "a contractor, agreed by e-mail"),
                ],
                default="own_team",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="address",
            field=models.CharField(blank=True, max_length=400, verbose_name="where it is, on one line"),
        ),
        migrations.RunPython(name_what_stands, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                name="order_is_in_a_system_or_agreed_by_email",
                condition=models.Q(
                    models.Q(("fulfilment", "by_email"), ("scheduler", "")),
                    models.Q(
                        ("fulfilment__in", ["own_team", "handed_over", "contractor_system"]),
                        models.Q(("scheduler", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                name="order_names_a_supplier_for_a_contractor",
                condition=models.Q(
                    ("fulfilment", "own_team"), models.Q(("supplier", ""), _negated=True), _connector="OR"
                ),
            ),
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="booking.order",
                    ),
                ),
                ("to", models.EmailField(max_length=254, verbose_name="the contractor's address")),
                ("nonce", models.CharField(default=booking.models.invitation.new_nonce, max_length=24)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "the contractor has been asked"),
                            ("proposed", "the tenant may choose one of the contractor's times"),
                            ("agreed", "a time is agreed"),
                            ("declined", "the contractor declined"),
                            ("overdue", "nobody answered in time"),
                            ("not_agreed", "no time suited both"),
                            ("withdrawn", "the order was cancelled, or somebody else was asked"),
                        ],
                        default="asked",
                        max_length=12,
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=0, verbose_name="how often it has changed"),
                ),
                (
                    "asked_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("answer_days", models.PositiveSmallIntegerField(verbose_name="working days to answer")),
                ("answer_by", models.DateTimeField(verbose_name="an answer is due by")),
                ("proposals", models.JSONField(default=list)),
                (
                    "sent_back",
                    models.PositiveSmallIntegerField(default=0, verbose_name="how often none suited"),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="why the contractor declined"
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "handled_by",
                    models.CharField(blank=True, max_length=64, verbose_name="who has taken over"),
                ),
            ],
            options={
                "ordering": ["asked_at"],
                "constraints": [
                    models.UniqueConstraint(
                        name="invitation_one_live_per_order",
                        fields=["order"],
                        condition=models.Q(("state__in", ["asked", "proposed", "agreed"])),
                    ),
                ],
                "indexes": [
                    models.Index(
                        name="invitation_due",
                        fields=["answer_by"],
                        condition=models.Q(("state__in", ["asked", "proposed"])),
                    ),
                    models.Index(
                        name="invitation_for_staff",
                        fields=["settled_at"],
                        condition=models.Q(
                            ("handled_by", ""), ("state__in", ["declined", "overdue", "not_agreed"])
                        ),
                    ),
                ],
            },
        ),
    ]
