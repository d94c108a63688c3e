import uuid

import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
from django.db import migrations, models

OURS = django.db.models.functions.comparison.Cast(
    django.db.models.functions.comparison.Cast(
        models.Func(function="pg_current_xact_id", output_field=models.TextField()), models.TextField()
    ),
    models.BigIntegerField(),
)


class Migration(migrations.Migration):
    dependencies = [("booking", "0002_hooks")]
    operations = [
        migrations.CreateModel(
            name="LoggedEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("type", models.CharField(max_length=64)),
                ("order_state", models.CharField(max_length=16)),
                (
                    "visit",
                    models.CharField(blank=True, max_length=128, verbose_name="the remote's id of the visit"),
                ),
                ("visit_state", models.CharField(blank=True, max_length=16)),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="when"
                    ),
                ),
                ("xid", models.BigIntegerField(db_default=OURS, verbose_name="transaction")),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="log", to="booking.order"
                    ),
                ),
            ],
            options={
                "verbose_name": "event",
                "indexes": [
                    models.Index(fields=["xid", "id"], name="event_as_read"),
                    models.Index(fields=["created_at"], name="event_by_moment"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Endpoint",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=64, unique=True)),
                ("url", models.CharField(max_length=500, verbose_name="address")),
                ("types", models.JSONField(default=list, verbose_name="types of event")),
                ("active", models.BooleanField(default=True, verbose_name="switched on")),
                (
                    "off_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="why it was switched off"),
                ),
                ("secret", models.CharField(max_length=64)),
                ("previous_secret", models.CharField(blank=True, max_length=64)),
                (
                    "previous_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="previous secret used until"),
                ),
                ("failures", models.PositiveIntegerField(default=0, verbose_name="failures in a row")),
                ("resting_until", models.DateTimeField(blank=True, null=True)),
                (
                    "succeeded_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="last accepted something"),
                ),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("message", models.CharField(db_index=True, max_length=64, verbose_name="webhook-id")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "to be sent"), ("done", "accepted"), ("given_up", "given up")],
                        default="waiting",
                        max_length=16,
                    ),
                ),
                (
                    "by",
                    models.CharField(blank=True, max_length=64, verbose_name="who asked for it, if anybody"),
                ),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("due_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("lease", models.UUIDField(null=True)),
                ("lease_until", models.DateTimeField(null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "event",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="booking.loggedevent",
                    ),
                ),
                (
                    "endpoint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="booking.endpoint",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "deliveries",
            },
        ),
        migrations.CreateModel(
            name="DeliveryAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="when"
                    ),
                ),
                ("milliseconds", models.PositiveIntegerField(null=True)),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("error", models.CharField(blank=True, max_length=32)),
                ("said", models.TextField(blank=True, verbose_name="first words of the answer")),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attempts",
                        to="booking.delivery",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("delivery", "number"), name="attempt_numbers_differ")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "waiting")), fields=["endpoint", "id"], name="delivery_waiting"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["created_at"], name="delivery_by_moment"),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("lease__isnull", True), ("lease_until__isnull", False), _connector="OR"),
                name="delivery_lease_has_an_end",
            ),
        ),
    ]
