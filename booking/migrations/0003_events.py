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
                    models.CharField(
                        blank=True, max_length=128, verbose_name="the remote's id of the visit"
                    ),
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
    ]
