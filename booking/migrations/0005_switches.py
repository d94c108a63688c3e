from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("booking", "0004_fulfilment")]
    operations = []
