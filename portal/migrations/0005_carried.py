from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0004_contractors")]
    operations = [
        migrations.AddField(
            model_name="contactdetails",
            name="carried",
            field=models.JSONField(
                editable=False,
                null=True,
                verbose_name="what the scheduling system was last known to hold",
            ),
        ),
    ]
