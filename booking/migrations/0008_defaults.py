from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('booking', '0007_dealt_with'),
    ]

    operations = [
        migrations.AlterField(
            model_name='order',
            name='address',
            field=models.CharField(blank=True, db_default='', default='', max_length=400, verbose_name='where it is, on one line'),
        ),
        migrations.AlterField(
            model_name='order',
            name='details',
            field=models.JSONField(db_default={}, default=dict, verbose_name='further codes, and attributes'),
        ),
        migrations.AlterField(
            model_name='order',
            name='fulfilment',
            field=models.CharField(choices=[('own_team', "the landlord's own team"), ('handed_over', "a contractor, handed over in the landlord's system"), ('contractor_system', "a contractor, in the contractor's own system"), ('by_email', 'a contractor, agreed by e-mail')], db_default='own_team', default='own_team', max_length=20),
        ),
    ]
