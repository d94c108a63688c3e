import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("booking", "0004_fulfilment")]
    operations = [
        migrations.CreateModel(
            name="Switch",
            fields=[
                (
                    "name",
                    models.CharField(
                        choices=[("api", "API"), ("webhooks", "Webhooks")],
                        max_length=16,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("on", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name_plural": "switches",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name__in", ["api", "webhooks"])), name="switch_is_one_we_know"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SwitchChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.BooleanField(verbose_name="turned on")),
                ("by", models.CharField(max_length=64, verbose_name="who")),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="when"
                    ),
                ),
                (
                    "switch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="booking.switch",
                    ),
                ),
            ],
            options={"ordering": ["-at", "-pk"]},
        ),
        # Others read orders and the diary page by page.
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["-raised_at", "-id"], name="order_newest"),
        ),
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(fields=["date", "id"], name="appointment_by_date"),
        ),
    ]
