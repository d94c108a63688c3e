from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("diagnosis", "0002_tree")]
    operations = []
