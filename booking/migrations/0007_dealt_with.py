from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("booking", "0006_details")]
    operations = [
        migrations.RemoveIndex(model_name="order", name="order_for_staff"),
        migrations.AddField(
            model_name="order",
            name="dealt_with_at",
            field=models.DateTimeField(null=True, verbose_name="a person has seen to its refusal"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(
                    models.Q(("dealt_with_at__isnull", True), ("state", "refused")),
                    models.Q(("concern", ""), _negated=True),
                    _connector="OR",
                ),
                fields=["raised_at"],
                name="order_for_staff",
            ),
        ),
    ]
