from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0006_tally'),
    ]

    operations = [
        migrations.AlterField(
            model_name='person',
            name='is_owner',
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name='owner of this portal'),
        ),
    ]
