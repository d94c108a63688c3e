from django.db import migrations, models

import diagnosis.particulars


class Migration(migrations.Migration):
    dependencies = [("diagnosis", "0003_suppliers")]
    operations = [
        migrations.AddField(
            model_name="repaircode",
            name="further_codes",
            field=models.TextField(
                blank=True,
                help_text="Set on the order once it is raised: one a line with its quantity, as in TILE002 2.5",
                validators=[diagnosis.particulars.check_codes],
            ),
        ),
        migrations.AddField(
            model_name="repaircode",
            name="attributes",
            field=models.TextField(
                blank=True,
                help_text="What planning must respect, one a line, as the scheduling system calls it: Asbestos = Yes",
                validators=[diagnosis.particulars.check_attributes],
            ),
        ),
    ]
