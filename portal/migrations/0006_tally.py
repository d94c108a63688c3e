from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0005_carried")]
    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("name", models.CharField(max_length=160, primary_key=True, serialize=False)),
                ("value", models.FloatField(db_default=0)),
            ],
            options={"verbose_name_plural": "tallies"},
        ),
    ]
