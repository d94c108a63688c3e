from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("diagnosis", "0003_suppliers")]
    operations = []
